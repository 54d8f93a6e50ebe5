// The thump of a stage whose halves differ: as their common bias goes down, their currents do not fall alike, and the difference is a
// step of one polarity at each attack. Two couplings of first order take what is slow of it away, so that releases are not heard.
// It belongs to the stage and not to what it reduces, so parts that follow do without it.

import { aligned, FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { exp2Pair, flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { exp, PI } from "@twobus/dsp/assembly/maths";
import { toLeftRight } from "@twobus/dsp/assembly/mid-side";
import { firstPairsFor, LONG_FIRST_PAIRS, oversamplingLatency } from "@twobus/dsp/assembly/oversampling";

/** Of full scale, for a stage that is shut and halves as different as can be: −43 dBFS for 10 dB of reduction [estimate]. */
const HIGHEST_STEP: f64 = 0.01;
const COUPLING_HZ: f64 = 20.0;
/** So many frames after the last thump the delay has run empty. */
const EMPTY_FRAMES: i32 = 256;

const POLE: usize = 0; // f64
const QUIET_FRAMES: usize = 8; // i32
const LAST: usize = 16; // v128: the step of the frame before
const FIRST: usize = 32; // v128: behind one coupling
const SECOND: usize = 48; // v128: behind both
const THUMP: usize = 64; // 128 v128
const DELAY: usize = THUMP + 128 * FRAME_BYTES;

export function thumpBytes(factor: i32): i32 {
  return <i32>DELAY + aligned(delayStateBytes(oversamplingLatency(factor, 0, LONG_FIRST_PAIRS)));
}

/** It is as late as a colour at that oversampling. */
export function thumpInit(thump: usize, factor: i32, sampleRate: f64): void {
  memory.fill(thump, 0, DELAY);
  store<f64>(thump, exp((-2.0 * PI * COUPLING_HZ) / sampleRate), POLE);
  store<i32>(thump, EMPTY_FRAMES, QUIET_FRAMES);
  delayInit(thump + DELAY, oversamplingLatency(factor, 0, firstPairsFor(sampleRate)));
}

/** Adds what a row of reductions thumps. `share`, of the highest step, ramps to its end; at 0 nothing is heard. */
export function addThump(
  thump: usize,
  reductions: usize,
  output: usize,
  frames: i32,
  share: f64,
  lastShare: f64,
  midSide: bool,
): void {
  const sounds = share > 0.0 || lastShare > 0.0 || v128.any_true(v128.load(thump, SECOND));
  if (!sounds && load<i32>(thump, QUIET_FRAMES) >= EMPTY_FRAMES) return;
  store<i32>(thump, sounds ? 0 : load<i32>(thump, QUIET_FRAMES) + frames, QUIET_FRAMES);
  const one = f64x2.splat(1.0);
  const pole = f64x2.splat(load<f64>(thump, POLE));
  const step = f64x2.splat((HIGHEST_STEP * (lastShare - share)) / <f64>frames);
  let height = f64x2.splat(HIGHEST_STEP * share);
  let last = v128.load(thump, LAST);
  let first = v128.load(thump, FIRST);
  let second = v128.load(thump, SECOND);
  const row = thump + THUMP;
  const end = row + <usize>frames * FRAME_BYTES;
  for (let at = row; at < end; at += FRAME_BYTES) {
    height = f64x2.add(height, step);
    const shut = f64x2.mul(height, f64x2.sub(one, exp2Pair(f64x2.neg(v128.load(reductions)))));
    const coupled = f64x2.mul(pole, f64x2.add(first, f64x2.sub(shut, last)));
    second = f64x2.mul(pole, f64x2.add(second, f64x2.sub(coupled, first)));
    first = coupled;
    last = shut;
    v128.store(at, second);
    reductions += FRAME_BYTES;
  }
  v128.store(thump, flushDenormal(last), LAST);
  v128.store(thump, flushDenormal(first), FIRST);
  v128.store(thump, flushDenormal(second), SECOND);
  delayProcess(thump + DELAY, row, row, frames);
  for (let at = row; at < end; at += FRAME_BYTES) {
    const heard = midSide ? toLeftRight(v128.load(at)) : v128.load(at);
    v128.store(output, f64x2.add(v128.load(output), heard));
    output += FRAME_BYTES;
  }
}
