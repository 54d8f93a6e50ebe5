import { fetchFile } from "../support/fetch-file.ts";
import type { GoldenJob } from "./golden-job.ts";
import { renderInMemory } from "./render-in-memory.ts";

// Renders one golden mix in a Worker: answers with its hash, or with what went wrong.
self.onmessage = async ({ data }: MessageEvent<GoldenJob>) => {
  try {
    self.postMessage({ hash: await renderInMemory(data, fetchFile) });
  } catch (error) {
    self.postMessage({ error });
  }
};
