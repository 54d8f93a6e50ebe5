import { serveRenderWorker } from "@twobus/renderer-web/worker";
import { packs } from "./registry.ts";

serveRenderWorker(packs);
