import { servePlayer } from "../src/worklet/index.ts";

servePlayer();
