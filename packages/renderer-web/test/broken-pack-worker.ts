import { builtInPack } from "@twobus/nodes";
import { serveRenderWorker } from "../src/worker/index.ts";
import { brokenPack } from "./broken-pack.ts";

serveRenderWorker([builtInPack, brokenPack]);
