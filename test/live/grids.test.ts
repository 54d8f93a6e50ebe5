// The mix runs in quanta of its own: latency moves them against those of the page, and so does the place where playing begins.

import { QUANTUM, type MixDocument } from "@twobus/core";
import { beforeAll, describe, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";
import { renderToMemory, temporaryFolder } from "../support/render.ts";
import { FRAMES, SOURCES, writeRecordings } from "../support/song.ts";
import { cut, firstDifference, playFor } from "./listen.ts";
import { createLiveMix, type Sound } from "./live-mix.ts";

let folder = "";
beforeAll(async () => {
  let cleanUp = async (): Promise<void> => {};
  folder = await temporaryFolder((work) => (cleanUp = work));
  await writeRecordings(folder);
  return cleanUp;
});

type Values = Parameters<typeof node>[1];

/** Two tracks beside each other, one that many samples late, into a bus that moves. */
function lateBy(samples: number, compressor: Values, others: ReturnType<typeof chain>["nodes"] = {}): MixDocument {
  return mix(
    { kick: { file: "kick.wav", frames: FRAMES }, pad: { file: "pad.wav", frames: FRAMES } },
    {
      mix: graph(
        {
          kick: node("track", {}, { source: "kick", graph: "late" }),
          pad: node("track", { panPercent: 30 }, { source: "pad" }),
          "stereo-bus": node("bus", { faderDb: -6 }),
        },
        [cable("kick", "stereo-bus"), cable("pad", "stereo-bus"), cable("stereo-bus", "out")],
      ),
      late: chain({ late: node("digitalCompressor", { ...compressor, lookAheadMs: samples / 48 }), ...others }),
    },
    {
      automation: {
        "mix/stereo-bus.faderDb": {
          points: [
            { atSeconds: 0, value: -12, curve: "smooth" },
            { atSeconds: 0.5, value: 0, curve: "linear" },
          ],
        },
      },
    },
  );
}

async function rendered(document: MixDocument): Promise<Sound> {
  const { left, right } = await renderToMemory(document, folder);
  return [Float32Array.from(left), Float32Array.from(right)];
}

/** What is heard of the mix from a frame on. */
async function heardFrom(document: MixDocument, frame: number, quanta: number, isShared = true): Promise<Sound> {
  const live = await createLiveMix(document, SOURCES, { isShared });
  live.director.update(document);
  live.director.seek(frame);
  const heard = await playFor(live, quanta);
  await live.close();
  return heard;
}

describe.each([0, 1, 127, 128, 129, 4 * QUANTUM - 1])("%i samples late", (samples) => {
  test.each([true, false])("from the start, every bit is a render's; with shared memory: %s", async (isShared) => {
    const glue = node("glueCompressor", { thresholdDb: -20, oversampling: 1 }); // adds no lateness of its own
    const busy = lateBy(samples, { thresholdDb: -30 }, { glue });
    const offline = await renderToMemory(busy, folder);
    expect(offline.result.latencySamples).toBe(samples);
    expect(firstDifference(await heardFrom(busy, 0, 234, isShared), await rendered(busy))).toBe(-1);
  });

  // Where nothing remembers longer than the fade lasts
  test.each([1, 127, 128, 129, 1000, 1024, 9999])("from frame %i on, every bit after the fade is", async (frame) => {
    const plain = lateBy(samples, { thresholdDb: 0, ratio: 1 });
    const fade = 4 * QUANTUM;
    const heard = cut(await heardFrom(plain, frame, 100), fade, 100 * QUANTUM - fade);
    const expected = cut(await rendered(plain), frame + fade, heard[0].length);
    expect(firstDifference(heard, expected)).toBe(-1);
  });
});
