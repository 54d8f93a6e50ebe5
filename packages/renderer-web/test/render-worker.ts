import { builtInPack } from "@twobus/nodes";
import { serveRenderWorker } from "../src/worker/index.ts";

serveRenderWorker([builtInPack]);
