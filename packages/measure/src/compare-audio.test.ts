import { expect, test } from "vitest";
import { compareAudio, type OpenStream } from "./index.ts";

/** A file in memory that counts how often it is open. */
function file(channels: readonly Float64Array[], sampleRate = 48000): OpenStream & { open: number } {
  const opener = Object.assign(
    () => {
      opener.open++;
      let position = 0;
      return Promise.resolve({
        format: { channels: channels.length, sampleRate, frames: channels[0]!.length },
        read(buffers: readonly Float64Array[]): Promise<number> {
          const frames = Math.min(buffers[0]!.length, channels[0]!.length - position);
          buffers.forEach((buffer, i) => buffer.set(channels[i]!.subarray(position, position + frames)));
          position += frames;
          return Promise.resolve(frames);
        },
        close: () => void opener.open--,
      });
    },
    { open: 0 },
  );
  return opener;
}

/** Noise through a gentle low-pass, loudest in its second half. */
function music(frames: number, seed: number): Float64Array {
  let state = seed;
  let y = 0;
  return Float64Array.from({ length: frames }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    y += 0.3 * (state / 2 ** 31 - 1 - y);
    return (n < frames / 2 ? 0.2 : 0.6) * y;
  });
}

const stereo = [music(200000, 1), music(200000, 2)];
const delayed = (samples: Float64Array, frames: number): Float64Array =>
  Float64Array.from(samples, (_, n) => samples[n - frames] ?? 0);

test("a file against itself is identical: nothing is left", async () => {
  const [a, b] = [file(stereo), file(stereo.map((samples) => samples.slice()))];
  expect(await compareAudio(a, b)).toEqual({
    identical: true,
    residualPeakDbfs: null,
    residualRmsDbfs: null,
    residualRelativeDb: null,
    offsetSamples: 0,
  });
  expect([a.open, b.open]).toEqual([0, 0]);
});

test("one sample by one bit of 24 is seen", async () => {
  const other = stereo.map((samples) => samples.slice());
  other[1]![123456]! += 2 ** -23;
  const result = await compareAudio(file(stereo), file(other));
  expect(result.identical).toBe(false);
  expect(result.residualPeakDbfs).toBeCloseTo(20 * Math.log10(2 ** -23), 6);
  expect(result.offsetSamples).toBe(0);
});

test("a gain of −0.1 dB leaves −38.8 dB", async () => {
  const gain = 10 ** (-0.1 / 20);
  const result = await compareAudio(file(stereo), file(stereo.map((samples) => samples.map((x) => x * gain))));
  expect(result.residualRelativeDb).toBeCloseTo(20 * Math.log10(1 - gain), 6);
  expect(result.offsetSamples).toBe(0);
});

test.each([1, -1, 333, -4799, 48000, -48000])("an offset of %i frames is found and taken out", async (offset) => {
  const noisy = stereo.map((samples) => delayed(samples, offset).map((x, n) => x + (n % 2 === 0 ? 1e-6 : -1e-6)));
  const result = await compareAudio(file(stereo), file(noisy));
  expect(result.offsetSamples).toBe(offset);
  expect(result.residualPeakDbfs).toBeCloseTo(-120, 3);
  expect(result.residualRmsDbfs).toBeCloseTo(-120, 3);
});

test("a late, louder copy is found; what is left is the change of level", async () => {
  const louder = stereo.map((samples) => delayed(samples, 1000).map((x) => 2 * x));
  const result = await compareAudio(file(stereo), file(louder));
  expect(result.offsetSamples).toBe(1000);
  expect(result.residualRelativeDb).toBeCloseTo(0, 6);
});

test("unrelated files have no offset: what a shift takes off by chance is no alignment", async () => {
  const other = stereo.map((samples) => samples.toReversed());
  expect((await compareAudio(file(stereo), file(other))).offsetSamples).toBe(0);
  const tones = [400, 410].map((hz) => Float64Array.from({ length: 96_000 }, (_, n) => Math.sin((hz * n) / 7000)));
  expect((await compareAudio(file([tones[0]!]), file([tones[1]!]))).offsetSamples).toBe(0);
});

test("a missing end is a residual, not a match", async () => {
  const short = await compareAudio(file(stereo), file(stereo.map((samples) => samples.slice(0, 150000))));
  expect(short).toMatchObject({ identical: false, offsetSamples: 0 });
  expect(short.residualRelativeDb).toBeGreaterThan(-6);
  const longer = await compareAudio(file(stereo), file(stereo.map((samples) => Float64Array.from([...samples, 0]))));
  expect(longer).toMatchObject({ identical: false, offsetSamples: 0, residualPeakDbfs: null });
});

test("files shorter than the search, and silence", async () => {
  const short = stereo.map((samples) => samples.slice(0, 1000));
  expect((await compareAudio(file(short), file(short.map((samples) => delayed(samples, 20))))).offsetSamples).toBe(20);
  const silence = [new Float64Array(1000), new Float64Array(1000)];
  expect(await compareAudio(file(silence), file(short))).toMatchObject({ identical: false, residualRelativeDb: null });
});

test("formats that differ say so", async () => {
  const [a, mono, other] = [file(stereo), file([stereo[0]!]), file(stereo, 44100)];
  await expect(compareAudio(a, mono)).rejects.toThrow("2 and 1");
  await expect(compareAudio(a, other)).rejects.toThrow("48000 and 44100");
  expect([a.open, mono.open, other.open]).toEqual([0, 0, 0]);
});
