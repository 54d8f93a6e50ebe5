import { expect, test } from "vitest";
import { fixture, readAll, type Everything } from "../test-support/read-all.ts";
import { concat } from "../test-support/wave-bytes.ts";
import { tone, TONE_FRAMES } from "../test-support/signals.ts";

/** Correlation of `sound`, moved by `lag` frames, with the signal that was encoded: 1 where they are alike. */
function correlation(signal: Float64Array, sound: Float64Array, lag: number): number {
  let product = 0;
  let signalPower = 0;
  let soundPower = 0;
  for (let i = 1000; i < signal.length - 1000; i++) {
    const x = signal[i]!;
    const y = sound[i + lag]!;
    product += x * y;
    signalPower += x * x;
    soundPower += y * y;
  }
  return product / Math.sqrt(signalPower * soundPower);
}

function expectAligned({ channels, format }: Everything): void {
  channels.forEach((sound, channel) => {
    const signal = tone(format.sampleRate, TONE_FRAMES, channel);
    const lags = Array.from({ length: 1001 }, (_, i) => i - 500);
    const likeness = lags.map((lag) => correlation(signal, sound, lag));
    expect(lags[likeness.indexOf(Math.max(...likeness))]).toBe(0);
    expect(Math.max(...likeness)).toBeGreaterThan(0.999);
  });
}

test.each([
  ["tone.mp3", "mp3", "mp3", 48000, 2],
  ["tone-mono.mp3", "mp3", "mp3", 44100, 1],
  ["tone.ogg", "ogg", "vorbis", 48000, 2],
  ["tone.opus", "ogg", "opus", 48000, 2],
] as const)(
  "%s plays as many frames as were encoded, in place to the sample",
  async (name, container, codec, sampleRate, count) => {
    const sound = await readAll(await fixture(name));
    expect(sound.format).toEqual({ container, codec, sampleRate, channels: count, bitDepth: 0, frames: TONE_FRAMES });
    expect(sound.frames).toBe(TONE_FRAMES);
    expect(sound.warnings).toEqual([]);
    expectAligned(sound);
  },
);

test.each(["tone.mp3", "tone.ogg", "tone.opus"])("%s, cut off, plays as far as it goes and says so", async (name) => {
  const bytes = await fixture(name);
  const whole = await readAll(bytes);
  const rest = await readAll(bytes.subarray(0, Math.floor(bytes.length * 0.75)));
  expect(rest.warnings.map(({ code }) => code)).toContain("truncated");
  expect(rest.frames).toBeGreaterThan(0);
  expect(rest.frames).toBeLessThan(TONE_FRAMES);
  const common = Math.max(0, rest.frames - 1200);
  rest.channels.forEach((sound, channel) =>
    expect(sound.subarray(0, common)).toEqual(whole.channels[channel]!.subarray(0, common)),
  );
});

test("bytes that are lost inside an MP3 are reported", async () => {
  const bytes = await fixture("tone.mp3");
  bytes.fill(0, 1500, 1700);
  const { frames, format, warnings } = await readAll(bytes);
  expect(frames).toBe(format.frames);
  expect(warnings.map(({ code }) => code)).toContain("damaged");
});

test.each([
  ["tone.ogg", 800],
  ["tone.opus", 2500],
])("%s stops at a damaged page and says so", async (name, fromEnd) => {
  const bytes = await fixture(name);
  bytes[bytes.length - fromEnd]! ^= 1;
  const { format, frames, warnings } = await readAll(bytes);
  expect(format.frames).toBe(TONE_FRAMES);
  expect(frames).toBeGreaterThan(5000);
  expect(frames).toBeLessThan(TONE_FRAMES);
  expect(warnings.map(({ code }) => code)).toEqual(["damaged", "truncated"]);
});

test("an MP3 without a tag plays all its frames", async () => {
  const bytes = await fixture("tone-mono.mp3");
  const tagged = bytes.indexOf(0xff);
  const next = bytes.findIndex((byte, i) => i > tagged + 4 && byte === 0xff && bytes[i + 1] === 0xfb);
  const { format } = await readAll(bytes.subarray(next));
  expect(format.frames % 1152).toBe(0);
  expect(format.frames).toBeGreaterThan(TONE_FRAMES);
});

test("a second recording behind the first one is announced", async () => {
  const both = concat(await fixture("tone.ogg"), await fixture("tone.opus"));
  const { format, frames, warnings } = await readAll(both);
  expect([format.codec, frames]).toEqual(["vorbis", TONE_FRAMES]);
  expect(warnings.map(({ code }) => code)).toEqual(["chained"]);
});
