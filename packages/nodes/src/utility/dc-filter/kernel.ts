// A high-pass that lets exactly nothing of a constant through: what an integrator has made of the input, taken away from it.

import { FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { PI, tan } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { resetSvf, runSvf, SVF_BYTES, svfHighPass } from "@twobus/dsp/assembly/svf";

const FREQUENCY_HZ: i32 = 0;
const SLOPE: i32 = 1;

const BUTTERWORTH_Q: f64 = 0.7071067811865476;

// State
const INTEGRATOR: usize = 0; // v128
const SAMPLE_RATE: usize = 16; // f64
const PAIR: usize = 32;
const STATE_BYTES: usize = PAIR + SVF_BYTES;

export function dcFilterStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function dcFilterInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  svfHighPass(state + PAIR, sampleRate, startOf(endValues(parameters), FREQUENCY_HZ), BUTTERWORTH_Q);
  resetSvf(state + PAIR);
}

export function dcFilterProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const input = portAt(ports, 0);
  const output = portAt(ports, 1);
  if (startOf(ends, SLOPE) == 12.0) {
    svfHighPass(state + PAIR, load<f64>(state, SAMPLE_RATE), startOf(ends, FREQUENCY_HZ), BUTTERWORTH_Q);
    runSvf(state + PAIR, input, output, frames);
  } else {
    filter(state, input, output, frames, shareOf(state, parameters), shareOf(state, ends));
  }
}

/** How far the integrator goes towards a frame: g/(1 + g). */
function shareOf(state: usize, values: usize): f64 {
  const g = tan((PI * startOf(values, FREQUENCY_HZ)) / load<f64>(state, SAMPLE_RATE));
  return g / (1.0 + g);
}

function filter(state: usize, input: usize, output: usize, frames: i32, start: f64, last: f64): void {
  const step = f64x2.splat((last - start) / <f64>frames);
  let share = f64x2.splat(start);
  let integrator = v128.load(state, INTEGRATOR);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    share = f64x2.add(share, step);
    const frame = v128.load(input);
    const way = f64x2.mul(f64x2.sub(frame, integrator), share);
    const low = f64x2.add(integrator, way);
    integrator = f64x2.add(low, way);
    v128.store(output, f64x2.sub(frame, low));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(integrator), INTEGRATOR);
}
