// All-pass stages of first order in a row, all tuned alike, along a sine over the logarithm of frequency. Beside the dry
// sound they leave a notch wherever they have turned it round.

import { FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { exp2Pair, flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { sineOfTurns, turnsOver, wrapTurns } from "@twobus/dsp/assembly/lfo";
import { log2, PI } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";

const STAGES: i32 = 0;
const LOWEST_HZ: i32 = 1;
const HIGHEST_HZ: i32 = 2;
const RATE_HZ: i32 = 3;
const STEREO_DEGREES: i32 = 4;
const FEEDBACK_PERCENT: i32 = 5;
const MIX_PERCENT: i32 = 6;

const MOST_STAGES: i32 = 12;
/** The highest tuning, as a share of the sample rate. */
const HIGHEST_SHARE: f64 = 0.4;

// State
const PHASE: usize = 0; // f64, in turns
const SAMPLE_RATE: usize = 8; // f64
const LAST: usize = 16; // v128: what came out of the stages
const INTEGRATORS: usize = 32; // v128 each
const STATE_BYTES: usize = INTEGRATORS + <usize>MOST_STAGES * 16;

export function phaserStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function phaserInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, sampleRate, SAMPLE_RATE);
}

/** log2 of π · f / fs. */
function tuningOf(hz: f64, sampleRate: f64): f64 {
  return log2(PI * min(HIGHEST_SHARE, hz / sampleRate));
}

function middleOf(values: usize, sampleRate: f64): f64 {
  const low = tuningOf(startOf(values, LOWEST_HZ), sampleRate);
  return 0.5 * (low + tuningOf(startOf(values, HIGHEST_HZ), sampleRate));
}

function reachOf(values: usize, sampleRate: f64): f64 {
  const low = tuningOf(startOf(values, LOWEST_HZ), sampleRate);
  return 0.5 * (tuningOf(startOf(values, HIGHEST_HZ), sampleRate) - low);
}

// @ts-ignore: decorator
@inline
function stepOf(start: f64, end: f64, frames: i32): f64 {
  return (end - start) / <f64>frames;
}

/** tan x within 2e-4 for x up to 0.4π: a continued fraction. */
// @ts-ignore: decorator
@inline
function tangent(x: v128): v128 {
  const z = f64x2.mul(x, x);
  const over = f64x2.add(f64x2.splat(945.0), f64x2.mul(z, f64x2.sub(z, f64x2.splat(105.0))));
  const under = f64x2.add(f64x2.splat(945.0), f64x2.mul(z, f64x2.sub(f64x2.mul(z, f64x2.splat(15.0)), f64x2.splat(420.0))));
  return f64x2.mul(x, f64x2.div(over, under));
}

export function phaserAdvance(state: usize, parameters: usize, frames: f64): void {
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  const start = startOf(parameters, RATE_HZ) / sampleRate;
  const end = startOf(endValues(parameters), RATE_HZ) / sampleRate;
  const phase = load<f64>(state, PHASE) + turnsOver(frames, start, end);
  store<f64>(state, phase - floor(phase), PHASE);
}

export function phaserProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  let middle = middleOf(parameters, sampleRate);
  const middleStep = stepOf(middle, middleOf(ends, sampleRate), frames);
  let reach = reachOf(parameters, sampleRate);
  const reachStep = stepOf(reach, reachOf(ends, sampleRate), frames);
  let turns = startOf(parameters, RATE_HZ) / sampleRate;
  const turnsStep = stepOf(turns, startOf(ends, RATE_HZ) / sampleRate, frames);
  let apart = startOf(parameters, STEREO_DEGREES) / 360.0;
  const apartStep = stepOf(apart, startOf(ends, STEREO_DEGREES) / 360.0, frames);
  let feedback = 0.01 * startOf(parameters, FEEDBACK_PERCENT);
  const feedbackStep = stepOf(feedback, 0.01 * startOf(ends, FEEDBACK_PERCENT), frames);
  let mix = 0.01 * startOf(parameters, MIX_PERCENT);
  const mixStep = stepOf(mix, 0.01 * startOf(ends, MIX_PERCENT), frames);

  const one = f64x2.splat(1.0);
  const first = state + INTEGRATORS;
  const last = first + (<usize>startOf(ends, STAGES) << 4);
  let phase = load<f64>(state, PHASE);
  let y = v128.load(state, LAST);
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    middle += middleStep;
    reach += reachStep;
    turns += turnsStep;
    apart += apartStep;
    feedback += feedbackStep;
    mix += mixStep;
    phase += turns;
    phase -= floor(phase);
    const turn = wrapTurns(f64x2.replace_lane(f64x2.splat(phase), 1, phase - apart));
    const tuning = exp2Pair(f64x2.add(f64x2.splat(middle), f64x2.mul(f64x2.splat(reach), sineOfTurns(turn))));
    const g = tangent(tuning);
    const share = f64x2.div(g, f64x2.add(one, g));
    const frame = v128.load(input);
    y = f64x2.add(frame, f64x2.mul(y, f64x2.splat(feedback)));
    for (let stage = first; stage < last; stage += 16) {
      const integrator = v128.load(stage);
      const way = f64x2.mul(f64x2.sub(y, integrator), share);
      const low = f64x2.add(integrator, way);
      v128.store(stage, f64x2.add(low, way));
      y = f64x2.sub(f64x2.add(low, low), y);
    }
    const wet = f64x2.mul(y, f64x2.splat(mix));
    v128.store(output, f64x2.add(f64x2.mul(frame, f64x2.splat(1.0 - mix)), wet));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  store<f64>(state, phase, PHASE);
  v128.store(state, flushDenormal(y), LAST);
  for (let stage = first; stage < last; stage += 16) v128.store(stage, flushDenormal(v128.load(stage)));
}
