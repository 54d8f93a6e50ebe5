// Deterministic elementary functions, made of + − × ÷ and sqrt alone, so that every host computes the same bits.
// `src/maths.ts` is their twin in TypeScript: same operations in the same order. `fast-maths.ts` holds the pairwise
// versions for use once per sample.
//
// Accuracy here is meant for coefficients: a few units in the last place over the ranges that audio needs.

const MAGIC: f64 = 6755399441055744.0; // 1.5 · 2^52: adding and subtracting it rounds to the nearest integer
const LN2_HIGH: f64 = 0.6931471803691238; // fdlibm's split of ln 2: x − k·LN2_HIGH is exact
const LN2_LOW: f64 = 1.9082149292705877e-10;
const HALF_PI_1: f64 = 1.5707963267341256; // Cody–Waite split of π/2 in three parts
const HALF_PI_2: f64 = 6.077100506303966e-11;
const HALF_PI_3: f64 = 2.0222662487959506e-21;
const TWO_OVER_PI: f64 = 0.6366197723675814;

export const PI: f64 = 3.141592653589793;
export const LN10_OVER_20: f64 = 0.11512925464970229;
export const LOG2_10_OVER_20: f64 = 0.16609640474436813;
export const DB_PER_LOG2: f64 = 6.020599913279624;

/** e^x for |x| ≤ 700; below −700 it is 0. */
export function exp(x: f64): f64 {
  if (x < -700.0) return 0.0;
  const t = x * 1.4426950408889634 + MAGIC;
  const k = t - MAGIC;
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  // Taylor to r^13 on |r| ≤ ln2/2: truncation below 4e-18
  let p: f64 = 1.6059043836821613e-10;
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
  p = 1.0 + r * p;
  p = 1.0 + r * p;
  return p * reinterpret<f64>((<i64>k + 1023) << 52);
}

export function exp2(x: f64): f64 {
  const k = x + MAGIC - MAGIC;
  if (k < -1000.0) return 0.0;
  return exp((x - k) * 0.6931471805599453) * reinterpret<f64>((<i64>k + 1023) << 52);
}

/** ln x for normal x > 0. */
export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  const k = (bits - 0x3fe6a09e667f3bcd) >> 52; // so that the mantissa lies in √½ … √2
  const m = reinterpret<f64>(bits - (k << 52));
  const s = (m - 1.0) / (m + 1.0);
  const z = s * s;
  // 2·atanh(s) to s^23 on |s| ≤ 0.1716: truncation below 4e-20
  let p: f64 = 2.0 / 23.0;
  p = 2.0 / 21.0 + z * p;
  p = 2.0 / 19.0 + z * p;
  p = 2.0 / 17.0 + z * p;
  p = 2.0 / 15.0 + z * p;
  p = 2.0 / 13.0 + z * p;
  p = 2.0 / 11.0 + z * p;
  p = 2.0 / 9.0 + z * p;
  p = 2.0 / 7.0 + z * p;
  p = 2.0 / 5.0 + z * p;
  p = 2.0 / 3.0 + z * p;
  p = 2.0 + z * p;
  const e = <f64>k;
  return e * LN2_HIGH + (e * LN2_LOW + s * p);
}

export function log2(x: f64): f64 {
  return log(x) * 1.4426950408889634;
}

/** sin r on |r| ≤ π/4, to r^17. */
function sinKernel(r: f64): f64 {
  const z = r * r;
  let p: f64 = 2.8114572543455206e-15;
  p = -7.647163731819816e-13 + z * p;
  p = 1.6059043836821613e-10 + z * p;
  p = -2.505210838544172e-8 + z * p;
  p = 2.7557319223985893e-6 + z * p;
  p = -1.984126984126984e-4 + z * p;
  p = 8.333333333333333e-3 + z * p;
  p = -0.16666666666666666 + z * p;
  return r + r * z * p;
}

/** cos r on |r| ≤ π/4, to r^18. */
function cosKernel(r: f64): f64 {
  const z = r * r;
  let p: f64 = -1.5619206968586225e-16;
  p = 4.779477332387385e-14 + z * p;
  p = -1.1470745597729725e-11 + z * p;
  p = 2.08767569878681e-9 + z * p;
  p = -2.755731922398589e-7 + z * p;
  p = 2.48015873015873e-5 + z * p;
  p = -1.388888888888889e-3 + z * p;
  p = 4.1666666666666664e-2 + z * p;
  return 1.0 - 0.5 * z + z * z * p;
}

/** For |x| up to some thousands: reduction by π/2 in three parts. */
export function sin(x: f64): f64 {
  const k = x * TWO_OVER_PI + MAGIC - MAGIC;
  const r = x - k * HALF_PI_1 - k * HALF_PI_2 - k * HALF_PI_3;
  const quadrant = <i32>(<i64>k & 3);
  const value = (quadrant & 1) == 0 ? sinKernel(r) : cosKernel(r);
  return (quadrant & 2) == 0 ? value : -value;
}

export function cos(x: f64): f64 {
  const k = x * TWO_OVER_PI + MAGIC - MAGIC;
  const r = x - k * HALF_PI_1 - k * HALF_PI_2 - k * HALF_PI_3;
  const quadrant = <i32>((<i64>k + 1) & 3);
  const value = (quadrant & 1) == 0 ? sinKernel(r) : cosKernel(r);
  return (quadrant & 2) == 0 ? value : -value;
}

export function tan(x: f64): f64 {
  return sin(x) / cos(x);
}

export function tanh(x: f64): f64 {
  if (x > 20.0) return 1.0;
  if (x < -20.0) return -1.0;
  if (abs(x) < 1e-4) return x - (x * x * x) / 3.0;
  const e = exp(2.0 * x);
  return (e - 1.0) / (e + 1.0);
}

export function sinh(x: f64): f64 {
  if (abs(x) < 1e-4) return x + (x * x * x) / 6.0;
  const e = exp(x);
  return 0.5 * (e - 1.0 / e);
}

/** 10^(dB/20); exactly 1 at 0 dB. */
export function decibelsToGain(decibels: f64): f64 {
  return decibels == 0.0 ? 1.0 : exp(decibels * LN10_OVER_20);
}

/** 20·log10(gain) for gain > 0. */
export function gainToDecibels(gain: f64): f64 {
  return log(gain) * 8.685889638065037;
}
