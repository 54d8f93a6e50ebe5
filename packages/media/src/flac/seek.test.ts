// A FLAC file that is sought in gives the bits of one that is read from its start, in a few looks wherever the place lies.

import { expect, test } from "vitest";
import { flacOf, type BlockStart, type FlacBlocks } from "../../test-support/flac-bytes.ts";
import { fixture, readAll } from "../../test-support/read-all.ts";
import { memoryByteSource, openAudio, type AudioReader, type ByteSource } from "../index.ts";

/** mulberry32 */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Noise with stretches of silence, and among it what looks like the header of block 1. */
function samplesOf(frames: number): Int16Array {
  const next = random(frames);
  const samples = Int16Array.from({ length: frames }, (_, i) => (i % 50_000 < 20_000 ? 0 : next(65_536) - 32_768));
  for (let at = 20_010; at < frames - 4; at += 50_000) samples.set([0xfff9, 0x7008, 0x0102, 0x3f], at);
  return samples;
}

const FRAMES = 400_000;
const samples = samplesOf(FRAMES);

function blocksOf(length: () => number): number[] {
  const blocks: number[] = [];
  for (let left = FRAMES; left > 0; left -= blocks.at(-1)!) blocks.push(Math.min(left, length()));
  return blocks;
}

const nextLength = random(3);
const fixed = { samples, blocks: blocksOf(() => 1152), isVariable: false };
const variable = { samples, blocks: blocksOf(() => 16 + nextLength(3000)), isVariable: true };
const everyTenth = (starts: readonly BlockStart[]): BlockStart[] => starts.filter((_, index) => index % 10 === 0);
const placeholders = Array.from({ length: 5 }, () => ({ frame: -1, byte: 0 }));

const files: readonly (readonly [string, FlacBlocks])[] = [
  ["of one block size", fixed],
  ["of many block sizes", variable],
  ["with a table", { ...fixed, seekTable: (starts) => [...everyTenth(starts), ...placeholders] }],
  ["of many block sizes with a table", { ...variable, seekTable: everyTenth }],
  ["whose table is empty", { ...variable, seekTable: () => [] }],
  ["whose table lies of bytes", { ...variable, seekTable: (s) => s.map(({ frame, byte }) => ({ frame, byte: byte + 7 })) }],
  ["whose table lies of frames", { ...fixed, seekTable: (s) => s.map(({ frame, byte }) => ({ frame: frame + 5000, byte })) }],
  ["whose table names blocks that come later", { ...fixed, seekTable: (s) => s.slice(20).map(({ byte }, i) => ({ frame: s[i]!.frame, byte })) }],
  ["whose table points behind the end", { ...fixed, seekTable: (s) => s.map(({ frame }, i) => ({ frame, byte: 1e7 + i })) }],
]; // prettier-ignore

const openIn = (bytes: Uint8Array): Promise<AudioReader> => openAudio(memoryByteSource(bytes, "file"));

async function expectCuts(bytes: Uint8Array, seed: number): Promise<void> {
  const { format, channels } = await readAll(bytes);
  const next = random(seed);
  for (let turn = 0; turn < 20; turn++) {
    const reader = await openIn(bytes);
    let position = 0;
    while (position < format.frames) {
      const skipped = next(turn % 2 === 0 ? format.frames : 9000);
      expect(await reader.skip!(skipped)).toBe(Math.min(skipped, format.frames - position));
      position = Math.min(position + skipped, format.frames);
      const wanted = next(6000);
      const heard = channels.map(() => new Float64Array(wanted));
      const read = await reader.read(heard);
      expect(read).toBe(Math.min(wanted, format.frames - position));
      heard.forEach((samplesHeard, side) => {
        const made = channels[side]!.subarray(position, position + read);
        expect(Buffer.compare(Buffer.from(samplesHeard.slice(0, read).buffer), Buffer.from(made.slice().buffer))).toBe(
          0,
        );
      });
      position += read;
    }
    reader.close();
  }
}

test.each(files)("a file %s", async (_, blocks) => {
  const bytes = flacOf(blocks);
  const { channels, warnings } = await readAll(bytes);
  expect(channels[0]!.findIndex((sample, i) => sample !== samples[i]! / 32_768)).toBe(-1);
  expect(warnings).toEqual([]);
  await expectCuts(bytes, 1);
});

test("files of other encoders", async () => {
  for (const name of ["integers-16.flac", "integers-24.flac"]) await expectCuts(await fixture(name), 2);
});

test.each([3, 4, 5])("a file that is damaged all over, seed %i: silence is where it was", async (seed) => {
  const bytes = flacOf({ ...variable, seekTable: everyTenth });
  const next = random(seed);
  for (let i = 0; i < 60; i++) bytes[20_000 + next(bytes.length - 40_000)]! ^= 1 << next(8);
  await expectCuts(bytes, seed);
});

interface Counted {
  readonly source: ByteSource;
  bytes: number;
}

function counted(bytes: Uint8Array): Counted {
  const plain = memoryByteSource(bytes, "file");
  const count: Counted = {
    source: {
      ...plain,
      read: async (position, length) => {
        const piece = await plain.read(position, length);
        count.bytes += piece.length;
        return piece;
      },
    },
    bytes: 0,
  };
  return count;
}

test("a seek reads as little at the end of a long file as at its start", async () => {
  const long = new Int16Array(8 * FRAMES);
  for (let at = 0; at < long.length; at += FRAMES) long.set(samples, at);
  const file = { samples: long, blocks: Array.from({ length: 8 }, () => variable.blocks).flat(), isVariable: true };
  for (const seekTable of [undefined, everyTenth]) {
    const bytes = flacOf({ ...file, ...(seekTable !== undefined && { seekTable }) });
    expect(bytes.length).toBeGreaterThan(3_000_000);
    const most: number[] = [];
    for (let eighth = 0; eighth < 8; eighth++) {
      const count = counted(bytes);
      const reader = await openAudio(count.source);
      count.bytes = 0;
      await reader.skip!(eighth * FRAMES + 123_456);
      const heard = new Float64Array(1024);
      await reader.read([heard]);
      expect(heard[5]).toBe(samples[123_461]! / 32_768);
      most.push(count.bytes);
    }
    console.log(`bytes read after a seek: ${most.join(", ")}`);
    expect(Math.max(...most)).toBeLessThan(1_200_000);
  }
});
