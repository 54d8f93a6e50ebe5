import type { MediaLocation } from "@twobus/renderer-web";
import type { GoldenJob } from "./golden-job.ts";

let shared: Worker | undefined;
/** One Worker for all: it keeps nothing between two calls, and takes long to load from source. */
export const newWorker = (): Worker =>
  (shared ??= Object.assign(new Worker(new URL("render-worker.ts", import.meta.url), { type: "module" }), {
    terminate: () => {},
  }));

/** The recordings as if a person had chosen them. */
export const mediaOf = ({ recordings }: GoldenJob): MediaLocation => ({
  kind: "files",
  files: Object.fromEntries(Object.entries(recordings).map(([path, bytes]) => [path, new File([bytes], path)])),
});
