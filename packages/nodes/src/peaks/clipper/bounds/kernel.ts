// What band-limiting cannot promise: no sample above the ceiling, and with the guard no true peak either.

import { FRAME_BYTES, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import { truePeakGuardProcess } from "@twobus/dsp/assembly/true-peak-guard";
import { shareLeft } from "../curve/kernel";
import { CEILING_DB, DRIVEN, guardOf, isLimited, LIMIT_SHAVE_DB, WET } from "../layout/kernel";

const OPEN_CEILING: f64 = 1e9;

/** Brings true peaks below the ceiling by gain, in place. With a limit the ceiling is open: the guard only delays. */
export function guardPeaks(state: usize, parameters: usize, frames: i32): void {
  const isOpen = isLimited(parameters);
  const ceiling = isOpen ? OPEN_CEILING : decibelsToGain(startOf(parameters, CEILING_DB));
  const last = isOpen ? OPEN_CEILING : decibelsToGain(valueOf(parameters, CEILING_DB));
  const step = (last - ceiling) / <f64>frames;
  const guarded = state + DRIVEN;
  truePeakGuardProcess(guardOf(state, parameters), state + WET, guarded, ceiling, step, frames);
  memory.copy(state + WET, guarded, <usize>frames * FRAME_BYTES);
}

/**
 * Clips the samples that band-limiting has put above the ceiling. A limit on what may be taken holds here too: no sample is
 * cut below its share of the driven one.
 */
export function clipSamples(parameters: usize, driven: usize, buffer: usize, frames: i32): void {
  let ceiling = decibelsToGain(startOf(parameters, CEILING_DB));
  const step = (decibelsToGain(valueOf(parameters, CEILING_DB)) - ceiling) / <f64>frames;
  let share = shareLeft(startOf(parameters, LIMIT_SHAVE_DB));
  const shareStep = (shareLeft(valueOf(parameters, LIMIT_SHAVE_DB)) - share) / <f64>frames;
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (; buffer < end; buffer += FRAME_BYTES) {
    ceiling += step;
    share += shareStep;
    const bound = f64x2.pmax(f64x2.splat(ceiling), f64x2.mul(f64x2.splat(share), f64x2.abs(v128.load(driven))));
    v128.store(buffer, f64x2.pmin(bound, f64x2.pmax(f64x2.neg(bound), v128.load(buffer))));
    driven += FRAME_BYTES;
  }
}
