// The highest true peak and the highest sample per channel of all that was heard.
// State: true peak (L, R), sample peak (L, R), coefficients, window, peaks.

import { FRAME_BYTES } from "./abi";
import {
  mayExceed,
  samplePeak,
  TRUE_PEAK_COEFFICIENT_BYTES,
  TRUE_PEAK_FRAMES,
  TRUE_PEAK_HISTORY_BYTES,
  TRUE_PEAK_ROW_BYTES,
  TRUE_PEAK_WINDOW_BYTES,
  truePeakDesign,
  truePeaks,
} from "./true-peak";

const COEFFICIENTS: usize = 32;
const WINDOW: usize = COEFFICIENTS + <usize>TRUE_PEAK_COEFFICIENT_BYTES;
const PEAKS: usize = WINDOW + <usize>TRUE_PEAK_WINDOW_BYTES;

export function truePeakMeterStateBytes(): i32 {
  return <i32>PEAKS + TRUE_PEAK_ROW_BYTES;
}

export function truePeakMeterInit(state: usize): void {
  memory.fill(state, 0, <usize>truePeakMeterStateBytes());
  truePeakDesign(state + COEFFICIENTS);
}

/** Hears any number of frames. Sixteen frames of silence at the end bring the last intervals in. */
export function truePeakMeterProcess(state: usize, input: usize, frames: i32): void {
  const newest = state + WINDOW + TRUE_PEAK_HISTORY_BYTES;
  while (frames > 0) {
    const count = min(frames, TRUE_PEAK_FRAMES);
    const bytes = <usize>count * FRAME_BYTES;
    memory.copy(newest, input, bytes);
    v128.store(state, f64x2.pmax(v128.load(state, 16), samplePeak(newest, count)), 16);
    raise(state, count);
    memory.copy(state + WINDOW, state + WINDOW + bytes, TRUE_PEAK_HISTORY_BYTES);
    input += bytes;
    frames -= count;
  }
}

/** Takes the window's true peaks in, unless its samples alone show that none can be a new maximum. */
function raise(state: usize, frames: i32): void {
  let maximum = v128.load(state);
  if (!mayExceed(state + COEFFICIENTS, state + WINDOW, frames, maximum)) return;
  let peaks = state + PEAKS;
  truePeaks(state + COEFFICIENTS, state + WINDOW, peaks, frames, maximum);
  const end = peaks + <usize>frames * FRAME_BYTES;
  while (peaks < end) {
    maximum = f64x2.pmax(maximum, v128.load(peaks));
    peaks += FRAME_BYTES;
  }
  v128.store(state, maximum);
}
