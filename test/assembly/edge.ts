// What lies above a corner, a second time on top of the sound.

import { FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { exp, PI } from "@twobus/dsp/assembly/maths";

// Parameters
const CORNER_HZ: i32 = 0;
const AMOUNT_PERCENT: i32 = 1;

// State
const LOW: usize = 0; // v128: what lies below, of the last frame
const SAMPLE_RATE: usize = 16; // f64
const STATE_BYTES: i32 = 32;

export function edgeStateBytes(parameters: usize, sampleRate: f64): i32 {
  return STATE_BYTES;
}

export function edgeInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, sampleRate, SAMPLE_RATE);
}

export function edgeProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);
  const cornerHz = valueOf(parameters, CORNER_HZ);
  const rate = f64x2.splat(1.0 - exp((-2.0 * PI * cornerHz) / load<f64>(state, SAMPLE_RATE)));
  let amount = f64x2.splat(startOf(parameters, AMOUNT_PERCENT) / 100.0);
  const lastAmount = f64x2.splat(valueOf(parameters, AMOUNT_PERCENT) / 100.0);
  const step = f64x2.mul(f64x2.sub(lastAmount, amount), f64x2.splat(1.0 / <f64>frames));
  let low = v128.load(state, LOW);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    amount = f64x2.add(amount, step);
    const frame = v128.load(input);
    low = f64x2.add(low, f64x2.mul(rate, f64x2.sub(frame, low)));
    v128.store(output, f64x2.add(frame, f64x2.mul(amount, f64x2.sub(frame, low))));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(low), LOW);
}
