// How deep the gain must fall, by the true peaks of a window of frames in units of the ceiling.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import {
  mayExceed,
  TRUE_PEAK_HISTORY_FRAMES,
  TRUE_PEAK_SCRATCH_BYTES,
  TRUE_PEAK_WINDOW_BYTES,
  truePeakDesign,
  truePeaks,
} from "@twobus/dsp/assembly/true-peak";

const WINDOW: usize = TRUE_PEAK_SCRATCH_BYTES; // after what the interpolator works with
const HISTORY_BYTES: usize = <usize>TRUE_PEAK_HISTORY_FRAMES * FRAME_BYTES;

export const DEPTH_DETECTOR_BYTES: i32 = TRUE_PEAK_SCRATCH_BYTES + TRUE_PEAK_WINDOW_BYTES;

/** On zeroed memory. */
export function depthDetectorInit(detector: usize): void {
  truePeakDesign(detector);
}

/** Where the newest frames go, in units of the ceiling. */
export function newestFrames(detector: usize): usize {
  return detector + WINDOW + HISTORY_BYTES;
}

/** Writes the depths that bring the newest intervals' true peaks to the ceiling, and moves the window on. */
export function findDepths(detector: usize, depths: usize, frames: i32, link: f64): void {
  const window = detector + WINDOW;
  const scratch = detector;
  if (mayExceed(scratch, window, frames, 1.0)) {
    truePeaks(scratch, window, depths, frames, 1.0);
    requiredDepths(depths, frames, f64x2.splat(link));
  } else {
    memory.fill(depths, 0, <usize>frames * FRAME_BYTES);
  }
  memory.copy(window, window + <usize>frames * FRAME_BYTES, HISTORY_BYTES);
}

/** 1 − 1/peak where the peak is above 1. Each side takes at least `link` of the other's depth. */
function requiredDepths(row: usize, frames: i32, link: v128): void {
  const one = f64x2.splat(1.0);
  const end = row + <usize>frames * FRAME_BYTES;
  while (row < end) {
    const depth = f64x2.pmax(f64x2.splat(0.0), f64x2.sub(one, f64x2.div(one, v128.load(row))));
    v128.store(row, f64x2.pmax(depth, f64x2.mul(link, v128.shuffle<i64>(depth, depth, 1, 0))));
    row += FRAME_BYTES;
  }
}
