import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { noise } from "../test/support.ts";
import { dspWasm } from "./module.ts";
import { ResamplerKernels } from "./resampler-kernels.ts";
import type { PlanarStream } from "./planar-stream.ts";
import { resampled } from "./resampler.ts";

const kernels = new ResamplerKernels(await WebAssembly.compile(await readFile(dspWasm.url)), false);

/** A source in memory; `announced` frames where its header lies about its length. */
function streamOf(sampleRate: number, channels: readonly Float64Array[], announced?: number): PlanarStream {
  const length = channels[0]!.length;
  let position = 0;
  return {
    format: { sampleRate, channels: channels.length, frames: announced ?? length },
    read: async (outputs) => {
      const frames = Math.min(outputs[0]!.length, length - position);
      outputs.forEach((output, index) => output.set(channels[index]!.subarray(position, position + frames)));
      position += frames;
      return frames;
    },
  };
}

/** Reads a stream to its end in pieces of the given lengths, in turn. */
async function readAll(stream: PlanarStream, pieces: readonly number[]): Promise<Float64Array[]> {
  const sound: number[][] = Array.from({ length: stream.format.channels }, () => []);
  for (let turn = 0; ; turn++) {
    const wanted = pieces[turn % pieces.length]!;
    const buffers = sound.map(() => new Float64Array(wanted));
    const frames = await stream.read(buffers);
    sound.forEach((channel, index) => channel.push(...buffers[index]!.subarray(0, frames)));
    if (frames < wanted) return sound.map((channel) => Float64Array.from(channel));
  }
}

async function convert(fromRate: number, toRate: number, sound: Float64Array): Promise<Float64Array> {
  const [converted] = await readAll(resampled(streamOf(fromRate, [sound]), toRate, kernels), [4096]);
  return converted!;
}

const tone = (sampleRate: number, hertz: number, frames: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hertz * n) / sampleRate));

const decibels = (powerRatio: number): number => 10 * Math.log10(powerRatio);
const power = (sound: Float64Array): number => sound.reduce((sum, x) => sum + x * x, 0) / sound.length;
/** Without the filter's start and end. */
const middle = (sound: Float64Array): Float64Array => sound.subarray(sound.length >> 2, -(sound.length >> 2));

/** Least-squares fit of one sine: its amplitude, and its power over that of everything else. */
function fitTone(sampleRate: number, hertz: number, sound: Float64Array): { gainDb: number; snrDb: number } {
  const omega = (2 * Math.PI * hertz) / sampleRate;
  let [ss, sc, cc, ys, yc] = [0, 0, 0, 0, 0];
  sound.forEach((y, n) => {
    const [s, c] = [Math.sin(omega * n), Math.cos(omega * n)];
    ss += s * s;
    sc += s * c;
    cc += c * c;
    ys += y * s;
    yc += y * c;
  });
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  const rest = sound.map((y, n) => y - a * Math.sin(omega * n) - b * Math.cos(omega * n));
  const fitted = (a * a + b * b) / 2;
  return { gainDb: decibels(fitted / 0.125), snrDb: decibels(fitted / power(rest)) };
}

const pairs: readonly (readonly [fromRate: number, toRate: number])[] = [
  [44100, 48000],
  [48000, 44100],
  [88200, 48000],
  [96000, 44100],
  [192000, 48000],
  [44056, 48000], // pulled down: 6000 phases, interpolated
  [48000, 44056],
  [47952, 48000],
  [44100, 384000],
];

test.each(pairs)(
  "%d → %d Hz: tones at 1, 10 and 20 kHz keep their level, 160 dB above everything else",
  async (from, to) => {
    for (const hertz of [1000, 10000, 20000]) {
      const { gainDb, snrDb } = fitTone(to, hertz, middle(await convert(from, to, tone(from, hertz, from / 8))));
      expect(Math.abs(gainDb)).toBeLessThan(0.0001);
      expect(snrDb).toBeGreaterThan(160);
    }
  },
);

test.each([
  [48000, 44100, 22100],
  [48000, 44100, 23000],
  [96000, 48000, 24100],
  [96000, 44100, 30000],
  [192000, 48000, 25000],
  [48000, 44056, 22200],
])("%d → %d Hz: a tone at %d Hz, above the new Nyquist frequency, is gone", async (from, to, hertz) => {
  const alias = power(middle(await convert(from, to, tone(from, hertz, from / 8))));
  expect(decibels(alias / 0.125)).toBeLessThan(-160);
});

test("an impulse at frame 22050 of 44.1 kHz lands on frame 24000 of 48 kHz, its two sides alike to the bit", async () => {
  const impulse = new Float64Array(44100);
  impulse[22050] = 1;
  const response = await convert(44100, 48000, impulse);
  expect(response[24000]).toBe(0.955); // the sinc's cutoff as a fraction of Nyquist
  for (let n = 1; n < 200; n++) {
    expect(Math.abs(response[24000 + n]!)).toBeLessThan(0.955);
    expect(response[24000 + n]).toBe(response[24000 - n]);
  }
});

/** I0(x) = ∫ cosh(x cos θ) dθ / π, by the midpoint rule, which converges at once for a periodic function. */
function bessel(x: number): number {
  let sum = 0;
  for (let k = 0; k < 32; k++) sum += Math.cosh(x * Math.cos(((k + 0.5) * Math.PI) / 32));
  return sum / 32;
}

/** The same filter written down directly. */
function direct(sound: Float64Array, fromRate: number, toRate: number, frame: number): number {
  const bandwidth = Math.min(1, toRate / fromRate);
  const cutoff = 0.955 * bandwidth;
  const half = 4 * Math.ceil(120 / bandwidth / 4);
  const time = (frame * fromRate) / toRate;
  const summit = bessel(16.7);
  let sum = 0;
  const last = Math.min(Math.floor(time + half), sound.length - 1);
  for (let n = Math.max(0, Math.floor(time - half) + 1); n <= last; n++) {
    const x = n - time;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
    sum += sound[n]! * cutoff * sinc * (bessel(16.7 * Math.sqrt(1 - (x / half) ** 2)) / summit);
  }
  return sum;
}

test.each([
  [44100, 48000, 1e-12], // here `time` is rounded by up to 2.3e-13 frames
  [48000, 44100, 1e-12],
  [192000, 48000, 1e-13],
  [384000, 8000, 1e-13],
  [44056, 48000, 1e-9], // −180 dB: cubic interpolation between 256 rows
  [48000, 44056, 1e-9],
  [384000, 8001, 1e-9],
])("%d → %d Hz is the windowed sinc it says it is, from the first frame to the last", async (from, to, tolerance) => {
  const sound = noise(Math.round(from / 20));
  const converted = await convert(from, to, sound);
  for (let frame = 0; frame < converted.length; frame += frame < 5 || frame > converted.length - 6 ? 1 : 97) {
    expect(Math.abs(converted[frame]! - direct(sound, from, to, frame))).toBeLessThan(tolerance);
  }
});

test.each([
  [44100, 48000, 44100, 48000],
  [44100, 48000, 1, 1],
  [44100, 48000, 100, 109], // 108.84
  [48000, 44100, 3, 3], // 2.76
  [192000, 48000, 2, 1], // 0.5
  [192000, 48000, 1, 0], // 0.25
  [8000, 384000, 5, 240],
  [44100, 48000, 0, 0],
])("%d → %d Hz: %d frames become %d", async (from, to, frames, expected) => {
  const stream = resampled(streamOf(from, [noise(frames)]), to, kernels);
  expect(stream.format).toEqual({ sampleRate: to, channels: 1, frames: expected });
  expect((await readAll(stream, [100]))[0]).toHaveLength(expected);
});

test("the length follows the frames that really came, not the header", async () => {
  const [sound] = await readAll(resampled(streamOf(44100, [noise(441)], 9999), 48000, kernels), [128]);
  expect(sound).toHaveLength(480);
});

test.each([
  [44100, 48000],
  [96000, 44100],
  [44056, 48000],
])("%d → %d Hz: pieces of any length give the same bits, in every channel", async (from, to) => {
  const channels = [noise(5000, 1), noise(5000, 2), noise(5000, 3)];
  const read = (pieces: readonly number[]): Promise<Float64Array[]> =>
    readAll(resampled(streamOf(from, channels), to, kernels), pieces);
  const whole = await read([100000]);
  expect(await read([1])).toEqual(whole);
  expect(await read([128])).toEqual(whole);
  expect(await read([1000, 3, 77, 1500, 1])).toEqual(whole);
  expect(await convert(from, to, channels[2]!)).toEqual(whole[2]);
});

test("streams of one conversion do not disturb each other", async () => {
  const [first, second] = [noise(3000, 4), noise(3000, 5)];
  const a = resampled(streamOf(44100, [first]), 48000, kernels);
  const b = resampled(streamOf(44100, [second]), 48000, kernels);
  const sound = [new Float64Array(3000), new Float64Array(3000)] as const;
  for (let frame = 0; frame < 3000; frame += 100) {
    await Promise.all([
      a.read([sound[0].subarray(frame, frame + 100)]),
      b.read([sound[1].subarray(frame, frame + 100)]),
    ]);
  }
  expect(sound[0]).toEqual((await convert(44100, 48000, first)).subarray(0, 3000));
  expect(sound[1]).toEqual((await convert(44100, 48000, second)).subarray(0, 3000));
});

test("the build for shared memory gives the same bits", async () => {
  const shared = new ResamplerKernels(await WebAssembly.compile(await readFile(dspWasm.sharedUrl)), true);
  const sound = noise(2000);
  const [converted] = await readAll(resampled(streamOf(44100, [sound]), 48000, shared), [128]);
  expect(converted).toEqual(await convert(44100, 48000, sound));
});

test("at its own rate a stream is left alone", () => {
  const stream = streamOf(48000, [noise(10)]);
  expect(resampled(stream, 48000, kernels)).toBe(stream);
});

test.each([0, 7999, 384001, 44100.5, Number.NaN])("%d Hz is refused, with what to do", (rate) => {
  expect(() => resampled(streamOf(rate, [noise(10)]), 48000, kernels)).toThrow(
    /whole number of hertz from 8000 to 384000/,
  );
  expect(() => resampled(streamOf(48000, [noise(10)]), rate, kernels)).toThrow(RangeError);
});
