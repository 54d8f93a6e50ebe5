import { servePlayer } from "../src/worklet/index.ts";
import { brokenPack } from "./broken-pack.ts";

servePlayer([brokenPack]);
