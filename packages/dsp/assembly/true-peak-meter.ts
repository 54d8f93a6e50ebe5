// The highest true peak and the highest sample per channel of all that was heard.
// State: true peak (L, R), sample peak (L, R), interpolator, window, peaks.

import { FRAME_BYTES } from "./abi";
import {
  mayExceed,
  samplePeak,
  TRUE_PEAK_FRAMES,
  TRUE_PEAK_HISTORY_FRAMES,
  TRUE_PEAK_SCRATCH_BYTES,
  TRUE_PEAK_WINDOW_BYTES,
  truePeakDesign,
  truePeaks,
} from "./true-peak";

const SCRATCH: usize = 32;
const WINDOW: usize = SCRATCH + <usize>TRUE_PEAK_SCRATCH_BYTES;
const PEAKS: usize = WINDOW + <usize>TRUE_PEAK_WINDOW_BYTES;
const HISTORY_BYTES: usize = <usize>TRUE_PEAK_HISTORY_FRAMES * FRAME_BYTES;

export function truePeakMeterStateBytes(): i32 {
  return <i32>PEAKS + TRUE_PEAK_FRAMES * <i32>FRAME_BYTES;
}

export function truePeakMeterInit(state: usize): void {
  memory.fill(state, 0, <usize>truePeakMeterStateBytes());
  truePeakDesign(state + SCRATCH);
}

/** Hears any number of frames. Silence must follow the last one: half the history's length of it. */
export function truePeakMeterProcess(state: usize, input: usize, frames: i32): void {
  const newest = state + WINDOW + HISTORY_BYTES;
  while (frames > 0) {
    const count = min(frames, TRUE_PEAK_FRAMES);
    const bytes = <usize>count * FRAME_BYTES;
    memory.copy(newest, input, bytes);
    v128.store(state, f64x2.pmax(v128.load(state, 16), samplePeak(newest, count)), 16);
    raise(state, count);
    memory.copy(state + WINDOW, state + WINDOW + bytes, HISTORY_BYTES);
    input += bytes;
    frames -= count;
  }
}

/** Takes the window's true peaks in, unless its samples alone show that none can be a new maximum. */
function raise(state: usize, frames: i32): void {
  const level = min(load<f64>(state), load<f64>(state, 8));
  if (!mayExceed(state + SCRATCH, state + WINDOW, frames, level)) return;
  let maximum = v128.load(state);
  let peaks = state + PEAKS;
  truePeaks(state + SCRATCH, state + WINDOW, peaks, frames, level);
  const end = peaks + <usize>frames * FRAME_BYTES;
  while (peaks < end) {
    maximum = f64x2.pmax(maximum, v128.load(peaks));
    peaks += FRAME_BYTES;
  }
  v128.store(state, maximum);
}

/** How many frames of silence bring the last intervals in. */
export function truePeakMeterDelayFrames(): i32 {
  return TRUE_PEAK_HISTORY_FRAMES / 2;
}
