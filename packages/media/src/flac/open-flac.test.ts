import { expect, test } from "vitest";
import { fixture, readAll, refusal } from "../../test-support/read-all.ts";
import { integerSignal } from "../../test-support/signals.ts";
import { concat } from "../../test-support/wave-bytes.ts";
import { crc16, crc8 } from "./crc.ts";
import { BitWriter } from "./encoder/bit-writer.ts";

const scaled = (values: readonly number[], bits: number): number[] => values.map((value) => value / 2 ** (bits - 1));

test("24-bit stereo, as ffmpeg encodes it, is exact", async () => {
  const { channels, format, warnings } = await readAll(await fixture("integers-24.flac"));
  expect(Array.from(channels[0]!)).toEqual(scaled(integerSignal(24, 2500, 0), 24));
  expect(Array.from(channels[1]!)).toEqual(scaled(integerSignal(24, 2500, 1), 24));
  expect(warnings).toEqual([]);
  expect(format).toEqual({
    container: "flac",
    codec: "flac",
    sampleRate: 48000,
    channels: 2,
    bitDepth: 24,
    frames: 2500,
  });
});

test("16-bit mono, as libFLAC encodes it, is exact", async () => {
  const { channels } = await readAll(await fixture("integers-16.flac"));
  expect(Array.from(channels[0]!)).toEqual(scaled(integerSignal(16, 5000, 0), 16));
});

test("FLAC in Ogg is exact", async () => {
  const { channels, format } = await readAll(await fixture("integers-24.oga"));
  expect(format.container).toBe("ogg");
  expect(format.frames).toBe(2500);
  expect(Array.from(channels[1]!)).toEqual(scaled(integerSignal(24, 2500, 1), 24));
});

/** The fixture's frames have 576 frames of sound each. */
const BLOCK = 576;

/** Offset of frame `number`: its header is followed by the number itself. */
function frameOffset(bytes: Uint8Array, number: number): number {
  for (let at = 42; ; at++) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xf8 && bytes[at + 4] === number) return at;
  }
}

test("a damaged frame is as long a silence, and the rest stays in its place", async () => {
  const bytes = await fixture("integers-24.flac");
  bytes[frameOffset(bytes, 2) + 100]! ^= 4;
  const { channels, frames, warnings } = await readAll(bytes);
  const expected = scaled(integerSignal(24, 2500, 0), 24).fill(0, 2 * BLOCK, 3 * BLOCK);
  expect(frames).toBe(2500);
  expect(Array.from(channels[0]!)).toEqual(expected);
  expect(warnings.map(({ code, message }) => [code, message.slice(0, 52)])).toEqual([
    ["damaged", "576 frames are damaged, the first at frame 1152; the"],
  ]);
});

test("a file that breaks off has the length of its whole frames", async () => {
  const bytes = await fixture("integers-24.flac");
  const { format, frames, warnings } = await readAll(bytes.subarray(0, frameOffset(bytes, 3) + 300));
  expect(format.frames).toBe(3 * BLOCK);
  expect(frames).toBe(3 * BLOCK);
  expect(warnings.map(({ code, message }) => [code, message.includes(` ${2500 - 3 * BLOCK} frames`)])).toEqual([
    ["truncated", true],
  ]);
});

test("a header without a length is completed from the last frame", async () => {
  const bytes = await fixture("integers-24.flac");
  bytes[21]! &= 0xf0;
  bytes.fill(0, 22, 26);
  expect((await readAll(bytes)).format.frames).toBe(2500);
});

test("a file cut out of another one starts at its own first frame", async () => {
  const bytes = await fixture("integers-24.flac");
  const metadataEnd = frameOffset(bytes, 0);
  const { channels, format } = await readAll(
    concat(bytes.subarray(0, metadataEnd), bytes.subarray(frameOffset(bytes, 1))),
  );
  expect(format.frames).toBe(2500 - BLOCK);
  expect(Array.from(channels[1]!)).toEqual(scaled(integerSignal(24, 2500, 1), 24).slice(BLOCK));
});

test("tags in front and behind do no harm", async () => {
  const id3 = concat([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 2], new Uint8Array(130));
  const { frames, warnings } = await readAll(concat(id3, await fixture("integers-16.flac"), new Uint8Array(128)));
  expect(frames).toBe(5000);
  expect(warnings).toEqual([]);
});

/** One verbatim frame with a coded block size and a header that leaves rate and depth to STREAMINFO. */
function verbatimFile(depth: number, channelCode: number, signals: readonly (readonly number[])[]): Uint8Array {
  const frames = signals[0]!.length;
  const head = new BitWriter(42);
  head.write(0x664c6143, 32);
  head.write(0x80000022, 32);
  for (const [value, bits] of [
    [frames, 16],
    [frames, 16],
    [0, 24],
    [0, 24],
    [48000, 20],
    [1, 3],
    [depth - 1, 5],
    [0, 4],
    [frames, 32],
  ] as const) {
    head.write(value, bits);
  }
  const frame = new BitWriter(10000);
  for (const [value, bits] of [
    [0xfff9, 16],
    [7, 4],
    [0, 4],
    [channelCode, 4],
    [0, 4],
    [0, 8],
    [frames - 1, 16],
  ] as const) {
    frame.write(value, bits);
  }
  frame.write(crc8(frame.bytes, 0, frame.length), 8);
  signals.forEach((signal, index) => {
    const isSide = (channelCode === 9 && index === 0) || ((channelCode === 8 || channelCode === 10) && index === 1);
    const width = depth + (isSide ? 1 : 0);
    frame.write(2, 8);
    for (const value of signal) {
      frame.write(Math.floor(value / 65536), width - 16);
      frame.write(value & 0xffff, 16);
    }
  });
  frame.align();
  frame.write(crc16(frame.bytes, 0, frame.length), 16);
  return concat(head.bytes, frame.bytes.subarray(0, frame.length));
}

test.each([20, 24, 32])("all stereo modes are exact at %i bits, to both ends of the scale", async (depth) => {
  const full = 2 ** (depth - 1);
  const left = [full - 1, -full, -full, full - 1, 5, -6, 7, ...integerSignal(20, 33, 0)];
  const right = [-full, full - 1, -full, full - 1, 2, 3, -3, ...integerSignal(20, 33, 1)];
  const side = left.map((value, i) => value - right[i]!);
  const mid = left.map((value, i) => Math.floor((value + right[i]!) / 2));
  const files = [
    verbatimFile(depth, 1, [left, right]),
    verbatimFile(depth, 8, [left, side]),
    verbatimFile(depth, 9, [side, right]),
    verbatimFile(depth, 10, [mid, side]),
  ];
  for (const file of files) {
    const { channels } = await readAll(file);
    expect(Array.from(channels[0]!)).toEqual(scaled(left, depth));
    expect(Array.from(channels[1]!)).toEqual(scaled(right, depth));
  }
});

test("headers that lie are refused", async () => {
  const bytes = await fixture("integers-16.flac");
  const changed = (at: number, ...values: number[]): Uint8Array => {
    const copy = bytes.slice();
    copy.set(values, at);
    return copy;
  };
  expect(await refusal(changed(4, 1))).toBe("bad-header");
  expect(await refusal(changed(10, 0, 0))).toBe("bad-header");
  expect(await refusal(changed(18, 0, 0, 0))).toBe("bad-header");
  expect(await refusal(bytes.subarray(0, 30))).toBe("bad-header");
  expect(await refusal(concat(verbatimFile(24, 1, [[1], [1]]).subarray(0, 42)))).toBe("bad-header");
});
