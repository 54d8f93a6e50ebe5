// Power responses |H|² of the analogue prototypes of R. Bristow-Johnson's "Audio EQ Cookbook" in u = (f/f0)², and of
// Butterworth filters.

import { startOf } from "@twobus/dsp/assembly/abi";
import { exp, LN10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { valuesBytes } from "@twobus/dsp/assembly/parameter-values";

export const BANDS: i32 = 6;

// The parameters of a band, in declared order
const BAND_PARAMETERS: i32 = 5;
const SHAPE: i32 = 0;
const FREQUENCY_HZ: i32 = 1;
const GAIN_DB: i32 = 2;
const Q: i32 = 3;
const SLOPE_DB_PER_OCTAVE: i32 = 4;
export const BANDS_PARAMETERS: i32 = BANDS * BAND_PARAMETERS;

const OFF: i32 = 0;
const BELL: i32 = 1;
const LOW_SHELF: i32 = 2;
const HIGH_SHELF: i32 = 3;
const HIGH_PASS: i32 = 4;

/** Power of all bands together, their frequencies held below the highest. */
export function powerAt(values: usize, hz: f64, highestHz: f64): f64 {
  let power: f64 = 1.0;
  for (let i: i32 = 0; i < BANDS; i++) power *= bandPowerAt(values + valuesBytes(i * BAND_PARAMETERS), hz, highestHz);
  return power;
}

function bandPowerAt(band: usize, hz: f64, highestHz: f64): f64 {
  const shape = <i32>startOf(band, SHAPE);
  if (shape == OFF) return 1.0;
  const ratio = hz / min(startOf(band, FREQUENCY_HZ), highestHz);
  const u = ratio * ratio;
  const q = startOf(band, Q);
  if (shape <= HIGH_SHELF) return gainPowerAt(shape, u, exp(0.5 * startOf(band, GAIN_DB) * LN10_OVER_20), 1.0 / (q * q));
  const order = <i32>startOf(band, SLOPE_DB_PER_OCTAVE) / 6;
  return passPowerAt(shape == HIGH_PASS ? 1.0 / max(u, 1e-30) : u, order, 1.0 / (q * q));
}

/** `root` is the square root of the gain. */
function gainPowerAt(shape: i32, u: f64, root: f64, damping: f64): f64 {
  if (shape == BELL) {
    const off = (1.0 - u) * (1.0 - u);
    return (off + root * root * damping * u) / (off + (damping * u) / (root * root));
  }
  const middle = root * damping * u;
  const far = (root - u) * (root - u) + middle;
  const near = (1.0 - root * u) * (1.0 - root * u) + middle;
  return root * root * (shape == LOW_SHELF ? far / near : near / far);
}

/** A low-pass; of order 2 with a knee. */
function passPowerAt(u: f64, order: i32, damping: f64): f64 {
  if (order == 2) return 1.0 / ((1.0 - u) * (1.0 - u) + damping * u);
  let power: f64 = 1.0;
  for (let i: i32 = 0; i < order; i++) power *= u;
  return 1.0 / (1.0 + power);
}
