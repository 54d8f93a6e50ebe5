// How loud is a band's own place, and how loud the whole sound? Held peaks, of the one behind a filter.

import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import {
  advancePeakHold,
  linkedPeakLevels,
  linkedPeakLevelsBehind,
  linkLevels,
  PEAK_HOLD_BYTES,
  peakLevels,
  setPeakHoldWithin,
} from "@twobus/dsp/assembly/detector";
import {
  cascadeBytes,
  cascadeInit,
  resetCascade,
  runCascade,
  setSections,
  standingSection,
} from "@twobus/dsp/assembly/section-cascade";

const HOLD: usize = cascadeBytes(1);
const WIDE_HOLD: usize = HOLD + PEAK_HOLD_BYTES;
export const DETECTOR_BYTES: usize = WIDE_HOLD + PEAK_HOLD_BYTES;

/** The filter must then be set. */
export function detectorInit(detector: usize): void {
  cascadeInit(detector, 1);
}

/** Sends the filter to a design of `count` sections, at most one. */
export function setDetectorFilter(detector: usize, design: usize, count: i32): void {
  setSections(detector, 0, 1, design, count, BOTH_LANES);
}

/** As `setPeakHoldWithin`. */
export function setDetectorHold(detector: usize, releaseSeconds: f64, sampleRate: f64): f64 {
  setPeakHoldWithin(detector + WIDE_HOLD, releaseSeconds, sampleRate);
  return setPeakHoldWithin(detector + HOLD, releaseSeconds, sampleRate);
}

/** The filter arrives at once, and forgets what was heard. */
export function resetDetector(detector: usize): void {
  resetCascade(detector);
}

export function advanceDetector(detector: usize, frames: f64): void {
  advancePeakHold(detector + HOLD, frames);
  advancePeakHold(detector + WIDE_HOLD, frames);
}

/**
 * Levels of what the filter leaves, which lies in `heard` then. A linked row has the louder channel's; channels that are apart
 * share levels by a link that runs from `link` to `lastLink`.
 */
export function detectLevels(
  detector: usize,
  source: usize,
  heard: usize,
  row: usize,
  frames: i32,
  link: f64,
  lastLink: f64,
  linked: bool,
): void {
  runCascade(detector, source, heard, frames);
  levelsOf(detector + HOLD, heard, row, frames, link, lastLink, linked);
}

/** A linked row of the same where nobody else hears it: in one loop, unless the filter moves. */
export function detectUnheardLevels(detector: usize, source: usize, scratch: usize, row: usize, frames: i32): void {
  const section = standingSection(detector);
  if (section != 0) linkedPeakLevelsBehind(section, detector + HOLD, source, row, frames);
  else detectLevels(detector, source, scratch, row, frames, 1.0, 1.0, true);
}

/** Levels of the whole source. */
export function detectWideLevels(
  detector: usize,
  source: usize,
  row: usize,
  frames: i32,
  link: f64,
  lastLink: f64,
  linked: bool,
): void {
  levelsOf(detector + WIDE_HOLD, source, row, frames, link, lastLink, linked);
}

function levelsOf(hold: usize, heard: usize, row: usize, frames: i32, link: f64, lastLink: f64, linked: bool): void {
  if (linked) {
    linkedPeakLevels(hold, heard, row, frames);
  } else {
    peakLevels(hold, heard, row, frames);
    linkLevels(row, frames, link, lastLink, false);
  }
}
