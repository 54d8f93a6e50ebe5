import { describe, expect, test } from "vitest";
import { readAll, refusal } from "../../test-support/read-all.ts";
import {
  ascii,
  chunk,
  concat,
  extensibleBody,
  floats,
  formatBody,
  integers,
  little,
  riff,
  type Body,
} from "../../test-support/wave-bytes.ts";
import { memoryByteSource, openAudio, type ByteSource } from "../index.ts";

const values = Array.from({ length: 300 }, (_, i) => Math.floor(Math.sin(i) * 127));
const wave = (format: Body, data: Body): Uint8Array => riff(chunk("fmt ", format), chunk("data", data));

test.each([16, 24, 32])("%i-bit integers are exact, to both ends of the scale", async (bits) => {
  const full = 2 ** (bits - 1);
  const samples = [-full, full - 1, -1, 0, 1, ...values];
  const { channels, format } = await readAll(wave(formatBody({ bits }), integers(samples, bits)));
  expect(Array.from(channels[0]!)).toEqual(samples.map((sample) => sample / full));
  expect(format).toEqual({
    container: "wav",
    codec: "pcm",
    sampleRate: 48000,
    channels: 1,
    bitDepth: bits,
    frames: samples.length,
  });
});

test("8-bit samples are unsigned, with 128 in the middle", async () => {
  const { channels } = await readAll(wave(formatBody({ bits: 8 }), [0, 64, 128, 255]));
  expect(Array.from(channels[0]!)).toEqual([-1, -0.5, 0, 127 / 128]);
});

test.each([32, 64] as const)("%i-bit floats arrive as they are, above full scale too", async (bits) => {
  const samples = [0.1, -3.5, 1e-30, 1].map((sample) => (bits === 32 ? Math.fround(sample) : sample));
  const { channels, format } = await readAll(wave(formatBody({ tag: 3, bits }), floats(samples, bits)));
  expect(Array.from(channels[0]!)).toEqual(samples);
  expect(format.codec).toBe("float");
});

test("channels are told apart, in the extensible form as well", async () => {
  const frames = 20000;
  const samples = Array.from({ length: 3 * frames }, (_, i) => (i % 3) * 10000 + (Math.floor(i / 3) % 1000));
  const format = extensibleBody({ channels: 3, bits: 24 }, 20);
  const { channels, format: read } = await readAll(wave(format, integers(samples, 24)));
  channels.forEach((channel, number) =>
    expect(channel.every((sample, i) => sample === (number * 10000 + (i % 1000)) / 2 ** 23)).toBe(true),
  );
  expect(read.bitDepth).toBe(20);
});

test("chunks of odd length are padded and skipped; `bext` tells the time", async () => {
  const bext = concat(new Uint8Array(338), little(3 * 2 ** 32 + 7, 8), new Uint8Array(257));
  const data = chunk("data", integers(values, 16));
  const { format, frames } = await readAll(
    riff(chunk("junk", [1, 2, 3]), chunk("bext", bext), chunk("fmt ", formatBody()), data, chunk("LIST", [1])),
  );
  expect(format.timeReferenceSamples).toBe(3 * 2 ** 32 + 7);
  expect(frames).toBe(300);
});

test.each([
  ["0", 0],
  ["the largest number", 0xffffffff],
  ["what SoX writes", 0x7ffff000],
])("a recorder that streams leaves %s as size: the sound lasts until the end", async (_, size) => {
  const header = concat(ascii("RIFF"), little(size, 4), ascii("WAVE"), chunk("fmt ", formatBody()));
  const { frames, warnings } = await readAll(concat(header, chunk("data", integers(values, 16), size)));
  expect(frames).toBe(300);
  expect(warnings).toEqual([]);
});

test("a file that breaks off plays to its end and says how much is missing", async () => {
  const whole = wave(formatBody({ channels: 2 }), integers(values, 16));
  const { frames, warnings } = await readAll(whole.subarray(0, whole.length - 401), "take.wav");
  expect(frames).toBe(49);
  expect(warnings).toEqual([{ code: "truncated", at: "take.wav", message: expect.stringContaining(" 101 frames") }]);
});

test("NaN and infinite samples are silence and are counted, with the first one's place", async () => {
  const samples = Array.from({ length: 6000 }, (_, i) =>
    i >= 4001 && i < 4004 ? [NaN, Infinity, 0.5][i - 4001]! : 0.25,
  );
  const { channels, warnings } = await readAll(wave(formatBody({ tag: 3, bits: 32 }), floats(samples, 32)), "a.wav");
  expect(Array.from(channels[0]!.subarray(4000, 4005))).toEqual([0.25, 0, 0, 0.5, 0.25]);
  expect(warnings).toEqual([
    { code: "non-finite-samples", at: "a.wav", message: expect.stringMatching(/^2 .* 4001;/) },
  ]);
});

describe("interleaved stereo", () => {
  const forms = [
    ["unsigned", 1, 8],
    ["integers", 1, 16],
    ["integers", 1, 24],
    ["floats", 3, 32],
  ] as const;
  test.each(forms.flatMap((form) => [1, 2, 3].map((channels) => [...form, channels] as const)))(
    "of %s (tag %i) of %i bits in %i channels is what planar reading gives, mono on both sides",
    async (_, tag, bits, channels) => {
      const samples = Array.from({ length: 40000 * channels }, (__, i) => (i * 7919) % 251);
      if (tag === 3) samples.splice(30000, 4, NaN, 0.5, -Infinity, 2);
      const data = bits === 8 ? samples : tag === 3 ? floats(samples, 32) : integers(samples, bits);
      const bytes = wave(formatBody({ tag, bits, channels }), data);
      const planar = await readAll(bytes, "a.wav");
      const reader = await openAudio(memoryByteSource(bytes, "a.wav"));
      const frames: number[] = [];
      for (let block = new Float64Array(2 * 999), read = 999; read === 999;) {
        read = await reader.readStereo!(block);
        frames.push(...block.subarray(0, 2 * read));
      }
      const [left, right = left] = planar.channels;
      expect(frames.filter((__, i) => i % 2 === 0)).toEqual(Array.from(left!));
      expect(frames.filter((__, i) => i % 2 === 1)).toEqual(Array.from(right!));
      expect(reader.warnings).toEqual(planar.warnings);
    },
  );
});

test.each(["RF64", "BW64"])("%s takes its size from `ds64`", async (id) => {
  const data = integers(values, 16);
  const sizes = concat(little(0, 8), little(data.length, 8), little(values.length, 8), little(0, 4));
  const chunks = concat(
    chunk("ds64", sizes),
    chunk("fmt ", formatBody()),
    chunk("data", data, 0xffffffff),
    chunk("end ", data),
  );
  const { channels, format } = await readAll(concat(ascii(id), little(0xffffffff, 4), ascii("WAVE"), chunks));
  expect(format.container).toBe("rf64");
  expect(Array.from(channels[0]!)).toEqual(values.map((value) => value / 32768));
});

test("RF64 beyond 4 GiB is measured without being read", async () => {
  const frames = 2 ** 31 + 5;
  const sizes = concat(little(0, 8), little(2 * frames, 8), little(frames, 8), little(0, 4));
  const header = concat(
    ascii("RF64"),
    little(0xffffffff, 4),
    ascii("WAVE"),
    chunk("ds64", sizes),
    chunk("fmt ", formatBody()),
    chunk("data", [], 0xffffffff),
  );
  let bytesRead = 0;
  const sparse: ByteSource = {
    name: "long.wav",
    size: header.length + 2 * frames,
    read: async (position, length) => {
      bytesRead += length;
      return position < header.length ? header.slice(position, position + length) : new Uint8Array(length);
    },
  };
  expect((await openAudio(sparse)).format.frames).toBe(frames);
  expect(bytesRead).toBeLessThan(1000);
});

const data = chunk("data", integers(values, 16));
const withFormat = (body: Body): Uint8Array => riff(chunk("fmt ", body), data);

test.each<[string, string, Uint8Array]>([
  ["an empty file", "empty-file", new Uint8Array()],
  ["text", "not-audio", concat(ascii("What a mix!"))],
  ["a RIFF of another kind", "not-audio", concat(ascii("RIFF"), little(4, 4), ascii("AVI "))],
  ["a header that is cut off", "bad-header", wave(formatBody(), []).subarray(0, 30)],
  ["no channels", "bad-header", withFormat(formatBody({ channels: 0 }))],
  ["65535 channels", "bad-header", withFormat(formatBody({ channels: 65535, frameBytes: 2 }))],
  ["a rate of 0", "bad-header", withFormat(formatBody({ sampleRate: 0 }))],
  ["a rate of 4 GHz", "bad-header", withFormat(formatBody({ sampleRate: 4294967295 }))],
  ["frames that do not fit", "bad-header", withFormat(formatBody({ frameBytes: 3 }))],
  ["an empty `fmt `", "bad-header", withFormat([])],
  ["no `fmt `", "bad-header", riff(data)],
  ["a short extensible `fmt `", "bad-header", withFormat(formatBody({ tag: 0xfffe }))],
  ["0 bits", "unsupported-codec", withFormat(formatBody({ bits: 0 }))],
  ["16-bit float", "unsupported-codec", withFormat(formatBody({ tag: 3 }))],
  ["MP3 in WAV", "unsupported-codec", withFormat(formatBody({ tag: 0x55 }))],
  ["no `data`", "no-audio", riff(chunk("fmt ", formatBody()), chunk("LIST", [], 0xfffffff0))],
  ["no frames", "no-audio", wave(formatBody(), [])],
  ["AAC in MP4", "unsupported-codec", concat([0, 0, 0, 24], ascii("ftypM4A "), new Uint8Array(100))],
  ["AAC in ADTS", "unsupported-codec", concat([0xff, 0xf1, 0x50, 0x80], new Uint8Array(100))],
])("%s is refused: %s", async (_, code, bytes) => {
  expect(await refusal(bytes)).toBe(code);
});

test("a refusal names file, fault and place", async () => {
  const source: ByteSource = {
    name: "stems/kick.wav",
    size: 444,
    read: async (position, length) => withFormat(formatBody({ channels: 0 })).subarray(position, position + length),
  };
  await expect(openAudio(source)).rejects.toThrow(
    "stems/kick.wav: the header says 0 channels; 1 to 64 can be (byte 20 of 444)",
  );
});
