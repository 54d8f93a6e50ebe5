// The compressor of one band: held peaks, the law, ballistics that are decoupled, so that lows are held between their crests.
// Without reduction its gain is exactly 1.

import { startOf } from "@twobus/dsp/assembly/abi";
import {
  BALLISTICS_BYTES,
  ballisticsAgree,
  decoupledBallistics,
  setBallistics,
} from "@twobus/dsp/assembly/ballistics";
import { rowVectors, setRamp } from "@twobus/dsp/assembly/control-row";
import {
  advancePeakHold,
  DUAL_MONO,
  encodeMidSide,
  linkLevels,
  MID_SIDE,
  PEAK_HOLD_BYTES,
  peakLevels,
  setPeakHoldWithin,
} from "@twobus/dsp/assembly/detector";
import { followGains, GAIN_RECORD_BYTES, recordGains } from "@twobus/dsp/assembly/follow";
import { GAIN_LAW_BYTES, OF_AMPLITUDE, reductionsByLaw } from "@twobus/dsp/assembly/gain-computer";
import {
  applyGains,
  GAIN_STAGE_BYTES,
  gainsOfReductions,
  STAGE_MAKEUP,
  STAGE_MIX,
} from "@twobus/dsp/assembly/gain-stage";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { makeupOf, mixOf, setLaw } from "../law/kernel";
import { ATTACK_MS, CHANNEL_MODE, KEY_LISTEN, LINK_PERCENT, ofBand, RELEASE_MS } from "../parameters/kernel";

// State
const LAW: usize = 0;
const STAGE: usize = LAW + GAIN_LAW_BYTES;
const BALLISTICS: usize = STAGE + GAIN_STAGE_BYTES;
const HOLD: usize = BALLISTICS + BALLISTICS_BYTES;
const RECORD: usize = HOLD + PEAK_HOLD_BYTES;
export const BAND_BYTES: usize = RECORD + GAIN_RECORD_BYTES;

/** Coefficients of the band from the values of all. */
export function setBand(own: usize, values: usize, band: i32, sampleRate: f64): void {
  const ofOwn = ofBand(values, band);
  const release = setPeakHoldWithin(own + HOLD, startOf(ofOwn, RELEASE_MS) * 0.001, sampleRate);
  setBallistics(own + BALLISTICS, startOf(ofOwn, ATTACK_MS) * 0.001, release, false, sampleRate);
}

export function advanceBand(own: usize, frames: f64): void {
  advancePeakHold(own + HOLD, frames);
}

/**
 * Compresses a band's sound in place by what is heard of the key. `row` ends up as its gains, for parts that follow. Returns the
 * greatest reduction.
 */
export function compressBand(
  own: usize,
  band: i32,
  heard: usize,
  sound: usize,
  row: usize,
  parameters: usize,
  frames: i32,
): f64 {
  const ends = endValues(parameters);
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  const ballistics = own + BALLISTICS;

  if (midSide) encodeMidSide(heard, row, frames);
  peakLevels(own + HOLD, midSide ? row : heard, row, frames);
  const linked = linkLevels(row, frames, linkOf(parameters), linkOf(ends), ballisticsAgree(ballistics));

  const vectors = rowVectors(frames, linked);
  setLaw(own + LAW, parameters, band, frames, linked);
  setRamp(own + STAGE + STAGE_MAKEUP, makeupOf(parameters, band), makeupOf(ends, band), frames, linked);
  setRamp(own + STAGE + STAGE_MIX, mixOf(parameters, band), mixOf(ends, band), frames, linked);
  reductionsByLaw(row, vectors, own + LAW, OF_AMPLITUDE);
  const greatest = decoupledBallistics(ballistics, row, frames, linked);
  gainsOfReductions(row, vectors, own + STAGE);
  applyGains(row, sound, sound, frames, linked, midSide);
  recordGains(own + RECORD, linked, midSide, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  return greatest;
}

/** The gains of the whole's band `own`, in its `row`, on a part's, in place. */
export function followBand(own: usize, row: usize, sound: usize, frames: i32): void {
  followGains(own + RECORD, row, sound, sound, frames);
}

function linkOf(values: usize): f64 {
  return startOf(values, CHANNEL_MODE) == DUAL_MONO ? 0.0 : 0.01 * startOf(values, LINK_PERCENT);
}
