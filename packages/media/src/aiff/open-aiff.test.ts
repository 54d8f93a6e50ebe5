import { expect, test } from "vitest";
import { readAll, refusal } from "../../test-support/read-all.ts";
import {
  ascii,
  bigChunk,
  commonBody,
  concat,
  floats,
  form,
  integers,
  soundBody,
  type Body,
} from "../../test-support/wave-bytes.ts";

const values = [-128, 127, -1, 0, 1, ...Array.from({ length: 300 }, (_, i) => Math.floor(Math.sin(i) * 127))];
const aiff = (bits: number, data: Body, frames: number = values.length): Uint8Array =>
  form("AIFF", bigChunk("COMM", commonBody(1, frames, bits, 44100)), bigChunk("SSND", soundBody(data)));
const aifc = (codec: string, bits: number, data: Body, frames: number = values.length): Uint8Array => {
  const common = concat(commonBody(1, frames, bits, 96000), ascii(codec), [0, 0]);
  return form("AIFC", bigChunk("COMM", common), bigChunk("SSND", soundBody(data)));
};

test.each([8, 16, 24, 32])("%i-bit integers are exact", async (bits) => {
  const { channels, format } = await readAll(aiff(bits, integers(values, bits, true)));
  expect(Array.from(channels[0]!)).toEqual(values.map((value) => value / 2 ** (bits - 1)));
  expect(format).toEqual({
    container: "aiff",
    codec: "pcm",
    sampleRate: 44100,
    channels: 1,
    bitDepth: bits,
    frames: values.length,
  });
});

test.each([
  ["sowt", 16, integers(values, 16), 32768],
  ["twos", 24, integers(values, 24, true), 2 ** 23],
  ["NONE", 8, integers(values, 8), 128],
  ["in24", 16, integers(values, 24, true), 2 ** 23],
  ["in32", 16, integers(values, 32, true), 2 ** 31],
  ["fl32", 32, floats(values, 32, true), 1],
  ["FL32", 32, floats(values, 32, true), 1],
  ["fl64", 64, floats(values, 64, true), 1],
])("AIFF-C: %s", async (codec, bits, data, full) => {
  const { channels, format } = await readAll(aifc(codec, bits, data));
  expect(Array.from(channels[0]!)).toEqual(values.map((value) => value / full));
  expect(format.sampleRate).toBe(96000);
});

test("the description may come after the sound", async () => {
  const sound = bigChunk("SSND", soundBody(integers(values, 16, true)));
  const { frames } = await readAll(form("AIFF", sound, bigChunk("COMM", commonBody(1, values.length, 16, 48000))));
  expect(frames).toBe(values.length);
});

test("a rate that is no whole number stays what it is", async () => {
  const bytes = aiff(16, integers(values, 16, true));
  const view = new DataView(bytes.buffer);
  const rateAt = 12 + 8 + 8;
  view.setUint16(rateAt, 16383 + 14);
  view.setBigUint64(rateAt + 2, BigInt(Math.round(22254.5454 * 2 ** 32)) << 17n);
  expect((await readAll(bytes)).format.sampleRate).toBeCloseTo(22254.5454, 8);
});

test("a file that breaks off plays to its end and says so", async () => {
  const whole = aiff(16, integers(values, 16, true));
  const { frames, warnings } = await readAll(whole.subarray(0, whole.length - 21));
  expect(frames).toBe(values.length - 11);
  expect(warnings.map(({ code, message }) => [code, message.includes(" 11 frames")])).toEqual([["truncated", true]]);
});

const sound = bigChunk("SSND", soundBody(integers(values, 16, true)));

test.each<[string, string, Uint8Array]>([
  ["another kind of FORM", "not-audio", concat(ascii("FORM"), [0, 0, 0, 4], ascii("8SVX"))],
  ["no `COMM`", "bad-header", form("AIFF", sound)],
  ["an empty `COMM`", "bad-header", form("AIFF", bigChunk("COMM", []), sound)],
  ["no `SSND`", "no-audio", form("AIFF", bigChunk("COMM", commonBody(1, 9, 16, 48000)))],
  ["no frames", "no-audio", aiff(16, [], 0)],
  ["no channels", "bad-header", form("AIFF", bigChunk("COMM", commonBody(0, 9, 16, 48000)), sound)],
  ["a rate of 1 Hz", "bad-header", form("AIFF", bigChunk("COMM", commonBody(1, 9, 16, 1)), sound)],
  ["40 bits", "bad-header", form("AIFF", bigChunk("COMM", commonBody(1, 9, 40, 48000)), sound)],
  ["µ-law", "unsupported-codec", aifc("ulaw", 16, [1, 2, 3, 4])],
])("%s is refused: %s", async (_, code, bytes) => {
  expect(await refusal(bytes)).toBe(code);
});
