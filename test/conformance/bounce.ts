import { createWebRenderer, type BounceResult, type WebRenderer } from "@twobus/renderer-web";
import { startOf, type GoldenJob } from "./golden-job.ts";
import { registry } from "./registry.ts";
import { firstSound } from "./sound.ts";
import { mediaOf, newWorker } from "./web-application.ts";

async function withRenderer<T>(job: GoldenJob, make: (renderer: WebRenderer) => Promise<T>): Promise<T> {
  const renderer = createWebRenderer({ registry, newWorker, media: mediaOf(job) });
  try {
    await renderer.update(job.document);
    return await make(renderer);
  } finally {
    await renderer.dispose();
  }
}

const bounces = new Map<string, Promise<BounceResult>>();

/** What a page makes of a mix; each mix is bounced once. */
export function bounced(job: GoldenJob): Promise<BounceResult> {
  const { document, recordings: _, ...range } = job;
  const key = JSON.stringify([document, range]);
  const result =
    bounces.get(key) ??
    withRenderer(job, (renderer) =>
      renderer.bounce({ container: "wav", sampleFormat: "float32", to: { kind: "memory" }, ...range }),
    );
  bounces.set(key, result);
  return result;
}

/** From the start of a mix to the end of what is rendered of it. */
export const framesOf = async (job: GoldenJob): Promise<number> => startOf(job) + (await bounced(job)).frames;

/** The first frame of a mix that is not silent. */
export async function onsetOf(job: GoldenJob): Promise<number> {
  let onset = -1;
  let passed = 0;
  await withRenderer(job, (renderer) =>
    renderer.render({
      toSeconds: 1,
      receive: ([left, right], frames) => {
        const first = firstSound([
          Float32Array.from(left.subarray(0, frames)),
          Float32Array.from(right.subarray(0, frames)),
        ]);
        if (onset < 0 && first >= 0) onset = passed + first;
        passed += frames;
      },
    }),
  );
  return onset;
}
