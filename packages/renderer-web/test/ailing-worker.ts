import { builtInPack } from "@twobus/nodes";
import { serveRenderWorker } from "../src/worker/index.ts";

/** What happens when the kernels of a render are fetched. */
const ailments: Readonly<Record<string, () => void>> = {
  "ends in the middle": () => globalThis.close(),
  "throws in the middle": () => void setTimeout(() => JSON.parse("planted")),
};

if (name === "throws at once") throw new Error("planted");
if (name === "has no private files") {
  StorageManager.prototype.getDirectory = async () => {
    throw new DOMException("planted", "SecurityError");
  };
}

const ail = ailments[name];
if (ail !== undefined) {
  globalThis.fetch = () => {
    ail();
    return new Promise(() => {});
  };
}

serveRenderWorker([builtInPack]);
