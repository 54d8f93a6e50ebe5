import { FRAME_BYTES } from "./abi";
import { decibelsToGain } from "./maths";

/** Level of 1 to 128 frames, in place, on a straight line from one gain to the other. 0 dB changes no bit. */
export function amplify(buffer: usize, startDb: f64, endDb: f64, frames: i32): void {
  if (startDb == 0.0 && endDb == 0.0) return;
  let gain = f64x2.splat(decibelsToGain(startDb));
  const step = f64x2.mul(f64x2.sub(f64x2.splat(decibelsToGain(endDb)), gain), f64x2.splat(1.0 / <f64>frames));
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (; buffer < end; buffer += FRAME_BYTES) {
    gain = f64x2.add(gain, step);
    v128.store(buffer, f64x2.mul(v128.load(buffer), gain));
  }
}
