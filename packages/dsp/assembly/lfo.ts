// Slow sines for modulation. Phases are counted in turns and held between −½ and ½.

// Constants lie in globals, as `fast-maths.ts` explains.
let half: v128 = f64x2.splat(0.0);
let circle: v128 = f64x2.splat(0.0);
let third: v128 = f64x2.splat(0.0);
let fifth: v128 = f64x2.splat(0.0);
let seventh: v128 = f64x2.splat(0.0);
let ninth: v128 = f64x2.splat(0.0);
let signs: v128 = f64x2.splat(0.0);

function writeConstants(): void {
  half = f64x2.splat(0.5);
  circle = f64x2.splat(6.283185307179586);
  third = f64x2.splat(-0.16666666666666666);
  fifth = f64x2.splat(8.333333333333333e-3);
  seventh = f64x2.splat(-1.984126984126984e-4);
  ninth = f64x2.splat(2.7557319223985893e-6);
  signs = f64x2.splat(-0.0);
}
writeConstants();

/**
 * Turns made in so many frames while the turns per frame go from `start` to `end` in a straight line, and each frame first takes
 * its step on that line.
 */
// @ts-ignore: decorator
@inline
export function turnsOver(frames: f64, start: f64, end: f64): f64 {
  return frames * start + 0.5 * (end - start) * (frames + 1.0);
}

/** The same phase, between −½ and ½. */
// @ts-ignore: decorator
@inline
export function wrapTurns(phase: v128): v128 {
  return f64x2.sub(phase, f64x2.nearest(phase));
}

/** sin(2π·phase) within 4e-6, for phases from −½ to ½: folded to a quarter turn, then Taylor to the ninth power. */
// @ts-ignore: decorator
@inline
export function sineOfTurns(phase: v128): v128 {
  const magnitude = f64x2.abs(phase);
  const x = f64x2.mul(f64x2.pmin(magnitude, f64x2.sub(half, magnitude)), circle);
  const z = f64x2.mul(x, x);
  let p = f64x2.add(seventh, f64x2.mul(z, ninth));
  p = f64x2.add(fifth, f64x2.mul(z, p));
  p = f64x2.add(third, f64x2.mul(z, p));
  const sine = f64x2.add(x, f64x2.mul(f64x2.mul(x, z), p));
  return v128.xor(sine, v128.and(phase, signs));
}
