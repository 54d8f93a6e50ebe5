import { builtInPack } from "@twobus/nodes";
import { serveRenderWorker } from "@twobus/renderer-web/worker";

serveRenderWorker([builtInPack]);
