import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { createMeter, loadMeterKernels, measureStream, type Measurement } from "./index.ts";

const kernels = await loadMeterKernels(readFile);

function measure(channels: readonly Float64Array[], sampleRate = 48000): Measurement {
  const meter = createMeter({ kernels, sampleRate, channels: channels.length });
  meter.push(channels, channels[0]!.length);
  return meter.finish();
}

const tone = (frames: number, peak: number, cyclesPerFrame: number, degrees = 0): Float64Array =>
  Float64Array.from({ length: frames }, (_, n) => peak * Math.sin(2 * Math.PI * (n * cyclesPerFrame + degrees / 360)));

/** With fades of 10 ms, as the published signals have them. */
const faded = (samples: Float64Array): Float64Array =>
  samples.map((x, n) => x * Math.min(1, n / 480, (samples.length - 1 - n) / 480));

/** One period of fs/4 at full scale inside fs/6 at half of it, made at 4·fs, band-limited to fs/2, decimated. */
function burst(offset: number): Float64Array {
  const high = Float64Array.from({ length: 48000 }, (_, n) => {
    const at = n - 24000;
    if (at >= 0 && at < 16) return Math.sin((2 * Math.PI * at) / 16);
    return 0.5 * Math.sin((2 * Math.PI * (at < 0 ? at : at - 16)) / 24);
  });
  const taps = Float64Array.from({ length: 513 }, (_, k) => {
    const t = k - 256;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * t) / 257) + 0.08 * Math.cos((2 * Math.PI * t) / 257);
    return (t === 0 ? 0.25 : Math.sin((Math.PI * t) / 4) / (Math.PI * t)) * window;
  });
  return faded(
    Float64Array.from({ length: 11000 }, (_, n) =>
      taps.reduce((sum, tap, k) => sum + tap * (high[4 * n + offset + k + 1200] ?? 0), 0),
    ),
  );
}

describe("true peak, EBU Tech 3341", () => {
  test.each([
    [15, 0.5, 1 / 4, 0, -6, -6],
    [16, 0.5, 1 / 4, 45, -6, -9],
    [17, 0.5, 1 / 6, 60, -6, -7.3],
    [18, 0.5, 1 / 8, 67.5, -6, -6.7],
    [19, 1.41, 1 / 4, 45, 3, 0],
  ])("case %i", (_, peak, cyclesPerFrame, degrees, expectedDbtp, samplePeakDbfs) => {
    const samples = faded(tone(48000, peak, cyclesPerFrame, degrees));
    const { truePeakDbtp, samplePeakDbfs: highestSample } = measure([samples, samples]);
    expect(Math.abs(highestSample! - samplePeakDbfs)).toBeLessThan(0.1);
    expect(truePeakDbtp).toBeLessThanOrEqual(expectedDbtp + 0.2);
    expect(truePeakDbtp).toBeGreaterThanOrEqual(expectedDbtp - 0.4);
  });

  test.each([
    [20, 0, -0.1],
    [21, 1, -0.5],
    [22, 2, -2.5],
    [23, 3, -0.5],
  ])("case %i: a burst, decimated with offset %i", (_, offset, samplePeakDbfs) => {
    const samples = burst(offset);
    const { truePeakDbtp, samplePeakDbfs: highestSample } = measure([samples, samples]);
    expect(Math.abs(highestSample! - samplePeakDbfs)).toBeLessThan(0.1);
    expect(truePeakDbtp).toBeLessThanOrEqual(0.2);
    expect(truePeakDbtp).toBeGreaterThanOrEqual(-0.4);
  });
});

describe("figures", () => {
  test("a full-scale 997 Hz sine reads 0 LUFS on both channels, −3.01 on one; its PLR is 0", () => {
    const sine = tone(96000, 1, 997 / 48000);
    const stereo = measure([sine, sine]);
    expect(stereo.integratedLufs).toBeCloseTo(0, 2);
    expect(stereo.plrDb).toBeCloseTo(0, 1);
    expect(measure([sine]).integratedLufs).toBeCloseTo(-3.01, 2);
    expect(measure([sine, new Float64Array(96000)]).integratedLufs).toBeCloseTo(-3.01, 2);
  });

  test.each([
    ["mono", 1, 0, 1],
    ["inverted", -1, 0, -1],
    ["in quadrature", 1, 90, 0],
  ])("correlation of %s channels", (_, gain, degrees, expected) => {
    const { correlation } = measure([tone(48000, 0.5, 1 / 48), tone(48000, 0.5 * gain, 1 / 48, degrees)]);
    expect(correlation).toBeCloseTo(expected, 6);
  });

  test("DC is that of the channel furthest off", () => {
    const [left, right] = [0.001, -0.002].map((level) => new Float64Array(4800).fill(level));
    expect(measure([left!, right!]).dcOffset).toBeCloseTo(-0.002, 9);
  });

  test("the end of the programme is heard: a last full-scale sample", () => {
    const samples = new Float64Array(1000);
    samples[999] = 1;
    expect(measure([samples]).truePeakDbtp).toBeGreaterThan(-0.01);
  });

  test("silence and nothing have no levels", () => {
    const silence = measure([new Float64Array(240000), new Float64Array(240000)]);
    expect(silence).toEqual({
      integratedLufs: null,
      momentaryMaxLufs: null,
      shortTermMaxLufs: null,
      loudnessRangeLu: null,
      truePeakDbtp: null,
      samplePeakDbfs: null,
      plrDb: null,
      correlation: null,
      dcOffset: 0,
      durationSeconds: 5,
      sampleRate: 48000,
      channels: 2,
    });
    expect(measure([new Float64Array(0)])).toMatchObject({ truePeakDbtp: null, durationSeconds: 0, correlation: null });
  });

  test("a programme shorter than a window has no value for it", () => {
    const second = measure([tone(48000, 0.5, 1 / 48)]);
    expect(second.momentaryMaxLufs).not.toBeNull();
    expect(second.shortTermMaxLufs).toBeNull();
    expect(second.loudnessRangeLu).toBeNull();
    expect(measure([tone(16800, 0.5, 1 / 48)]).integratedLufs).toBeNull();
  });

  test("three and four channels, rates without whole hops", () => {
    const tones = [0, 1, 2, 3].map(() => tone(22050 * 2, 0.1, 1000 / 22050));
    const front = measure(tones.slice(0, 3), 22050).integratedLufs!;
    expect(front).toBeCloseTo(-20 - 3.01 + 10 * Math.log10(3), 1);
    expect(measure(tones, 22050).integratedLufs! - front).toBeCloseTo(10 * Math.log10(4.82 / 3), 6);
  });

  test("what cannot be measured says so", () => {
    expect(() => createMeter({ kernels, sampleRate: 48000, channels: 8 })).toThrow("8 channels");
    expect(() => createMeter({ kernels, sampleRate: 4000, channels: 2 })).toThrow("4000 Hz");
  });
});

test("a stream measures as its samples do, and is closed", async () => {
  const samples = tone(50000, 0.25, 1 / 48);
  let position = 0;
  let closed = 0;
  const measurement = await measureStream(kernels, () =>
    Promise.resolve({
      format: { channels: 1, sampleRate: 48000, frames: samples.length },
      read([channel]) {
        const part = samples.subarray(position, position + channel!.length);
        channel!.set(part);
        position += part.length;
        return Promise.resolve(part.length);
      },
      close: () => void closed++,
    }),
  );
  expect(measurement).toEqual(measure([samples]));
  expect(closed).toBe(1);
});
