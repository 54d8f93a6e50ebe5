export { serveRenderWorker } from "./serve-render-worker.ts";
