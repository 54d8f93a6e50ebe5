// What band-limiting cannot promise: no sample above the ceiling, and with the guard no true peak either.

import { FRAME_BYTES, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import { truePeakGuardProcess } from "@twobus/dsp/assembly/true-peak-guard";
import { shareLeft } from "../curve/kernel";
import { CEILING_DB, DELAYED, DRIVEN, FADE, guardOf, isGuarded, WET } from "../layout/kernel";
import { firstLimitDb, isFading, isLimitedAlone, lastLimitDb, openings } from "../limit-fade/kernel";

const OPEN_CEILING: f64 = 1e9;

/** Brings true peaks below the ceiling by gain, in place. With a limit the ceiling is open: the guard only delays. */
export function guardPeaks(state: usize, parameters: usize, frames: i32): void {
  const isOpen = isLimitedAlone(state + FADE);
  const ceiling = isOpen ? OPEN_CEILING : decibelsToGain(startOf(parameters, CEILING_DB));
  const last = isOpen ? OPEN_CEILING : decibelsToGain(valueOf(parameters, CEILING_DB));
  const step = (last - ceiling) / <f64>frames;
  const guarded = state + DRIVEN;
  const spared = isFading(state + FADE) ? openings(state + FADE) : 0;
  truePeakGuardProcess(guardOf(state, parameters), state + WET, guarded, ceiling, step, spared, frames);
  memory.copy(state + WET, guarded, <usize>frames * FRAME_BYTES);
}

// @ts-ignore: decorator
@inline
function clip(x: v128, bound: v128): v128 {
  return f64x2.pmin(bound, f64x2.pmax(f64x2.neg(bound), x));
}

/**
 * Clips the samples that band-limiting has put above the ceiling. A limit on what may be taken holds here too: no sample is
 * cut below its share of the driven one; and none at all behind the guard, to which the driven one is too early.
 */
export function clipSamples(state: usize, parameters: usize, frames: i32): void {
  const guarded = isGuarded(parameters);
  const fades = isFading(state + FADE);
  const isLimited = isLimitedAlone(state + FADE);
  if (guarded && isLimited) return;
  let opening = openings(state + FADE);
  let ceiling = decibelsToGain(startOf(parameters, CEILING_DB));
  const step = (decibelsToGain(valueOf(parameters, CEILING_DB)) - ceiling) / <f64>frames;
  let share = shareLeft(firstLimitDb(state + FADE));
  const shareStep = (shareLeft(lastLimitDb(state + FADE)) - share) / <f64>frames;
  let driven = state + DELAYED;
  let at = state + WET;
  const end = at + <usize>frames * FRAME_BYTES;
  for (; at < end; at += FRAME_BYTES) {
    ceiling += step;
    share += shareStep;
    const sample = v128.load(at);
    let clipped = clip(sample, f64x2.splat(ceiling));
    if (fades || isLimited) {
      const bound = f64x2.pmax(f64x2.splat(ceiling), f64x2.mul(f64x2.splat(share), f64x2.abs(v128.load(driven))));
      const limited = guarded ? sample : clip(sample, bound);
      const open = v128.load64_splat(opening);
      clipped = isLimited ? limited : f64x2.add(clipped, f64x2.mul(open, f64x2.sub(limited, clipped)));
    }
    v128.store(at, clipped);
    driven += FRAME_BYTES;
    opening += 8;
  }
}
