import { builtInPack } from "@twobus/nodes";
import { serveRenderWorker } from "../src/worker/index.ts";

declare class FileSystemSyncAccessHandle {
  write: (bytes: Uint8Array) => number;
}

/** What happens when a bounce writes its file. */
const ailments: Readonly<Record<string, () => void>> = {
  "ends in the middle": () => globalThis.close(),
  "throws in the middle": () => void setTimeout(() => JSON.parse("planted")),
  "writes badly": () => {
    throw new RangeError("planted");
  },
};

if (name === "throws at once") throw new Error("planted");
if (name === "compiles badly") {
  WebAssembly.compile = async () => {
    throw new RangeError("planted");
  };
}
if (name === "has no private files") {
  StorageManager.prototype.getDirectory = async () => {
    throw new DOMException("planted", "SecurityError");
  };
}

/** Comes to nothing for so many milliseconds, when it is told. */
if (name === "hangs") {
  new BroadcastChannel(name).onmessage = ({ data: milliseconds }: MessageEvent<number>) => {
    for (const end = performance.now() + milliseconds; performance.now() < end;);
  };
}

const ail = ailments[name];
if (ail !== undefined) {
  FileSystemSyncAccessHandle.prototype.write = ({ length }) => {
    ail();
    return length;
  };
}

serveRenderWorker([builtInPack]);
