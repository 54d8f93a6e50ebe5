// The residue of clipping (clipped minus unclipped, 0 below the knee) with second-order antiderivative antialiasing: the mean
// of the curve over the polyline through three frames, weighted by a triangle, in closed form (Bilbao, Esqueda, Parker and
// Välimäki, IEEE SPL 24, 2017). It is one frame late.
//
// Everything is relative to the ceiling, 1. With s the start of the knee, W = 2(1 − s) its width and v = (|x| − s)/W, the
// slope falls from 1 to 0 as the smoothstep 1 − 3v² + 2v³, so the residue in the knee is −W(v³ − v⁴/2), and 1 − |x| above.
// With a limit L on what may be taken, everything above the point where |x| is lowered by L is lowered by just L.

// A curve in memory
export const CLIP_CURVE_BYTES: i32 = 112;
const START: usize = 0; // s
const WIDTH: usize = 8; // W
const PER_WIDTH: usize = 16; // 1/W, 0 for a hard knee
const END: usize = 24; // s + W
const LIMITED: usize = 32; // where the limit takes over
const LIMITED_SLOPE: usize = 40; // slope of the residue from there on, 1/L − 1
// What is asked for again one frame later, with the two frames that it belongs to
const KNOWN_NEWEST: usize = 48; // v128
const KNOWN_MIDDLE: usize = 64; // v128
const KNOWN_SECOND: usize = 80; // v128: second antiderivative at the newest
const KNOWN_MEAN: usize = 96; // v128: mean of the first one between the two

const NEAR: f64 = 1e-5; // closer frames than this, relative to what is loud, take the limits of the divided differences

/** `start` is where the knee begins (0 … 1), `share` what at least remains of a sample, 1/L (0: no limit). */
export function clipCurveInit(curve: usize, start: f64, share: f64): void {
  const width = 2.0 * (1.0 - start);
  store<f64>(curve, start, START);
  store<f64>(curve, width, WIDTH);
  store<f64>(curve, width > 0.0 ? 1.0 / width : 0.0, PER_WIDTH);
  store<f64>(curve, start + width, END);
  store<f64>(curve, Infinity, LIMITED);
  store<f64>(curve, share - 1.0, LIMITED_SLOPE);
  v128.store(curve, f64x2.splat(NaN), KNOWN_NEWEST); // equal to no frame
  if (share > 0.0) store<f64>(curve, limitedFrom(curve, share), LIMITED);
}

/** Where the curve is down to `share` of its input: bisection, for what remains falls steadily from the knee on. */
function limitedFrom(curve: usize, share: f64): f64 {
  let low = load<f64>(curve, START);
  let high = max(load<f64>(curve, END), 1.0 / share);
  for (let i: i32 = 0; i < 60; i++) {
    const middle = 0.5 * (low + high);
    if (remainingShare(curve, middle) > share) low = middle;
    else high = middle;
  }
  return high;
}

/** What remains of a sample of magnitude `x` > 0, as a factor. */
export function remainingShare(curve: usize, x: f64): f64 {
  return 1.0 + f64x2.extract_lane(residue(curve, f64x2.splat(x)), 0) / x;
}

// @ts-ignore: decorator
@inline
function at(curve: usize, member: usize): v128 {
  return v128.load64_splat(curve + member);
}

// @ts-ignore: decorator
@inline
function timesSignOf(value: v128, x: v128): v128 {
  return v128.xor(value, v128.and(x, f64x2.splat(-0.0)));
}

// The pieces of |x| that the three polynomials are made of: below the limit, in the knee (0 … 1), above the knee.
// @ts-ignore: decorator
@inline
function belowLimit(curve: usize, magnitude: v128): v128 {
  return f64x2.pmin(magnitude, at(curve, LIMITED));
}

// @ts-ignore: decorator
@inline
function inKnee(curve: usize, magnitude: v128): v128 {
  const position = f64x2.mul(f64x2.sub(magnitude, at(curve, START)), at(curve, PER_WIDTH));
  return f64x2.pmin(f64x2.splat(1.0), f64x2.pmax(f64x2.splat(0.0), position));
}

// @ts-ignore: decorator
@inline
function aboveKnee(curve: usize, magnitude: v128): v128 {
  return f64x2.pmax(f64x2.splat(0.0), f64x2.sub(magnitude, at(curve, END)));
}

// @ts-ignore: decorator
@inline
function kneeResidue(width: v128, v: v128, h: v128): v128 {
  const cube = f64x2.mul(v, f64x2.mul(v, v));
  const inside = f64x2.mul(width, f64x2.mul(cube, f64x2.sub(f64x2.mul(f64x2.splat(0.5), v), f64x2.splat(1.0))));
  return f64x2.sub(inside, h);
}

/** −[W²(v⁴/4 − v⁵/10) + hW/2 + h²/2] */
// @ts-ignore: decorator
@inline
function kneeFirst(width: v128, v: v128, h: v128): v128 {
  const square = f64x2.mul(v, v);
  const polynomial = f64x2.sub(f64x2.mul(f64x2.splat(0.1), v), f64x2.splat(0.25));
  const inside = f64x2.mul(f64x2.mul(width, width), f64x2.mul(f64x2.mul(square, square), polynomial));
  return f64x2.sub(inside, f64x2.mul(f64x2.splat(0.5), f64x2.mul(h, f64x2.add(width, h))));
}

/** −[W³(v⁵/20 − v⁶/60) + 3W²h/20 + Wh²/4 + h³/6] */
// @ts-ignore: decorator
@inline
function kneeSecond(width: v128, v: v128, h: v128): v128 {
  const square = f64x2.mul(v, v);
  const wide = f64x2.mul(width, width);
  const polynomial = f64x2.sub(f64x2.mul(f64x2.splat(1.0 / 60.0), v), f64x2.splat(0.05));
  const inside = f64x2.mul(f64x2.mul(f64x2.mul(wide, width), polynomial), f64x2.mul(f64x2.mul(square, square), v));
  let above = f64x2.add(f64x2.mul(f64x2.splat(0.25), width), f64x2.mul(f64x2.splat(1.0 / 6.0), h));
  above = f64x2.add(f64x2.mul(f64x2.splat(0.15), wide), f64x2.mul(h, above));
  return f64x2.sub(inside, f64x2.mul(h, above));
}

// Where nothing lies beyond the limit, as is always so without one, what it would do is not computed.

/** The residue itself: odd. */
function residue(curve: usize, x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const a = belowLimit(curve, magnitude);
  const beyond = f64x2.sub(magnitude, a);
  const below = kneeResidue(at(curve, WIDTH), inKnee(curve, a), aboveKnee(curve, a));
  if (!v128.any_true(beyond)) return timesSignOf(below, x);
  return timesSignOf(f64x2.add(below, f64x2.mul(at(curve, LIMITED_SLOPE), beyond)), x);
}

/** Its antiderivative: even. */
function firstAntiderivative(curve: usize, x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const a = belowLimit(curve, magnitude);
  const beyond = f64x2.sub(magnitude, a);
  const width = at(curve, WIDTH);
  const v = inKnee(curve, a);
  const h = aboveKnee(curve, a);
  if (!v128.any_true(beyond)) return kneeFirst(width, v, h);
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(at(curve, LIMITED_SLOPE), beyond));
  const slope = f64x2.add(kneeResidue(width, v, h), half);
  return f64x2.add(kneeFirst(width, v, h), f64x2.mul(slope, beyond));
}

/** The antiderivative of that: odd. */
function secondAntiderivative(curve: usize, x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const a = belowLimit(curve, magnitude);
  const beyond = f64x2.sub(magnitude, a);
  const width = at(curve, WIDTH);
  const v = inKnee(curve, a);
  const h = aboveKnee(curve, a);
  if (!v128.any_true(beyond)) return timesSignOf(kneeSecond(width, v, h), x);
  const sixth = f64x2.mul(f64x2.splat(1.0 / 6.0), f64x2.mul(at(curve, LIMITED_SLOPE), beyond));
  const half = f64x2.add(f64x2.mul(f64x2.splat(0.5), kneeResidue(width, v, h)), sixth);
  const slope = f64x2.add(kneeFirst(width, v, h), f64x2.mul(half, beyond));
  return timesSignOf(f64x2.add(kneeSecond(width, v, h), f64x2.mul(slope, beyond)), x);
}

// @ts-ignore: decorator
@inline
function isNear(difference: v128, reach: v128): v128 {
  return f64x2.le(f64x2.abs(difference), reach);
}

/** Below which differences are too small to divide by, where nothing is louder than `high`. */
// @ts-ignore: decorator
@inline
function reachOf(high: v128): v128 {
  return f64x2.mul(f64x2.splat(NEAR), f64x2.pmax(f64x2.splat(1.0), high));
}

/** Mean of the first antiderivative between two frames, given the second one at both. */
function meanFirst(curve: usize, x: v128, y: v128, secondOfX: v128, secondOfY: v128): v128 {
  const difference = f64x2.sub(x, y);
  const mean = f64x2.div(f64x2.sub(secondOfX, secondOfY), difference);
  const near = isNear(difference, reachOf(f64x2.pmax(f64x2.abs(x), f64x2.abs(y))));
  if (!v128.any_true(near)) return mean;
  return v128.bitselect(firstAntiderivative(curve, f64x2.mul(f64x2.splat(0.5), f64x2.add(x, y))), mean, near);
}

/** The case of outer frames that are almost equal: a line there and back to the middle frame. */
function thereAndBack(
  curve: usize,
  newest: v128,
  middle: v128,
  oldest: v128,
  secondOfMiddle: v128,
  reach: v128,
): v128 {
  const outer = f64x2.mul(f64x2.splat(0.5), f64x2.add(newest, oldest));
  const way = f64x2.sub(outer, middle);
  const slope = f64x2.div(f64x2.sub(secondOfMiddle, secondAntiderivative(curve, outer)), way);
  const apart = f64x2.mul(f64x2.div(f64x2.splat(2.0), way), f64x2.add(firstAntiderivative(curve, outer), slope));
  return v128.bitselect(residue(curve, middle), apart, isNear(way, reach));
}

/** The antialiased residue over three frames of which at least one is above the knee's start. */
function residueAcross(curve: usize, newest: v128, middle: v128, oldest: v128, high: v128): v128 {
  const isSameMiddle = f64x2.eq(middle, v128.load(curve, KNOWN_NEWEST));
  const isSameOldest = f64x2.eq(oldest, v128.load(curve, KNOWN_MIDDLE));
  let secondOfMiddle: v128;
  let old: v128;
  if (v128.all_true<i64>(v128.and(isSameMiddle, isSameOldest))) {
    secondOfMiddle = v128.load(curve, KNOWN_SECOND);
    old = v128.load(curve, KNOWN_MEAN);
  } else {
    secondOfMiddle = secondAntiderivative(curve, middle);
    old = meanFirst(curve, middle, oldest, secondOfMiddle, secondAntiderivative(curve, oldest));
  }
  const secondOfNewest = secondAntiderivative(curve, newest);
  const young = meanFirst(curve, newest, middle, secondOfNewest, secondOfMiddle);
  v128.store(curve, newest, KNOWN_NEWEST);
  v128.store(curve, middle, KNOWN_MIDDLE);
  v128.store(curve, secondOfNewest, KNOWN_SECOND);
  v128.store(curve, young, KNOWN_MEAN);
  const span = f64x2.sub(newest, oldest);
  const across = f64x2.div(f64x2.mul(f64x2.splat(2.0), f64x2.sub(young, old)), span);
  const reach = reachOf(high);
  const near = isNear(span, reach);
  if (!v128.any_true(near)) return across;
  return v128.bitselect(thereAndBack(curve, newest, middle, oldest, secondOfMiddle, reach), across, near);
}

/**
 * The antialiased residue at `middle`, given its neighbours. Where all three lie on one straight piece of the curve it is that
 * of their mean, exact and without a division: nothing below the knee, 1 − |x| above it.
 */
// @ts-ignore: decorator
@inline
export function clipResidue(curve: usize, newest: v128, middle: v128, oldest: v128): v128 {
  const high = f64x2.pmax(f64x2.abs(newest), f64x2.pmax(f64x2.abs(middle), f64x2.abs(oldest)));
  const isBelow = f64x2.le(high, at(curve, START));
  if (v128.all_true<i64>(isBelow)) return f64x2.splat(0.0);
  return residueAbove(curve, newest, middle, oldest, high, isBelow);
}

function residueAbove(curve: usize, newest: v128, middle: v128, oldest: v128, high: v128, isBelow: v128): v128 {
  // Turned to the middle frame's polarity, so that frames of the other one come out negative
  const low = f64x2.pmin(timesSignOf(newest, middle), f64x2.pmin(f64x2.abs(middle), timesSignOf(oldest, middle)));
  const isFlat = v128.and(f64x2.ge(low, at(curve, END)), f64x2.le(high, at(curve, LIMITED)));
  const isStraight = v128.or(isFlat, isBelow);
  const mean = f64x2.mul(f64x2.splat(1.0 / 3.0), f64x2.add(f64x2.add(newest, oldest), middle));
  const flat = v128.and(isFlat, f64x2.sub(timesSignOf(f64x2.splat(1.0), middle), mean));
  if (v128.all_true<i64>(isStraight)) return flat;
  return v128.bitselect(flat, residueAcross(curve, newest, middle, oldest, high), isStraight);
}
