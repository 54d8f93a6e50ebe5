/**
 * Deterministic elementary functions: the twin of `assembly/maths.ts`, same operations in the same order, hence the
 * same bits in every host. Engines disagree on `Math.sin` and its kin in the last place; nothing that reaches audio
 * may use those.
 */
const MAGIC = 6755399441055744;
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;
const LOG2_E = 1.4426950408889634;
const LN10_OVER_20 = 0.11512925464970229;

const double = new Float64Array(1);
const words = new Int32Array(double.buffer); // words[1] is the high word: every host of WebAssembly is little-endian

function powerOfTwo(exponent: number): number {
  words[0] = 0;
  words[1] = (exponent + 1023) << 20;
  return double[0]!;
}

/** e^x for |x| ≤ 700; below −700 it is 0. */
export function exp(x: number): number {
  if (x < -700) return 0;
  const t = x * LOG2_E + MAGIC;
  const k = t - MAGIC;
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let p = 1.6059043836821613e-10;
  p = 2.08767569878681e-9 + r * p;
  p = 2.505210838544172e-8 + r * p;
  p = 2.755731922398589e-7 + r * p;
  p = 2.7557319223985893e-6 + r * p;
  p = 2.48015873015873e-5 + r * p;
  p = 1.984126984126984e-4 + r * p;
  p = 1.388888888888889e-3 + r * p;
  p = 8.333333333333333e-3 + r * p;
  p = 4.1666666666666664e-2 + r * p;
  p = 0.16666666666666666 + r * p;
  p = 0.5 + r * p;
  p = 1 + r * p;
  p = 1 + r * p;
  return p * powerOfTwo(k);
}

/** 2^x; below 2^-1000 it is 0. */
export function exp2(x: number): number {
  const k = x + MAGIC - MAGIC;
  if (k < -1000) return 0;
  return exp((x - k) * 0.6931471805599453) * powerOfTwo(k);
}

/** ln x for normal x > 0. */
export function log(x: number): number {
  double[0] = x;
  // The threshold is √½: words compared as one 64-bit number, so that the split agrees with the i64 arithmetic of the twin
  const borrow = words[0]! >>> 0 < 0x667f3bcd ? 1 : 0;
  const k = (words[1]! - 0x3fe6a09e - borrow) >> 20;
  words[1] = words[1]! - (k << 20);
  const m = double[0]!;
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let p = 2 / 23;
  p = 2 / 21 + z * p;
  p = 2 / 19 + z * p;
  p = 2 / 17 + z * p;
  p = 2 / 15 + z * p;
  p = 2 / 13 + z * p;
  p = 2 / 11 + z * p;
  p = 2 / 9 + z * p;
  p = 2 / 7 + z * p;
  p = 2 / 5 + z * p;
  p = 2 / 3 + z * p;
  p = 2 + z * p;
  return k * LN2_HIGH + (k * LN2_LOW + s * p);
}

/** Binary logarithm of normal x > 0. */
export function log2(x: number): number {
  return log(x) * LOG2_E;
}

function sinKernel(r: number): number {
  const z = r * r;
  let p = 2.8114572543455206e-15;
  p = -7.647163731819816e-13 + z * p;
  p = 1.6059043836821613e-10 + z * p;
  p = -2.505210838544172e-8 + z * p;
  p = 2.7557319223985893e-6 + z * p;
  p = -1.984126984126984e-4 + z * p;
  p = 8.333333333333333e-3 + z * p;
  p = -0.16666666666666666 + z * p;
  return r + r * z * p;
}

function cosKernel(r: number): number {
  const z = r * r;
  let p = -1.5619206968586225e-16;
  p = 4.779477332387385e-14 + z * p;
  p = -1.1470745597729725e-11 + z * p;
  p = 2.08767569878681e-9 + z * p;
  p = -2.755731922398589e-7 + z * p;
  p = 2.48015873015873e-5 + z * p;
  p = -1.388888888888889e-3 + z * p;
  p = 4.1666666666666664e-2 + z * p;
  return 1 - 0.5 * z + z * z * p;
}

function quarterTurns(x: number, quarters: number): number {
  const k = x * TWO_OVER_PI + MAGIC - MAGIC;
  const r = x - k * HALF_PI_1 - k * HALF_PI_2 - k * HALF_PI_3;
  const quadrant = (k + quarters) & 3;
  const value = (quadrant & 1) === 0 ? sinKernel(r) : cosKernel(r);
  return (quadrant & 2) === 0 ? value : -value;
}

/** For |x| up to some thousands. */
export function sin(x: number): number {
  return quarterTurns(x, 0);
}

/** For |x| up to some thousands. */
export function cos(x: number): number {
  return quarterTurns(x, 1);
}

/** For |x| up to some thousands. */
export function tan(x: number): number {
  return sin(x) / cos(x);
}

/** For any x. */
export function tanh(x: number): number {
  if (x > 20) return 1;
  if (x < -20) return -1;
  if (Math.abs(x) < 1e-4) return x - (x * x * x) / 3;
  const e = exp(2 * x);
  return (e - 1) / (e + 1);
}

/** For |x| ≤ 700. */
export function sinh(x: number): number {
  if (Math.abs(x) < 1e-4) return x + (x * x * x) / 6;
  const e = exp(x);
  return 0.5 * (e - 1 / e);
}

/** 10^(dB/20); exactly 1 at 0 dB. */
export function decibelsToGain(decibels: number): number {
  return exp(decibels * LN10_OVER_20);
}

/** 20·log10(gain); −∞ for 0. */
export function gainToDecibels(gain: number): number {
  return gain > 0 ? log(gain) * 8.685889638065037 : Number.NEGATIVE_INFINITY;
}
