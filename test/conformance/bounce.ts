import { createWebRenderer, type BounceResult } from "@twobus/renderer-web";
import type { GoldenJob } from "./golden-job.ts";
import { registry } from "./registry.ts";
import { mediaOf, newWorker } from "./web-application.ts";

/** What a page makes of a mix. */
export async function bounce(job: GoldenJob): Promise<BounceResult> {
  const { document, recordings: _, ...range } = job;
  const renderer = createWebRenderer({ registry, newWorker, media: mediaOf(job) });
  try {
    await renderer.update(document);
    return await renderer.bounce({ container: "wav", sampleFormat: "float32", to: { kind: "memory" }, ...range });
  } finally {
    await renderer.dispose();
  }
}
