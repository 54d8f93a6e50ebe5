// How loud are the highs, alone or over the whole sound? The level of the whole lets go slowly, so that low tones do not lose it
// between their crests.

import { startOf } from "@twobus/dsp/assembly/abi";
import { frameStride, lanesAgree, loadFrame, secondLane, storeFrame } from "@twobus/dsp/assembly/control-row";
import {
  advancePeakHold,
  DUAL_MONO,
  encodeMidSide,
  linkLevels,
  PEAK_HOLD_BYTES,
  peakLevels,
  setPeakHold,
  windowFrames,
} from "@twobus/dsp/assembly/detector";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { KEY_FILTER_BYTES, KEY_LOW_PASS_OFF_HZ, keyFilterProcess, setKeyFilter } from "@twobus/dsp/assembly/key-filter";
import { exp } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { CHANNEL_MODE, DETECTION, isMidSide, LINK_PERCENT, RELATIVE } from "../parameters/kernel";

const PEAK_HOLD_SECONDS: f64 = 0.0005;
/** How fast the level of the whole sound lets go. */
const WHOLE_SECONDS: f64 = 0.05;
/** Keeps the quotient of silences finite. */
const FLOOR: f64 = 1e-20;

/** The level of the whole sound; the head of the state. */
// @ts-ignore: decorator
@unmanaged
class Whole {
  level: v128;
  /** What is left of it after a frame. */
  keeps: f64;
}

const PEAKS: usize = 32;
const WHOLE_PEAKS: usize = PEAKS + PEAK_HOLD_BYTES;
const FILTER: usize = WHOLE_PEAKS + PEAK_HOLD_BYTES;
export const DETECTOR_BYTES: usize = FILTER + KEY_FILTER_BYTES;

/** On zeroed memory. */
export function detectorInit(detector: usize, sampleRate: f64): void {
  changetype<Whole>(detector).keeps = exp(-1.0 / (WHOLE_SECONDS * sampleRate));
  setPeakHold(detector + PEAKS, peakFrames(sampleRate));
  setPeakHold(detector + WHOLE_PEAKS, peakFrames(sampleRate));
}

/** Sets where the highs begin. */
export function setDetector(detector: usize, hz: f64, sampleRate: f64): void {
  setKeyFilter(detector + FILTER, hz, KEY_LOW_PASS_OFF_HZ, sampleRate);
}

export function advanceDetector(detector: usize, frames: f64): void {
  advancePeakHold(detector + PEAKS, frames);
  advancePeakHold(detector + WHOLE_PEAKS, frames);
}

function peakFrames(sampleRate: f64): i32 {
  return windowFrames(PEAK_HOLD_SECONDS, sampleRate);
}

/** How long a peak is held, which is part of the release. */
export function heldSeconds(sampleRate: f64): f64 {
  return (1.5 * <f64>peakFrames(sampleRate)) / sampleRate;
}

/**
 * Row of the levels of the highs, alone or over the level of the whole sound; the highs lie in `heard`. `alike`: the stages behind
 * stand alike in both channels. Returns whether the row is linked.
 */
export function detectHighs(
  detector: usize,
  key: usize,
  row: usize,
  wholeRow: usize,
  heard: usize,
  parameters: usize,
  frames: i32,
  alike: bool,
): bool {
  const ends = endValues(parameters);
  const midSide = isMidSide(ends);
  const isRelative = startOf(ends, DETECTION) == RELATIVE;
  const both = alike && lanesAgree(changetype<Whole>(detector).level);
  const start = linkOf(parameters);
  const end = linkOf(ends);

  keyFilterProcess(detector + FILTER, key, heard, frames);
  if (midSide) encodeMidSide(heard, row, frames);
  peakLevels(detector + PEAKS, midSide ? row : heard, row, frames);
  const linked = linkLevels(row, frames, start, end, both);
  if (!isRelative) return linked;
  if (midSide) encodeMidSide(key, wholeRow, frames);
  peakLevels(detector + WHOLE_PEAKS, midSide ? wholeRow : key, wholeRow, frames);
  linkLevels(wholeRow, frames, start, end, both);
  divideByWhole(changetype<Whole>(detector), row, wholeRow, frames, linked);
  return linked;
}

function divideByWhole(memory: Whole, row: usize, wholeRow: usize, frames: i32, linked: bool): void {
  const keeps = f64x2.splat(memory.keeps);
  const floor = f64x2.splat(FLOOR);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  let whole = memory.level;
  for (let i: i32 = 0; i < frames; i++) {
    whole = f64x2.pmax(loadFrame(wholeRow, second), f64x2.mul(whole, keeps));
    storeFrame(row, second, f64x2.div(loadFrame(row, second), f64x2.add(whole, floor)));
    row += stride;
    wholeRow += stride;
  }
  memory.level = flushDenormal(whole);
}

function linkOf(values: usize): f64 {
  return startOf(values, CHANNEL_MODE) == DUAL_MONO ? 0.0 : 0.01 * startOf(values, LINK_PERCENT);
}
