// How depth is let go, in two stages: what is needed now and then returns fast, what is needed most of the time slowly, so
// that dense programme does not pump.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { exp } from "@twobus/dsp/assembly/maths";
import { approachRate } from "@twobus/dsp/assembly/time-constant";
import { releaseScale, slowFallSeconds, slowRiseSeconds } from "../style/kernel";

const FAST_DEPTH: usize = 0; // v128
const SLOW_DEPTH: usize = 16; // v128
const SLOW_RISE: usize = 32; // f64: share of the way per frame
const SLOW_FALL: usize = 40; // f64
const FAST_RATE: usize = 48; // f64: nepers per frame, times ms

export const RELEASE_BYTES: i32 = 64;

/** On zeroed memory. */
export function releaseInit(release: usize, style: i32, sampleRate: f64): void {
  store<f64>(release, approachRate(slowRiseSeconds(style), sampleRate), SLOW_RISE);
  store<f64>(release, approachRate(slowFallSeconds(style), sampleRate), SLOW_FALL);
  store<f64>(release, -1000.0 / (sampleRate * releaseScale(style)), FAST_RATE);
}

/** Falls at once, comes back to the slow stage, which follows what is needed and forgets it again, each in its own time. */
export function releaseDepths(release: usize, row: usize, frames: i32, releaseMs: f64): void {
  const fastFall = f64x2.splat(1.0 - exp(load<f64>(release, FAST_RATE) / releaseMs));
  const slowRise = v128.load64_splat(release, SLOW_RISE);
  const slowFall = v128.load64_splat(release, SLOW_FALL);
  let depth = v128.load(release, FAST_DEPTH);
  let slow = v128.load(release, SLOW_DEPTH);
  const end = row + <usize>frames * FRAME_BYTES;
  while (row < end) {
    const needed = v128.load(row);
    const way = f64x2.sub(needed, slow);
    const rate = v128.bitselect(slowRise, slowFall, f64x2.gt(way, f64x2.splat(0.0)));
    slow = f64x2.add(slow, f64x2.mul(way, rate));
    const target = f64x2.pmax(needed, slow);
    depth = f64x2.pmax(target, f64x2.add(depth, f64x2.mul(f64x2.sub(target, depth), fastFall)));
    v128.store(row, depth);
    row += FRAME_BYTES;
  }
  v128.store(release, flushDenormal(depth), FAST_DEPTH);
  v128.store(release, flushDenormal(slow), SLOW_DEPTH);
}
