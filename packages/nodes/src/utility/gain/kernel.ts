import { FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";

export function gainStateBytes(parameters: usize, sampleRate: f64): i32 {
  return 0;
}

export function gainInit(state: usize, parameters: usize, sampleRate: f64): void {}

export function gainProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);
  let gain = f64x2.splat(decibelsToGain(startOf(parameters, 0)));
  const last = f64x2.splat(decibelsToGain(valueOf(parameters, 0)));
  const step = f64x2.mul(f64x2.sub(last, gain), f64x2.splat(1.0 / <f64>frames));
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    gain = f64x2.add(gain, step);
    v128.store(output, f64x2.mul(v128.load(input), gain));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}
