// Clips by adding the residue of clipping to the delayed input: only the residue is oversampled, so whatever stays below the
// knee passes untouched to the last bit. At the end stands what band-limiting cannot promise: no sample above the ceiling,
// and with the guard no true peak either.

import { FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { delayInit, delayProcess } from "@twobus/dsp/assembly/delay";
import { encodeMidSide } from "@twobus/dsp/assembly/detector";
import { followFactors } from "@twobus/dsp/assembly/follow";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import { toLeftRight } from "@twobus/dsp/assembly/mid-side";
import { LONG_FIRST_PAIRS, oversampleDown, oversampleUp, oversamplingInit } from "@twobus/dsp/assembly/oversampling";
import { truePeakGuardDelay, truePeakGuardInit } from "@twobus/dsp/assembly/true-peak-guard";
import { clipSamples, guardPeaks } from "./bounds/kernel";
import { curveInForce, shape } from "./curve/kernel";
import {
  BUFFER_BYTES,
  CURVE_DELAY,
  CURVE_KNEE,
  DELAYED,
  DELTA,
  DRIVE_DB,
  DRIVEN,
  drivenDelayOf,
  FACTORS,
  factorOf,
  FADE,
  filterLatency,
  guardOf,
  innerBytes,
  inputDelayOf,
  isGuarded,
  isMidSide,
  latencyOf,
  LIMIT_SHAVE_DB,
  MIX_PERCENT,
  OVERSAMPLER,
  PEAKS,
  RECORDS,
  SHAVED_METER,
  sharesOf,
  WET,
} from "./layout/kernel";
import { limitFadeInit, runLimitFade } from "./limit-fade/kernel";
import { followShares, recordFactors, recordInner, recordShares } from "./parts/kernel";
import { readShaving, shavedMeterInit } from "./shaved-meter/kernel";

export function clipperStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>sharesOf(0, parameters) + innerBytes(parameters);
}

export function clipperInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  memory.fill(state, 0, OVERSAMPLER);
  store<f64>(state, -1.0, CURVE_KNEE);
  limitFadeInit(state + FADE, valueOf(parameters, LIMIT_SHAVE_DB), sampleRate);
  shavedMeterInit(state + SHAVED_METER, sampleRate);
  oversamplingInit(state + OVERSAMPLER, factor, CURVE_DELAY, LONG_FIRST_PAIRS);
  delayInit(drivenDelayOf(state, factor), filterLatency(factor));
  delayInit(inputDelayOf(state, factor), latencyOf(parameters));
  if (isGuarded(parameters)) truePeakGuardInit(guardOf(state, parameters));
}

/** The input with drive, to `output`. */
function drive(parameters: usize, input: usize, output: usize, frames: i32): void {
  let gain = decibelsToGain(startOf(parameters, DRIVE_DB));
  const step = (decibelsToGain(valueOf(parameters, DRIVE_DB)) - gain) / <f64>frames;
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    gain += step;
    v128.store(output, f64x2.mul(v128.load(input), f64x2.splat(gain)));
    input += FRAME_BYTES;
  }
}

/** Residues become those of left and right. */
function decodeMidSide(residue: usize, frames: i32): void {
  const end = residue + <usize>frames * FRAME_BYTES;
  for (; residue < end; residue += FRAME_BYTES) v128.store(residue, toLeftRight(v128.load(residue)));
}

/** The clipped signal: the driven one plus the residue, in place of the residue. */
function addResidue(driven: usize, residue: usize, frames: i32): void {
  const end = residue + <usize>frames * FRAME_BYTES;
  for (; residue < end; residue += FRAME_BYTES) {
    v128.store(residue, f64x2.add(v128.load(driven), v128.load(residue)));
    driven += FRAME_BYTES;
  }
}

/** The driven input at the inner rate; `DELAYED` holds it as late as its residue is going to be. Returns the inner frames. */
function upToCurve(state: usize, parameters: usize, input: usize, frames: i32): usize {
  const driven = state + DRIVEN;
  drive(parameters, input, driven, frames);
  delayProcess(drivenDelayOf(state, factorOf(parameters)), driven, state + DELAYED, frames);
  if (isMidSide(parameters)) encodeMidSide(driven, driven, frames);
  return oversampleUp(state + OVERSAMPLER, driven, frames);
}

/** Residues at the inner rate become the clipped signal, in `WET`. */
function downFromCurve(state: usize, parameters: usize, frames: i32): void {
  const wet = state + WET;
  oversampleDown(state + OVERSAMPLER, wet, frames);
  if (isMidSide(parameters)) decodeMidSide(wet, frames);
  addResidue(state + DELAYED, wet, frames);
}

/** Lays the clipped signal over the untouched one, and turns to what was taken while `delta` is on. */
function finish(state: usize, parameters: usize, input: usize, output: usize, frames: i32): void {
  let dry = state + DELAYED;
  let wet = state + WET;
  delayProcess(inputDelayOf(state, factorOf(parameters)), input, dry, frames);
  const share = 1.0 / <f64>frames;
  let mix = startOf(parameters, MIX_PERCENT) * 0.01;
  const mixStep = (valueOf(parameters, MIX_PERCENT) * 0.01 - mix) * share;
  let delta = startOf(parameters, DELTA);
  const deltaStep = (valueOf(parameters, DELTA) - delta) * share;
  const one = f64x2.splat(1.0);
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    mix += mixStep;
    delta += deltaStep;
    const untouched = v128.load(dry);
    const wetShare = f64x2.splat(mix);
    const mixed = f64x2.add(f64x2.mul(v128.load(wet), wetShare), f64x2.mul(untouched, f64x2.sub(one, wetShare)));
    const taken = f64x2.splat(delta);
    // (1 − δ)·mixed + δ·(untouched − mixed): at either end exactly the one or the other
    const heard = f64x2.mul(mixed, f64x2.sub(one, taken));
    v128.store(output, f64x2.add(heard, f64x2.mul(f64x2.sub(untouched, mixed), taken)));
    dry += FRAME_BYTES;
    wet += FRAME_BYTES;
  }
}

export function clipperProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const input = portAt(ports, 0);
  const innerFrames = frames * factorOf(parameters);
  const wet = state + WET;
  const records = load<i32>(state, RECORDS) != 0;

  runLimitFade(state + FADE, startOf(parameters, LIMIT_SHAVE_DB), valueOf(parameters, LIMIT_SHAVE_DB), frames);
  const area = upToCurve(state, parameters, input, frames);
  if (records) recordInner(state, parameters, area, innerFrames);
  shape(state, parameters, area, frames);
  readShaving(state + SHAVED_METER, curveInForce(state), state + PEAKS, meters, frames);
  if (records) recordShares(state, parameters, area, innerFrames);
  downFromCurve(state, parameters, frames);
  if (isGuarded(parameters)) guardPeaks(state, parameters, frames);
  if (records) memory.copy(state + DRIVEN, wet, BUFFER_BYTES);
  clipSamples(state, parameters, frames);
  if (records) recordFactors(state, parameters, state + DRIVEN, wet, frames);
  finish(state, parameters, input, portAt(ports, 1), frames);
}

export function clipperRecord(state: usize): void {
  store<i32>(state, 1, RECORDS);
}

export function clipperFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const wet = follow + WET;
  const area = upToCurve(follow, parameters, input, frames);
  followShares(follow, state, parameters, area, frames * factorOf(parameters));
  downFromCurve(follow, parameters, frames);
  if (isGuarded(parameters)) {
    truePeakGuardDelay(guardOf(follow, parameters), wet, follow + DRIVEN, frames);
    memory.copy(wet, follow + DRIVEN, BUFFER_BYTES);
  }
  followFactors(wet, state + FACTORS, frames);
  finish(follow, parameters, input, output, frames);
}
