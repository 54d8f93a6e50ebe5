import { TwobusError } from "@twobus/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixture } from "../test-support/read-all.ts";
import {
  bigChunk,
  chunk,
  commonBody,
  concat,
  extensibleBody,
  floats,
  form,
  formatBody,
  integers,
  little,
  riff,
  soundBody,
} from "../test-support/wave-bytes.ts";
import { openAudio, type ByteSource } from "./index.ts";

const values = Array.from({ length: 200 }, (_, i) => Math.floor(Math.sin(i) * 127));
const data = chunk("data", integers(values, 16));
const extensible = chunk("fmt ", extensibleBody({ channels: 2, bits: 24 }, 24));
const aiff = form(
  "AIFF",
  bigChunk("COMM", commonBody(1, 200, 16, 44100)),
  bigChunk("SSND", soundBody(integers(values, 16))),
);
const long = concat(
  [0x52, 0x46, 0x36, 0x34],
  little(0xffffffff, 4),
  [0x57, 0x41, 0x56, 0x45],
  chunk("ds64", new Uint8Array(28)),
);

const HEADERS: Readonly<Record<string, Uint8Array>> = {
  wav: riff(chunk("fmt ", formatBody({ channels: 2 })), data),
  float: riff(chunk("fmt ", formatBody({ tag: 3, bits: 32 })), chunk("data", floats(values, 32))),
  extensible: riff(chunk("bext", new Uint8Array(602)), extensible, data),
  rf64: concat(long, chunk("fmt ", formatBody()), data),
  aiff,
};

interface Damage {
  readonly length: number;
  readonly bytes: readonly (readonly [at: number, value: number])[];
  readonly cut: readonly [at: number, length: number];
}

/** How a file goes wrong: it ends early, some bytes are others, a piece is gone. Places are parts of its length. */
const damage: fc.Arbitrary<Damage> = fc.record({
  length: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
  bytes: fc.array(
    fc.tuple(
      fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.1, noNaN: true })),
      fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.integer({ min: 0, max: 255 })),
    ),
    { maxLength: 6 },
  ),
  cut: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0, 0, 1, 2, 50)),
});

function damaged(bytes: Uint8Array, { length, bytes: changes, cut }: Damage): Uint8Array {
  const copy = bytes.slice(0, Math.floor(bytes.length * length));
  for (const [at, value] of changes) copy[Math.floor(at * copy.length)] = value;
  const cutAt = Math.floor(cut[0] * copy.length);
  return concat(copy.subarray(0, cutAt), copy.subarray(cutAt + cut[1]));
}

/** Opens and plays a file; counts what is read from it. Only a refusal with code and place may be thrown. */
async function survive(bytes: Uint8Array): Promise<void> {
  let bytesRead = 0;
  const source: ByteSource = {
    name: "fuzz",
    size: bytes.length,
    read: async (position, length) => {
      bytesRead += Math.max(0, Math.min(length, bytes.length - position));
      return bytes.subarray(position, position + length);
    },
  };
  try {
    const reader = await openAudio(source);
    const piece = Array.from({ length: reader.format.channels }, () => new Float64Array(4096));
    let frames = 0;
    for (let got = -1; got !== 0; frames += got) {
      got = await reader.read(piece);
      for (const samples of piece) expect(samples.subarray(0, got).every(Number.isFinite)).toBe(true);
    }
    expect(frames).toBeLessThanOrEqual(reader.format.frames);
    if (frames < reader.format.frames) expect(reader.warnings.map(({ code }) => code)).toContain("truncated");
    reader.close();
  } catch (error) {
    if (!(error instanceof TwobusError)) throw error;
    expect(error.message).toMatch(/^fuzz: .*\(byte \d+ of \d+\)$/);
  }
  expect(bytesRead).toBeLessThan(5 * bytes.length + 1000);
}

test.each(Object.keys(HEADERS))("a damaged %s header is refused or played, never worse", async (name) => {
  const property = fc.asyncProperty(damage, (how) => survive(damaged(HEADERS[name]!, how)));
  await fc.assert(property, { numRuns: 400, seed: 20 });
});

test.each([
  ["integers-24.flac", 150],
  ["integers-24.oga", 100],
  ["tone.mp3", 100],
  ["tone.ogg", 100],
  ["tone.opus", 100],
])("a damaged %s is refused or played, never worse", async (name, numRuns) => {
  const bytes = await fixture(name);
  await fc.assert(
    fc.asyncProperty(damage, (how) => survive(damaged(bytes, how))),
    { numRuns, seed: 20 },
  );
});
