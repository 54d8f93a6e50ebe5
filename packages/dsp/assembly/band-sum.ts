// Bands back together. While any band is soloed, the others are silent; going to and from there is a ramp over the quantum.

import { FRAME_BYTES, startOf } from "./abi";
import { endValues } from "./parameter-values";

// @ts-ignore: decorator
@inline
function isAnySoloed(values: usize, firstSolo: i32, stride: i32, bands: i32): bool {
  for (let band: i32 = 0; band < bands; band++) {
    if (startOf(values, firstSolo + band * stride) != 0.0) return true;
  }
  return false;
}

/**
 * Sums `bands` buffers, whose addresses (u32) stand in `list`, into `output`, which is none of them. The solo toggles are
 * parameters `firstSolo`, `firstSolo + stride`, …
 */
export function sumBands(
  list: usize,
  bands: i32,
  parameters: usize,
  firstSolo: i32,
  stride: i32,
  output: usize,
  frames: i32,
): void {
  const ends = endValues(parameters);
  const startsSoloed = isAnySoloed(parameters, firstSolo, stride, bands);
  const endsSoloed = isAnySoloed(ends, firstSolo, stride, bands);
  memory.fill(output, 0, <usize>frames * FRAME_BYTES);
  for (let band: i32 = 0; band < bands; band++) {
    const solo = firstSolo + band * stride;
    const start: f64 = startsSoloed ? startOf(parameters, solo) : 1.0;
    const end: f64 = endsSoloed ? startOf(ends, solo) : 1.0;
    if (start != 0.0 || end != 0.0) addBand(<usize>load<u32>(list + (<usize>band << 2)), output, frames, start, end);
  }
}

function addBand(band: usize, output: usize, frames: i32, start: f64, end: f64): void {
  const step = f64x2.splat((end - start) / <f64>frames);
  let gain = f64x2.splat(start);
  const last = output + <usize>frames * FRAME_BYTES;
  for (; output < last; output += FRAME_BYTES) {
    gain = f64x2.add(gain, step);
    v128.store(output, f64x2.add(v128.load(output), f64x2.mul(v128.load(band), gain)));
    band += FRAME_BYTES;
  }
}
