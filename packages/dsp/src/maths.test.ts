import { describe, expect, test } from "vitest";
import { kernelsInMemory, randomNumbers } from "../test/support.ts";
import * as maths from "./maths.ts";

const probe = await kernelsInMemory(new URL("../build/maths-probe.wasm", import.meta.url));

type Range = (random: number) => number;

const between =
  (low: number, high: number): Range =>
  (random) =>
    low + ((high - low) * (random + 1)) / 2;

/** Evenly spread over the orders of magnitude. */
const magnitudes = (low: number, high: number): Range => {
  const exponent = between(Math.log(low), Math.log(high));
  return (random) => Math.exp(exponent(random));
};

/** Both signs, evenly spread over the orders of magnitude. */
const signed = (low: number, high: number): Range => {
  const magnitude = magnitudes(low, high);
  return (random) => Math.sign(random) * magnitude(2 * Math.abs(random) - 1);
};

/** Values where branches meet, and their neighbours in the last place. */
const seams = [0, 1e-4, 0.5, Math.SQRT1_2, 1, Math.SQRT2, Math.PI / 4, Math.PI / 2, Math.PI, 20, 700].flatMap((x) =>
  [x, x * (1 - 2 ** -53), x * (1 + 2 ** -52)].flatMap((value) => [value, -value]),
);

const functions: readonly {
  readonly compute: (x: number) => number;
  readonly range: Range;
  readonly oracle: (x: number) => number;
}[] = [
  { compute: maths.exp, range: between(-700, 700), oracle: Math.exp },
  { compute: maths.exp2, range: between(-1000, 1023), oracle: (x) => 2 ** x },
  { compute: maths.log, range: magnitudes(1e-300, 1e300), oracle: Math.log },
  { compute: maths.log, range: between(0.5, 2), oracle: Math.log },
  { compute: maths.log2, range: magnitudes(1e-300, 1e300), oracle: Math.log2 },
  { compute: maths.log2, range: between(0.5, 2), oracle: Math.log2 },
  { compute: maths.sin, range: between(-5000, 5000), oracle: Math.sin },
  { compute: maths.sin, range: signed(1e-12, 7), oracle: Math.sin },
  { compute: maths.cos, range: between(-5000, 5000), oracle: Math.cos },
  { compute: maths.cos, range: signed(1e-12, 7), oracle: Math.cos },
  { compute: maths.tan, range: between(-5000, 5000), oracle: Math.tan },
  { compute: maths.tan, range: between(0, Math.PI / 2), oracle: Math.tan },
  { compute: maths.tanh, range: between(-25, 25), oracle: Math.tanh },
  { compute: maths.tanh, range: signed(1e-12, 1), oracle: Math.tanh },
  { compute: maths.sinh, range: between(-700, 700), oracle: Math.sinh },
  { compute: maths.sinh, range: signed(1e-12, 1), oracle: Math.sinh },
  { compute: maths.decibelsToGain, range: between(-600, 600), oracle: (x) => 10 ** (x / 20) },
  { compute: maths.gainToDecibels, range: magnitudes(1e-30, 1e30), oracle: (x) => 20 * Math.log10(x) },
];

function values(range: Range): number[] {
  const random = randomNumbers(7);
  return Array.from({ length: 100_000 }, () => range(random()));
}

describe("the twins in TypeScript and AssemblyScript agree in every bit", () => {
  test.each(functions)("$compute.name", ({ compute, range }) => {
    const twin = probe.kernels[compute.name]!;
    const [lowest, highest] = [range(-1), range(1)];
    const inside = seams.filter((x) => x >= lowest && x <= highest);
    const differing = [...inside, ...values(range)].filter((x) => !Object.is(compute(x), twin(x)));
    expect(differing).toEqual([]);
  });

  test("every exported function is among them", () => {
    expect(new Set(functions.map(({ compute }) => compute.name))).toEqual(new Set(Object.keys(maths)));
  });
});

const bits = new Float64Array(1);
const word = new BigInt64Array(bits.buffer);

/** The distance from |x| to the next larger double. */
function lastPlace(x: number): number {
  bits[0] = Math.abs(x);
  word[0]! += 1n;
  return bits[0]! - Math.abs(x);
}

function worst(range: Range, error: (x: number) => number): number {
  return values(range).reduce((largest, x) => Math.max(largest, error(x)), 0);
}

describe("accuracy against the host's functions", () => {
  // tanh and sinh are differences of exponentials: good in absolute terms, see below.
  // decibelsToGain rounds dB · ln10/20 before it exponentiates: half a last place of that product, up to 69 here.
  const differences = [maths.tanh, maths.sinh, maths.decibelsToGain];
  test.each(functions.filter(({ compute }) => !differences.includes(compute)))(
    "$compute.name: within 4 units in the last place",
    ({ compute, range, oracle }) => {
      expect(worst(range, (x) => Math.abs(compute(x) - oracle(x)) / lastPlace(oracle(x)))).toBeLessThanOrEqual(4);
    },
  );

  test("tanh: within 5e-16", () => {
    expect(worst(between(-25, 25), (x) => Math.abs(maths.tanh(x) - Math.tanh(x)))).toBeLessThan(5e-16);
    expect(worst(signed(1e-12, 1), (x) => Math.abs(maths.tanh(x) - Math.tanh(x)))).toBeLessThan(5e-16);
  });

  test("sinh: within 5e-16 to ±1, and to 1e-15 of the value beyond", () => {
    expect(worst(signed(1e-12, 1), (x) => Math.abs(maths.sinh(x) - Math.sinh(x)))).toBeLessThan(5e-16);
    expect(worst(between(1, 700), (x) => Math.abs(maths.sinh(x) / Math.sinh(x) - 1))).toBeLessThan(1e-15);
  });

  test("decibelsToGain: 2e-15 of the value from −100 to +40 dB", () => {
    expect(worst(between(-100, 40), (x) => Math.abs(maths.decibelsToGain(x) / 10 ** (x / 20) - 1))).toBeLessThan(2e-15);
  });
});

test("what must be exact is exact", () => {
  expect(maths.exp(0)).toBe(1);
  expect(maths.exp2(0)).toBe(1);
  for (let n = -1000; n <= 1023; n++) expect(maths.exp2(n)).toBe(2 ** n);
  expect(maths.log(1)).toBe(0);
  expect(maths.sin(0)).toBe(0);
  expect(maths.cos(0)).toBe(1);
  expect(maths.tan(0)).toBe(0);
  expect(maths.tanh(0)).toBe(0);
  expect(maths.sinh(0)).toBe(0);
  expect(maths.decibelsToGain(0)).toBe(1);
  expect(maths.gainToDecibels(1)).toBe(0);
});

test("beyond the range is what the limit says", () => {
  expect(maths.exp(-701)).toBe(0);
  expect(maths.exp2(-1001)).toBe(0);
  expect(maths.tanh(1e300)).toBe(1);
  expect(maths.tanh(-1e300)).toBe(-1);
  expect(maths.gainToDecibels(0)).toBe(Number.NEGATIVE_INFINITY);
});

test("sine is odd and cosine even, to the bit", () => {
  const angles = values(between(0, 20));
  expect(angles.filter((x) => maths.sin(-x) !== -maths.sin(x))).toEqual([]);
  expect(angles.filter((x) => maths.cos(-x) !== maths.cos(x))).toEqual([]);
});

/** Runs a pairwise function of the probe over many values, two at a time. */
function pairwise(name: "log2Pairs" | "exp2Pairs", xs: readonly number[]): number[] {
  const { kernels, memory } = probe;
  const results: number[] = [];
  for (let start = 0; start < xs.length; start += 1000) {
    memory.set(xs.slice(start, start + 1000), 0);
    kernels[name]!(0, 8000, 500);
    results.push(...memory.subarray(1000, 2000));
  }
  return results;
}

const largest = (errors: readonly number[]): number => errors.reduce((a, b) => Math.max(a, b));

test("fast log2: within 1.021e-9 over all magnitudes", () => {
  // The series stops at s^9; the rest, 2/ln2 · (s^11/11 + s^13/13 + …), is largest where the mantissa is √½: 1.0202e-9.
  for (const range of [magnitudes(1e-300, 1e300), magnitudes(1e-6, 1e3), between(0.5, 2)]) {
    const xs = values(range);
    const ys = pairwise("log2Pairs", xs);
    expect(largest(ys.map((y, i) => Math.abs(y - Math.log2(xs[i]!))))).toBeLessThan(1.021e-9 + 2.3e-13); // ulp of 1000
  }
});

test("fast exp2: within 7.03e-9 of the value", () => {
  // Taylor's series to the seventh order; the rest is largest half-way below an integer: 7.0289e-9 of 2^−½.
  for (const range of [between(-1000, 1000), between(-20, 20)]) {
    const xs = values(range);
    const ys = pairwise("exp2Pairs", xs);
    expect(largest(ys.map((y, i) => Math.abs(y / 2 ** xs[i]! - 1)))).toBeLessThan(7.03e-9);
  }
});
