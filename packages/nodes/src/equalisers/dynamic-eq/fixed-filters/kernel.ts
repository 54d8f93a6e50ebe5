// What of a band is designed once for its settings: the still filter, and what its detector hears, which is the band's own place.
// Both are fitted to their analogue curves, into scratch that all bands share.

import {
  DESIGN_BYTES,
  designBandPass,
  designBell,
  designHighPass,
  designHighShelf,
  designLowPass,
  designLowShelf,
  MOST_SECTIONS,
  SECTION_BYTES,
} from "@twobus/dsp/assembly/filter-design";
import { BELL, LOW_SHELF, OFF } from "../band-parameters/kernel";

// Scratch: the sections of a design, which lie first, then the workspace of the designer
const WORKSPACE: usize = <usize>MOST_SECTIONS * SECTION_BYTES;
export const DESIGN_SCRATCH_BYTES: usize = WORKSPACE + ((DESIGN_BYTES + 15) & ~15);

/** The knee of a detector that hears one side. */
const BUTTERWORTH: f64 = 0.7071067811865476;

/** Returns how many sections the filter has. */
export function designDetector(scratch: usize, shape: i32, rate: f64, hz: f64, q: f64): i32 {
  const workspace = scratch + WORKSPACE;
  if (shape == OFF) return 0;
  if (shape == BELL) return designBandPass(scratch, workspace, rate, hz, q);
  if (shape == LOW_SHELF) return designLowPass(scratch, workspace, rate, hz, 2, BUTTERWORTH);
  return designHighPass(scratch, workspace, rate, hz, 2, BUTTERWORTH);
}

/** Returns how many sections the filter has. */
export function designStill(scratch: usize, shape: i32, rate: f64, hz: f64, gainDb: f64, q: f64): i32 {
  const workspace = scratch + WORKSPACE;
  if (shape == OFF || gainDb == 0.0) return 0;
  if (shape == BELL) return designBell(scratch, workspace, rate, hz, gainDb, q);
  if (shape == LOW_SHELF) return designLowShelf(scratch, workspace, rate, hz, gainDb, q);
  return designHighShelf(scratch, workspace, rate, hz, gainDb, q);
}
