import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memorySink } from "../../test-support/memory-sink.ts";
import { readAll } from "../../test-support/read-all.ts";
import { integers } from "../../test-support/wave-bytes.ts";
import { createAudioWriter, type WriteOptions } from "../index.ts";

const options = (channels: number, frames: number, bits: number): WriteOptions => ({
  container: "flac",
  sampleFormat: bits === 16 ? "int16" : "int24",
  sampleRate: 48000,
  channels,
  frames,
  dither: "none",
});

async function write(signals: readonly Float64Array[], wanted: WriteOptions, piece: number): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = await createAudioWriter(sink, wanted);
  for (let from = 0; from < wanted.frames; from += piece) {
    const count = Math.min(piece, wanted.frames - from);
    await writer.write(
      signals.map((signal) => signal.subarray(from, from + count)),
      count,
    );
  }
  await writer.finish();
  return sink.bytes;
}

type Shape = (i: number) => number;

/** Kinds of sound that take every way through the encoder; values up to ±1. */
const SHAPES: Readonly<Record<string, Shape>> = {
  silence: () => 0,
  constant: () => 0.3,
  sine: (i) => 0.9 * Math.sin(i * 0.05),
  "slow sine": (i) => Math.sin(i * 0.0003),
  square: (i) => (i % 100 < 50 ? 1 : -1),
  alternating: (i) => (i % 2 === 0 ? 1 : -1),
  impulses: (i) => (i % 997 === 0 ? -1 : 0),
  noise: (i) => ((Math.imul(i ^ (i >>> 7), 0x2c1b3c6d) ^ (i << 5)) | 0) / 2 ** 31,
};

test("what is written is read back, sample for sample", async () => {
  const shapes = fc.constantFrom(...Object.keys(SHAPES));
  await fc.assert(
    fc.asyncProperty(
      fc.array(shapes, { minLength: 1, maxLength: 3 }),
      fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 4000, max: 9000 })),
      fc.constantFrom(16, 24),
      async (names, frames, bits) => {
        const full = 2 ** (bits - 1);
        const whole = names.map((name, channel) =>
          Array.from({ length: frames }, (_, i) =>
            Math.min(full - 1, Math.floor(SHAPES[name]!(i + 31 * channel) * full)),
          ),
        );
        const signals = whole.map((values) => Float64Array.from(values, (value) => value / full));
        const bytes = await write(signals, options(names.length, frames, bits), 1000);
        const { channels, warnings } = await readAll(bytes);
        expect(channels).toEqual(signals);
        expect(warnings).toEqual([]);
        const interleaved = whole[0]!.flatMap((_, frame) => whole.map((values) => values[frame]!));
        const md5 = createHash("md5").update(integers(interleaved, bits)).digest("hex");
        expect(Buffer.from(bytes.subarray(26, 42)).toString("hex")).toBe(md5);
      },
    ),
    { numRuns: 40, seed: 7 },
  );
});

test("sound is smaller than it was, noise hardly larger", async () => {
  const frames = 40960;
  const size = async (shape: Shape): Promise<number> => {
    const signal = Float64Array.from({ length: frames }, (_, i) => shape(i));
    return (await write([signal, signal], options(2, frames, 24), frames)).length / (frames * 6);
  };
  expect(await size(SHAPES["sine"]!)).toBeLessThan(0.2);
  expect(await size(SHAPES["silence"]!)).toBeLessThan(0.001);
  expect(await size((i) => SHAPES["noise"]!(i * 77))).toBeLessThan(1.001);
});

test("dithered bytes do not depend on how the sound is cut, only on the seed", async () => {
  const frames = 10000;
  const signal = Float64Array.from({ length: frames }, (_, i) => 0.5 * Math.sin(i * 0.02));
  const dithered: WriteOptions = { ...options(1, frames, 16), dither: "triangular", ditherSeed: 5 };
  const bytes = await write([signal], dithered, 128);
  expect(await write([signal], dithered, 3333)).toEqual(bytes);
  expect(await write([signal], { ...dithered, ditherSeed: 6 }, 128)).not.toEqual(bytes);
});

test("the header knows blocks, rate, channels, depth and length", async () => {
  const bytes = await write(
    [new Float64Array(5), new Float64Array(5)],
    { ...options(2, 5, 24), sampleRate: 768000 },
    5,
  );
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  expect([view.getUint16(8), view.getUint16(10)]).toEqual([4096, 4096]);
  expect(view.getUint32(18) >>> 12).toBe(768000);
  const { format } = await readAll(bytes);
  expect([format.sampleRate, format.channels, format.bitDepth, format.frames]).toEqual([768000, 2, 24, 5]);
});
