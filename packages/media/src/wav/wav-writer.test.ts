import { expect, test } from "vitest";
import { memorySink } from "../../test-support/memory-sink.ts";
import { readAll } from "../../test-support/read-all.ts";
import { createAudioWriter, type ByteSink, type WriteOptions } from "../index.ts";

const options: WriteOptions = { container: "wav", sampleFormat: "int24", sampleRate: 48000, channels: 2, frames: 0 };

async function write(
  signals: readonly Float64Array[],
  wanted: Partial<WriteOptions>,
  piece = 1000,
): Promise<Uint8Array> {
  const frames = signals[0]!.length;
  const sink = memorySink();
  const writer = await createAudioWriter(sink, { ...options, channels: signals.length, frames, ...wanted });
  for (let from = 0; from < frames; from += piece) {
    const count = Math.min(piece, frames - from);
    await writer.write(
      signals.map((signal) => signal.subarray(from, from + count)),
      count,
    );
  }
  await writer.finish();
  return sink.bytes;
}

const signal = (channel: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.fround(Math.sin(i * 0.1 + channel)));

test.each([
  ["int16", 1, 16, 44 + 9999 * 2],
  ["int24", 1, 24, 44 + 9999 * 3 + 1],
  ["int24", 2, 24, 44 + 9999 * 6],
  ["int24", 6, 24, 68 + 9999 * 18],
  ["float32", 2, 32, 58 + 9999 * 8],
  ["float32", 3, 32, 80 + 9999 * 12],
] as const)("%s with %i channels is read back", async (sampleFormat, channelCount, bitDepth, size) => {
  const signals = Array.from({ length: channelCount }, (_, channel) => signal(channel, 9999));
  const bytes = await write(signals, { sampleFormat });
  const { channels, format, warnings } = await readAll(bytes);
  const codec = sampleFormat === "float32" ? "float" : "pcm";
  expect(format).toMatchObject({ container: "wav", codec, bitDepth, channels: channelCount, frames: 9999 });
  expect(warnings).toEqual([]);
  expect(bytes.length).toBe(size);
  expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(size - 8);
  if (codec === "float") expect(channels).toEqual(signals);
  const steps = codec === "float" ? 0 : 2 * 2 ** -(bitDepth - 1);
  channels.forEach((samples, c) =>
    samples.forEach((x, i) => expect(Math.abs(x - signals[c]![i]!)).toBeLessThanOrEqual(steps)),
  );
});

test("the same seed gives the same bytes, however the sound is cut", async () => {
  const signals = [signal(0, 5000), signal(1, 5000)];
  const bytes = await write(signals, { sampleFormat: "int16", ditherSeed: 3 }, 128);
  expect(await write(signals, { sampleFormat: "int16", ditherSeed: 3 }, 4999)).toEqual(bytes);
  expect(await write(signals, { sampleFormat: "int16", ditherSeed: 4 })).not.toEqual(bytes);
});

test("16 bits without dither are rounded half to even and saturate", async () => {
  const samples = Float64Array.of(0.5, 1.5, 32767.5, 40000, -32768, -40000).map((step) => step / 32768);
  const { channels } = await readAll(await write([samples], { sampleFormat: "int16", dither: "none" }));
  expect(Array.from(channels[0]!, (x) => x * 32768)).toEqual([0, 2, 32767, 32767, -32768, -32768]);
});

/** The header of a long file; nothing is stored. */
async function headerOf(frames: number, channels: number): Promise<DataView> {
  let header = new Uint8Array();
  const sink: ByteSink = { write: async (_, bytes) => void (header = bytes.slice()) };
  await createAudioWriter(sink, { ...options, sampleFormat: "int16", channels, frames });
  return new DataView(header.buffer);
}

test("RF64 begins where 32 bits end, with right sizes from the first byte", async () => {
  const HEADER = 44;
  for (let size = 2 ** 32 - 9; size <= 2 ** 32 + 8; size++) {
    const frames = Math.floor((size - HEADER + 8) / 2);
    const dataBytes = 2 * frames;
    const header = await headerOf(frames, 1);
    const riffSize = dataBytes + HEADER - 8;
    const isLong = riffSize >= 0xffffffff;
    expect(String.fromCharCode(...new Uint8Array(header.buffer, 0, 4))).toBe(isLong ? "RF64" : "RIFF");
    if (isLong) {
      expect(header.getUint32(4, true)).toBe(0xffffffff);
      expect(header.getBigUint64(20, true)).toBe(BigInt(dataBytes + header.byteLength - 8));
      expect(header.getBigUint64(28, true)).toBe(BigInt(dataBytes));
      expect(header.getBigUint64(36, true)).toBe(BigInt(frames));
      expect(header.getUint32(header.byteLength - 4, true)).toBe(0xffffffff);
    } else {
      expect(header.getUint32(4, true)).toBe(riffSize);
      expect(header.getUint32(header.byteLength - 4, true)).toBe(dataBytes);
    }
  }
});

test("too many and too few frames are refused", async () => {
  const writer = await createAudioWriter(memorySink(), { ...options, channels: 1, frames: 10 });
  await expect(writer.write([new Float64Array(11)], 11)).rejects.toThrow("11 frames came where 10 were announced");
  await writer.write([new Float64Array(9)], 9);
  await expect(writer.finish()).rejects.toThrow("9 frames came where 10 were announced");
});

test.each<Partial<WriteOptions>>([
  { channels: 0 },
  { channels: 65 },
  { container: "flac", channels: 9 },
  { container: "flac", sampleFormat: "float32" },
  { sampleRate: 0 },
  { sampleRate: 44100.5 },
  { frames: -1 },
  { frames: 0.5 },
])("what no file can be is refused: %o", async (wanted) => {
  await expect(createAudioWriter(memorySink(), { ...options, ...wanted })).rejects.toThrow("output:");
});
