// What compressors share around their own law and ballistics: hearing the key, linking the channels, and the parameters for
// both. A control row here always has a lane per channel, and channels are linked by their reductions, after the ballistics:
// control voltages meet, not sounds, so each channel keeps a detector of its own.
//
// The parameters lie in this order; `values` is always the address of the first of them.

import { FRAME_BYTES, portAt, startOf } from "./abi";
import { ROW_BYTES } from "./control-row";
import { advancePeakHold, DUAL_MONO, encodeMidSide, MID_SIDE, PEAK_HOLD_BYTES, peakLevels, setPeakHoldWithin } from "./detector";
import { KEY_FILTER_BYTES, keyFilterProcess, setKeyFilter } from "./key-filter";
import { decibelsToGain } from "./maths";

export const MAKEUP_DB: i32 = 0;
export const AUTO_MAKEUP: i32 = 1;
export const MIX_PERCENT: i32 = 2;
export const KEY_HIGH_PASS_HZ: i32 = 3;
export const KEY_LOW_PASS_HZ: i32 = 4;
export const LINK_PERCENT: i32 = 5;
export const CHANNEL_MODE: i32 = 6;
export const KEY_LISTEN: i32 = 7;
export const SIDE_CHAIN_PARAMETERS: i32 = 8;

/** A tone at 0 VU, by its peak and as RMS reads it: what automatic make-up keeps at its level. */
export const REFERENCE_PEAK_DB: f64 = -18.0;
export const REFERENCE_RMS_DB: f64 = -21.010299956639813;

const FILTER: usize = 0;
const HOLD: usize = FILTER + KEY_FILTER_BYTES;
const HEARD: usize = HOLD + PEAK_HOLD_BYTES;
export const SIDE_CHAIN_BYTES: usize = HEARD + ROW_BYTES;

/** The same for a kernel that runs `factor` times faster. */
export function innerSideChainBytes(factor: i32): usize {
  return HEARD + <usize>factor * ROW_BYTES;
}

// @ts-ignore: decorator
@inline
export function isMidSide(values: usize): bool {
  return startOf(values, CHANNEL_MODE) == MID_SIDE;
}

export function makeupGain(values: usize): f64 {
  return decibelsToGain(startOf(values, MAKEUP_DB));
}

export function mixShare(values: usize): f64 {
  return 0.01 * startOf(values, MIX_PERCENT);
}

export function linkShare(values: usize): f64 {
  return startOf(values, CHANNEL_MODE) == DUAL_MONO ? 0.0 : 0.01 * startOf(values, LINK_PERCENT);
}

export function setSideChain(chain: usize, values: usize, sampleRate: f64): void {
  setKeyFilter(chain + FILTER, startOf(values, KEY_HIGH_PASS_HZ), startOf(values, KEY_LOW_PASS_HZ), sampleRate);
}

/** As `setPeakHoldWithin`. */
export function setHold(chain: usize, releaseSeconds: f64, sampleRate: f64): f64 {
  return setPeakHoldWithin(chain + HOLD, releaseSeconds, sampleRate);
}

/** What a side-chain counts goes on so many frames. */
export function advanceSideChain(chain: usize, frames: f64): void {
  advancePeakHold(chain + HOLD, frames);
}

/** The key behind its filters, or the main input where there is no key. */
export function hearKey(chain: usize, ports: usize, frames: i32): usize {
  const key = portAt(ports, 1);
  return keyFilterProcess(chain + FILTER, key == 0 ? portAt(ports, 0) : key, chain + HEARD, frames);
}

/** Where something heard may be filtered further: scratch of the side-chain, which `hearKey` may have written to already. */
// @ts-ignore: decorator
@inline
export function heardScratch(chain: usize): usize {
  return chain + HEARD;
}

/** What is heard, as the channels that the detector keeps apart. */
export function detectedFrames(heard: usize, scratch: usize, midSide: bool, frames: i32): usize {
  if (!midSide) return heard;
  encodeMidSide(heard, scratch, frames);
  return scratch;
}

/** Writes held peaks of what is heard. */
export function heldPeaks(chain: usize, heard: usize, row: usize, midSide: bool, frames: i32): void {
  peakLevels(chain + HOLD, detectedFrames(heard, row, midSide, frames), row, frames);
}

/**
 * Links reductions: where the other channel's is the greater one, a channel takes up a share of the difference that runs
 * from `start` to `end`. `other` is the row that the other channel's reduction is taken from, usually `row` itself.
 */
export function linkReductions(row: usize, other: usize, frames: i32, start: f64, end: f64): void {
  if (start == 0.0 && end == 0.0) return;
  const zero = f64x2.splat(0.0);
  const step = f64x2.splat((end - start) / <f64>frames);
  let share = f64x2.splat(start);
  const last = row + <usize>frames * FRAME_BYTES;
  while (row < last) {
    share = f64x2.add(share, step);
    const own = v128.load(row);
    const across = v128.load(other);
    const excess = f64x2.pmax(zero, f64x2.sub(v128.shuffle<i64>(across, across, 1, 0), own));
    v128.store(row, f64x2.add(own, f64x2.mul(excess, share)));
    row += FRAME_BYTES;
    other += FRAME_BYTES;
  }
}

/** The greatest reduction in a row, for the meter. */
export function greatestOf(row: usize, frames: i32): f64 {
  let greatest = f64x2.splat(0.0);
  const end = row + <usize>frames * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) greatest = f64x2.pmax(greatest, v128.load(row));
  return max(f64x2.extract_lane(greatest, 0), f64x2.extract_lane(greatest, 1));
}
