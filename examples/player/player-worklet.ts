import { servePlayer } from "@twobus/renderer-web/worklet";

servePlayer();
