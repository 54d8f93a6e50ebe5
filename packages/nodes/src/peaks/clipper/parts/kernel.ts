// Parts that follow: what was done to the whole is kept as factors, and done again to each part.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { chordOf } from "@twobus/dsp/assembly/follow";
import { truePeakGuardGains } from "@twobus/dsp/assembly/true-peak-guard";
import { FACTORS, guardOf, innerFramesOf, isGuarded, LAST_INNER, RECORDED, sharesOf } from "../layout/kernel";

/** Keeps what goes into the curve, and the two frames before it. */
export function recordInner(state: usize, parameters: usize, area: usize, innerFrames: i32): void {
  const inner = innerFramesOf(state, parameters);
  const before = <usize>load<i32>(state, RECORDED);
  if (before > 0) {
    const middle = v128.load(state, LAST_INNER);
    v128.store(state, before > 1 ? v128.load(inner + (before - 2) * FRAME_BYTES) : middle, LAST_INNER + 16);
    v128.store(state, v128.load(inner + (before - 1) * FRAME_BYTES), LAST_INNER);
  }
  store<i32>(state, innerFrames, RECORDED);
  memory.copy(inner, area, <usize>innerFrames * FRAME_BYTES);
}

/**
 * A residue comes of three inner frames, and may be there where the middle one is zero. So it is shared out by their
 * squares: the share times the whole's frame is the factor of a part's frame, and the three together make the residue.
 */
export function recordShares(state: usize, parameters: usize, residues: usize, innerFrames: i32): void {
  let inner = innerFramesOf(state, parameters);
  let shares = sharesOf(state, parameters);
  const nothing = f64x2.splat(1e-30);
  let middle = v128.load(state, LAST_INNER);
  let oldest = v128.load(state, LAST_INNER + 16);
  const end = residues + <usize>innerFrames * FRAME_BYTES;
  for (; residues < end; residues += FRAME_BYTES) {
    const newest = v128.load(inner);
    const squares = f64x2.add(f64x2.mul(newest, newest), f64x2.add(f64x2.mul(middle, middle), f64x2.mul(oldest, oldest)));
    const share = f64x2.div(v128.load(residues), squares);
    v128.store(shares, v128.and(share, f64x2.gt(squares, nothing)));
    oldest = middle;
    middle = newest;
    inner += FRAME_BYTES;
    shares += FRAME_BYTES;
  }
}

/** What the guard's gain and the clipping of samples made of each frame. */
export function recordFactors(state: usize, parameters: usize, before: usize, after: usize, frames: i32): void {
  const one = f64x2.splat(1.0);
  const factors = state + FACTORS;
  if (isGuarded(parameters)) truePeakGuardGains(guardOf(state, parameters), factors, frames);
  for (let at: usize = 0; at < <usize>frames * FRAME_BYTES; at += FRAME_BYTES) {
    const chord = chordOf(v128.load(before + at), v128.load(after + at), one);
    const gain = isGuarded(parameters) ? v128.load(factors + at) : one;
    v128.store(factors + at, f64x2.mul(gain, chord));
  }
}

/** A part's residues, in place of its inner frames. */
export function followShares(follow: usize, state: usize, parameters: usize, area: usize, innerFrames: i32): void {
  let inner = innerFramesOf(state, parameters);
  let shares = sharesOf(state, parameters);
  let wholeMiddle = v128.load(state, LAST_INNER);
  let wholeOldest = v128.load(state, LAST_INNER + 16);
  let middle = v128.load(follow, LAST_INNER);
  let oldest = v128.load(follow, LAST_INNER + 16);
  const end = area + <usize>innerFrames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    const newest = v128.load(area);
    const wholeNewest = v128.load(inner);
    const earlier = f64x2.add(f64x2.mul(middle, wholeMiddle), f64x2.mul(oldest, wholeOldest));
    const products = f64x2.add(f64x2.mul(newest, wholeNewest), earlier);
    v128.store(area, f64x2.mul(products, v128.load(shares)));
    oldest = middle;
    middle = newest;
    wholeOldest = wholeMiddle;
    wholeMiddle = wholeNewest;
    inner += FRAME_BYTES;
    shares += FRAME_BYTES;
  }
  v128.store(follow, middle, LAST_INNER);
  v128.store(follow, oldest, LAST_INNER + 16);
}
