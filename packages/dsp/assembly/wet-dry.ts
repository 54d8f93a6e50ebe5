// The end of a saturator: how much of it is heard over the untouched sound, then the level.

import { FRAME_BYTES, startOf, valueOf } from "./abi";
import { decibelsToGain } from "./maths";

/**
 * Blends `output` with `dry` by a parameter in percent, then applies a level in dB, both named by their index. At 0 % and
 * 0 dB it is `dry` to the bit.
 */
export function blendWithDry(parameters: usize, mixPercent: i32, levelDb: i32, dry: usize, output: usize, frames: i32): void {
  const share = 1.0 / <f64>frames;
  let mix = startOf(parameters, mixPercent) * 0.01;
  const mixStep = (valueOf(parameters, mixPercent) * 0.01 - mix) * share;
  let gain = decibelsToGain(startOf(parameters, levelDb));
  const gainStep = (decibelsToGain(valueOf(parameters, levelDb)) - gain) * share;
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    mix += mixStep;
    gain += gainStep;
    const untouched = v128.load(dry);
    const difference = f64x2.sub(v128.load(output), untouched);
    const mixed = f64x2.add(untouched, f64x2.mul(difference, f64x2.splat(mix)));
    v128.store(output, f64x2.mul(mixed, f64x2.splat(gain)));
    dry += FRAME_BYTES;
  }
}
