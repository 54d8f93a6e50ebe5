// Pairwise log2 and exp2 for use once per sample, in gain paths: about 1e-9 and 7e-9 (well below a thousandth of a dB).
// No special cases: log2 wants positive normal numbers, exp2 a result in the normal range.

// Constants of the loops lie in globals that a start function writes, so that the optimiser cannot turn them back into
// literals: a literal vector is built anew in every turn of a loop, a global is one load. Compressors run a fifth faster, same bits.
let log0: v128 = f64x2.splat(0.0);
let log1: v128 = f64x2.splat(0.0);
let log2: v128 = f64x2.splat(0.0);
let log3: v128 = f64x2.splat(0.0);
let log4: v128 = f64x2.splat(0.0);
let exp0: v128 = f64x2.splat(0.0);
let exp1: v128 = f64x2.splat(0.0);
let exp2: v128 = f64x2.splat(0.0);
let exp3: v128 = f64x2.splat(0.0);
let exp4: v128 = f64x2.splat(0.0);
let exp5: v128 = f64x2.splat(0.0);
let exp6: v128 = f64x2.splat(0.0);
let tanhEnd: v128 = f64x2.splat(0.0);
let tanhStart: v128 = f64x2.splat(0.0);
let over2: v128 = f64x2.splat(0.0);
let over1: v128 = f64x2.splat(0.0);
let over0: v128 = f64x2.splat(0.0);
let under2: v128 = f64x2.splat(0.0);
let under3: v128 = f64x2.splat(0.0);
let under1: v128 = f64x2.splat(0.0);
/** 1, for loops of others as well. */
export let one: v128 = f64x2.splat(0.0);
let magicNumber: v128 = f64x2.splat(0.0);
let exponentBias: v128 = f64x2.splat(0.0);
let mantissaSplit: v128 = f64x2.splat(0.0);
let highWords: v128 = f64x2.splat(0.0);

function writeConstants(): void {
  log0 = f64x2.splat(0.3205988979753252);
  log1 = f64x2.splat(0.4121985831111324);
  log2 = f64x2.splat(0.5770780163555854);
  log3 = f64x2.splat(0.9617966939259756);
  log4 = f64x2.splat(2.8853900817779268);
  exp0 = f64x2.splat(0.000015252733804059838);
  exp1 = f64x2.splat(0.00015403530393381606);
  exp2 = f64x2.splat(0.0013333558146428441);
  exp3 = f64x2.splat(0.009618129107628477);
  exp4 = f64x2.splat(0.055504108664821576);
  exp5 = f64x2.splat(0.2402265069591007);
  exp6 = f64x2.splat(0.6931471805599453);
  tanhEnd = f64x2.splat(4.97);
  tanhStart = f64x2.splat(-4.97);
  over2 = f64x2.splat(378.0);
  over1 = f64x2.splat(17325.0);
  over0 = f64x2.splat(135135.0);
  under2 = f64x2.splat(3150.0);
  under3 = f64x2.splat(28.0);
  under1 = f64x2.splat(62370.0);
  one = f64x2.splat(1.0);
  magicNumber = f64x2.splat(6755399441055744.0);
  exponentBias = i64x2.splat(0x3ff0000000000000);
  mantissaSplit = i64x2.splat(0x3fe6a09e00000000);
  highWords = i64x2.splat(0xffffffff00000000);
}
writeConstants();

/** Two logarithms at once: exponent split, then 2·atanh series in (m−1)/(m+1), summed in halves as well. */
// @ts-ignore: decorator
@inline
export function log2Pair(x: v128): v128 {
  const k = i32x4.shr_s(i32x4.sub(x, mantissaSplit), 20);
  const m = i64x2.sub(x, v128.and(i32x4.shl(k, 20), highWords));
  const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  const z = f64x2.mul(s, s);
  const square = f64x2.mul(z, z);
  const high = f64x2.add(f64x2.add(log2, f64x2.mul(z, log1)), f64x2.mul(square, log0));
  const p = f64x2.add(f64x2.add(log4, f64x2.mul(z, log3)), f64x2.mul(square, high));
  const exponent = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(k, k, 1, 3, 1, 3));
  return f64x2.add(exponent, f64x2.mul(s, p));
}

/**
 * Two powers of two at once: rounding by a magic number, a polynomial, the exponent shifted in. The polynomial is summed in
 * halves (Estrin): half as long a wait as one sum inside the other.
 */
// @ts-ignore: decorator
@inline
export function exp2Pair(x: v128): v128 {
  const t = f64x2.add(x, magicNumber);
  const f = f64x2.sub(x, f64x2.sub(t, magicNumber));
  const square = f64x2.mul(f, f);
  const low = f64x2.add(
    f64x2.add(one, f64x2.mul(f, exp6)),
    f64x2.mul(square, f64x2.add(exp5, f64x2.mul(f, exp4))),
  );
  const high = f64x2.add(
    f64x2.add(exp3, f64x2.mul(f, exp2)),
    f64x2.mul(square, f64x2.add(exp1, f64x2.mul(f, exp0))),
  );
  const p = f64x2.add(low, f64x2.mul(f64x2.mul(square, square), high));
  return f64x2.mul(p, i64x2.add(i64x2.shl(t, 52), exponentBias));
}

/** Two hyperbolic tangents at once: a continued fraction, within 1e-4, flat beyond ±4.97. Odd to the last bit. */
// @ts-ignore: decorator
@inline
export function tanhPair(x: v128): v128 {
  const v = f64x2.pmin(tanhEnd, f64x2.pmax(tanhStart, x));
  const z = f64x2.mul(v, v);
  let over = f64x2.add(over2, z);
  over = f64x2.add(over1, f64x2.mul(z, over));
  over = f64x2.add(over0, f64x2.mul(z, over));
  let under = f64x2.add(under2, f64x2.mul(z, under3));
  under = f64x2.add(under1, f64x2.mul(z, under));
  under = f64x2.add(over0, f64x2.mul(z, under));
  return f64x2.div(f64x2.mul(v, over), under);
}

/**
 * Zeroes recursive state below 1e-100 (−2000 dB), once per block, so that it reaches exact silence and never subnormals.
 * Steep low-passes in a row begin far below −600 dB: a higher bound would show in their onset where blocks end. From this
 * one, only a pole nearer to zero than 0.02 falls to subnormals within a block.
 */
// @ts-ignore: decorator
@inline
export function flushDenormal(state: v128): v128 {
  return v128.and(state, f64x2.gt(f64x2.abs(state), f64x2.splat(1e-100)));
}
