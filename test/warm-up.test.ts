import { readFile } from "node:fs/promises";
import { createOfflineRenderer, playable, QUANTUM, type MixDocument } from "@twobus/core";
import { memoryByteSource, openRecordingFrom } from "@twobus/media";
import { expect, test } from "vitest";
import { cable, chain, graph, mix, node, registry } from "./support/mixes.ts";
import { noise } from "./support/signals.ts";
import { wavBytes } from "./support/wav.ts";

// For measuring, a part of a mix is rendered without what lies long before it.

const SAMPLE_RATE = 48_000;
const FRAMES = 10 * SAMPLE_RATE;
const PART = { fromSeconds: 8, toSeconds: 9 };
/** Quanta that the renderer makes at a time. */
const CHUNK_FRAMES = 16 * QUANTUM;
const wav = wavBytes([noise(FRAMES, 3, 0.3)], SAMPLE_RATE);

const song = (insert: ReturnType<typeof node>): MixDocument =>
  mix(
    { a: { file: "a.wav", frames: FRAMES } },
    {
      mix: graph({ a: node("track", {}, { source: "a", graph: "inserts" }) }, [cable("a", "out")]),
      inserts: chain({ insert }),
    },
  );

/** The left of a part, and how many chunks were made for it. */
async function render(document: MixDocument, warmUpSeconds?: number): Promise<readonly [Float64Array, number]> {
  let chunks = 0;
  const renderer = createOfflineRenderer({
    registry,
    readBytes: readFile,
    open: async () => playable(await openRecordingFrom({ ...memoryByteSource(wav, "a.wav"), close: async () => {} })),
    giveWay: async () => void chunks++,
  });
  await renderer.update(document);
  const pieces: number[] = [];
  await renderer.render({
    ...PART,
    ...(warmUpSeconds !== undefined && { warmUpSeconds }),
    receive: ([left], frames) => void pieces.push(...left.subarray(0, frames)),
  });
  return [Float64Array.from(pieces), chunks];
}

const apart = (one: Float64Array, other: Float64Array): number =>
  Math.max(...one.map((value, index) => Math.abs(value - other[index]!)));

test("what remembers nothing is the same to the bit, for a fifth of the work", async () => {
  const document = song(node("gain", { gainDb: -3 }));
  const [whole, all] = await render(document);
  const [part, few] = await render(document, 1);
  expect(part.length).toBe(SAMPLE_RATE);
  expect(apart(part, whole)).toBe(0);
  expect(all).toBe(Math.ceil((9 * SAMPLE_RATE) / CHUNK_FRAMES));
  expect(few).toBe(all - Math.floor((7 * SAMPLE_RATE) / CHUNK_FRAMES));
});

test("a delay of its own and a detector that has settled are in time and as loud", async () => {
  const document = song(node("digitalCompressor", { thresholdDb: -20, ratio: 4, lookAheadMs: 7 }));
  const [whole] = await render(document);
  const [part] = await render(document, 1);
  expect(apart(part, whole)).toBeLessThan(1e-4);
});

test("a part near the start is the same as ever", async () => {
  const document = song(node("digitalCompressor", { thresholdDb: -20, ratio: 4 }));
  const [whole, all] = await render(document);
  const [part, same] = await render(document, 60);
  expect(apart(part, whole)).toBe(0);
  expect(same).toBe(all);
});
