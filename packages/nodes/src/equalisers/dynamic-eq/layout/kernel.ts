// What the equaliser is told, and where in its state everything lies.

import { startOf } from "@twobus/dsp/assembly/abi";
import { BALLISTICS_BYTES } from "@twobus/dsp/assembly/ballistics";
import { innerRow } from "@twobus/dsp/assembly/inner-ports";
import { valuesBytes } from "@twobus/dsp/assembly/parameter-values";
import { cascadeBytes } from "@twobus/dsp/assembly/section-cascade";
import { BAND_PARAMETERS, SHAPE } from "../band-parameters/kernel";
import { CHANGE_BYTES } from "../change/kernel";
import { DETECTOR_BYTES } from "../detector/kernel";
import { DESIGN_SCRATCH_BYTES } from "../fixed-filters/kernel";
import { MOVING_FILTER_BYTES } from "../moving-filter/kernel";

export const BANDS: i32 = 4;
export const SECTIONS_PER_BAND: i32 = 2;

// The parameters of the bands, then those of all
export const LINK_PERCENT: i32 = BANDS * BAND_PARAMETERS;
export const OUTPUT_GAIN_DB: i32 = LINK_PERCENT + 1;
export const KEY_LISTEN: i32 = LINK_PERCENT + 2;
export const OVERSAMPLING: i32 = LINK_PERCENT + 3;

// A band's state
export const VALUES: usize = 0;
export const DETECTOR: usize = VALUES + valuesBytes(BAND_PARAMETERS);
export const BALLISTICS: usize = DETECTOR + DETECTOR_BYTES;
export const FILTER: usize = BALLISTICS + BALLISTICS_BYTES;
export const LINKED: usize = FILTER + MOVING_FILTER_BYTES; // i32: whether the row of the last quantum was linked
const BAND_BYTES: usize = LINKED + 16;

// State
export const SAMPLE_RATE: usize = 0; // f64: of the kernel, which may run faster than the song
export const DESIGN: usize = 16;
const BANDS_AT: usize = DESIGN + DESIGN_SCRATCH_BYTES;
export const CHANGE: usize = BANDS_AT + <usize>BANDS * BAND_BYTES;
export const CASCADE: usize = CHANGE + CHANGE_BYTES;
export const INNER: usize = CASCADE + cascadeBytes(BANDS * SECTIONS_PER_BAND);

// Its rows. Those of the bands, which come first, end up as the square roots of their gains, for parts that follow
export const ROWS: i32 = BANDS + 3;
export const HEARD: i32 = ROWS - 3;
export const LISTENED: i32 = ROWS - 2;
export const WIDE: i32 = ROWS - 1;

// @ts-ignore: decorator
@inline
export function rowAt(state: usize, index: i32): usize {
  return innerRow(state + INNER, index);
}

// @ts-ignore: decorator
@inline
export function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
export function bandAt(state: usize, index: i32): usize {
  return state + BANDS_AT + <usize>index * BAND_BYTES;
}

/** A band's values within a set of all. */
// @ts-ignore: decorator
@inline
export function valuesOf(values: usize, index: i32): usize {
  return values + valuesBytes(index * BAND_PARAMETERS);
}

// @ts-ignore: decorator
@inline
export function shapeOf(band: usize): i32 {
  return <i32>startOf(band + VALUES, SHAPE);
}

/** How the band's row lies. */
// @ts-ignore: decorator
@inline
export function isLinked(band: usize): bool {
  return load<i32>(band + LINKED) != 0;
}
