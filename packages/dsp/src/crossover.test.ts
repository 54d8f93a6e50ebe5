import { expect, test } from "vitest";
import { kernelsInMemory, noise } from "../test/support.ts";

const { kernels, memory } = await kernelsInMemory();
const SAMPLE_RATE = 48000;
const [BANK, LIST, VALUES, BUFFERS] = [4096, 8192, 8448, 16384];
const CROSSOVERS_HZ = [90, 350, 1400, 5000, 14000];
const BANDS = [2, 3, 4, 5, 6];

function setCrossovers(hertz: readonly number[]): void {
  hertz.forEach((hz, i) => (memory[VALUES / 8 + 2 * i] = hz));
  kernels["setCrossovers"]!(BANK, VALUES, 0, hertz.length + 1, SAMPLE_RATE);
}

/** The left channels of all bands. */
function divide(signal: Float64Array, hertz: readonly number[], before: (quantum: number) => void = () => {}) {
  const bands = hertz.length + 1;
  setCrossovers(hertz);
  kernels["resetCrossovers"]!(BANK);
  new Uint32Array(memory.buffer, LIST, bands).set(Array.from({ length: bands }, (_, band) => BUFFERS + 2048 * band));
  const outputs = Array.from({ length: bands }, () => new Float64Array(signal.length));
  for (let start = 0; start < signal.length; start += 128) {
    const frames = Math.min(128, signal.length - start);
    for (let i = 0; i < frames; i++) memory.fill(signal[start + i]!, BUFFERS / 8 + 2 * i, BUFFERS / 8 + 2 * i + 2);
    before(start / 128);
    kernels["divideBands"]!(BANK, bands, LIST, frames);
    outputs.forEach((output, band) => {
      for (let i = 0; i < frames; i++) output[start + i] = memory[(BUFFERS + 2048 * band) / 8 + 2 * i]!;
    });
  }
  return outputs;
}

const sumOf = (bands: readonly Float64Array[]): Float64Array =>
  bands[0]!.map((_, i) => bands.reduce((sum, band) => sum + band[i]!, 0));

const energy = (signal: Float64Array): number => signal.reduce((sum, value) => sum + value * value, 0);

function differenceDb(a: Float64Array, b: Float64Array): number {
  return 10 * Math.log10(energy(a.map((value, i) => value - b[i]!)) / energy(b));
}

/** All-pass of second order with Butterworth's poles, bilinear, in direct form. */
function allPassed(signal: Float64Array, hz: number): Float64Array {
  const t = Math.tan((Math.PI * hz) / SAMPLE_RATE);
  const norm = 1 + Math.SQRT2 * t + t * t;
  const [a1, a2] = [(2 * (t * t - 1)) / norm, (1 - Math.SQRT2 * t + t * t) / norm];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return signal.map((x) => {
    const y = a2 * x + a1 * x1 + x2 - a1 * y1 - a2 * y2;
    [x1, x2, y1, y2] = [x, x1, y, y1];
    return y;
  });
}

test.each(BANDS)("%i bands sum to the all-pass of their crossovers, below −250 dB", (bands) => {
  const hertz = CROSSOVERS_HZ.slice(0, bands - 1);
  const signal = noise(9600);
  const expected = hertz.reduce(allPassed, signal);
  expect(differenceDb(sumOf(divide(signal, hertz)), expected)).toBeLessThan(-250);
});

function levelDb(response: Float64Array, hz: number): number {
  let [re, im] = [0, 0];
  response.forEach((value, i) => {
    re += value * Math.cos((2 * Math.PI * hz * i) / SAMPLE_RATE);
    im += value * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
  });
  return 20 * Math.log10(Math.hypot(re, im));
}

const impulse = (): Float64Array => Float64Array.from({ length: 16384 }, (_, i) => (i === 0 ? 1 : 0));

test("two bands have the responses of Linkwitz and Riley, over a bent axis", () => {
  const [low, high] = divide(impulse(), [1000]);
  for (const hz of [100, 500, 1000, 2000, 8000, 18000]) {
    const w = Math.tan((Math.PI * hz) / SAMPLE_RATE) / Math.tan((Math.PI * 1000) / SAMPLE_RATE);
    expect(Math.abs(levelDb(low!, hz) + 20 * Math.log10(1 + w ** 4))).toBeLessThan(1e-6);
    expect(Math.abs(levelDb(high!, hz) + 20 * Math.log10(1 + w ** -4))).toBeLessThan(1e-6);
  }
});

test.each(BANDS)("of %i bands, neighbours meet at −6.02 dB and are 45 dB down two octaves away", (bands) => {
  const hertz = CROSSOVERS_HZ.slice(0, bands - 1);
  const responses = divide(impulse(), hertz);
  hertz.forEach((hz, i) => {
    for (const band of [responses[i]!, responses[i + 1]!]) expect(Math.abs(levelDb(band, hz) + 6.02)).toBeLessThan(0.2);
    if (4 * hz < 20000) expect(levelDb(responses[i]!, 4 * hz)).toBeLessThan(-45);
    expect(levelDb(responses[i + 1]!, hz / 4)).toBeLessThan(-45);
  });
});

test("crossovers out of order count as equal to the one below", () => {
  const signal = noise(4800);
  expect(divide(signal, [1000, 300])).toEqual(divide(signal, [1000, 1000]));
});

test("swept, the sum stays at the input's level", () => {
  const signal = Float64Array.from({ length: 48000 }, (_, i) => Math.sin((2 * Math.PI * 997 * i) / SAMPLE_RATE));
  const sum = sumOf(
    divide(signal, [400, 2000], (quantum) => setCrossovers(quantum % 2 === 0 ? [100, 900] : [900, 8000])),
  );
  expect(sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(2);
  expect(Math.abs(10 * Math.log10(energy(sum) / energy(signal)))).toBeLessThan(1);
});
