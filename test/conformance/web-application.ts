import type { MediaLocation } from "@twobus/renderer-web";
import { shared } from "../../packages/renderer-web/test/shared-worker.ts";
import type { GoldenJob } from "./golden-job.ts";

export const newWorker: () => Worker = shared(
  () => new Worker(new URL("render-worker.ts", import.meta.url), { type: "module" }),
);

/** The recordings as if a person had chosen them. */
export const mediaOf = ({ recordings }: GoldenJob): MediaLocation => ({
  kind: "files",
  files: Object.fromEntries(Object.entries(recordings).map(([path, bytes]) => [path, new File([bytes], path)])),
});
