// One ring of the past, read by up to four voices at places that sway along sines. Between frames a polynomial of third order
// goes through the four nearest ones.

import { FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { sineOfTurns, turnsOver, wrapTurns } from "@twobus/dsp/assembly/lfo";
import { cos, PI, sin } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { pastOf, ringFrames } from "@twobus/dsp/assembly/ring";

const VOICES: i32 = 0;
const DELAY_MS: i32 = 1;
const DEPTH_MS: i32 = 2;
const RATE_HZ: i32 = 3;
const STEREO_DEGREES: i32 = 4;
const FEEDBACK_PERCENT: i32 = 5;
const MIX_PERCENT: i32 = 6;

const LONGEST_SECONDS: f64 = 0.04;
/** The youngest frame under a voice must be written already. */
const SHORTEST_FRAMES: f64 = 2.0;

// State
const PHASE: usize = 0; // f64, in turns
const SAMPLE_RATE: usize = 8; // f64
const POSITION: usize = 16; // i32
const MASK: usize = 20; // i32
const TURNS: usize = 32; // cosine and sine (f64) of each voice's phase
const RING: usize = TURNS + 64;

function framesOf(sampleRate: f64): i32 {
  return ringFrames(<i32>ceil(LONGEST_SECONDS * sampleRate) + 4);
}

export function chorusStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>RING + framesOf(sampleRate) * <i32>FRAME_BYTES;
}

export function chorusInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, chorusStateBytes(parameters, sampleRate));
  store<f64>(state, sampleRate, SAMPLE_RATE);
  store<i32>(state, framesOf(sampleRate) - 1, MASK);
  const voices = <i32>startOf(endValues(parameters), VOICES);
  for (let voice: i32 = 0; voice < voices; voice++) {
    const angle = (2.0 * PI * <f64>voice) / <f64>voices;
    store<f64>(state + TURNS + (<usize>voice << 4), cos(angle));
    store<f64>(state + TURNS + (<usize>voice << 4), sin(angle), 8);
  }
}

function delayOf(values: usize, sampleRate: f64): f64 {
  return max(SHORTEST_FRAMES, startOf(values, DELAY_MS) * 0.001 * sampleRate);
}

/** No voice sways beyond the shortest delay, nor does a sine that is a little more than 1. */
function depthOf(values: usize, sampleRate: f64): f64 {
  const most = 0.9999 * (delayOf(values, sampleRate) - SHORTEST_FRAMES);
  return min(startOf(values, DEPTH_MS) * 0.001 * sampleRate, most);
}

// @ts-ignore: decorator
@inline
function stepOf(start: f64, end: f64, frames: i32): f64 {
  return (end - start) / <f64>frames;
}

export function chorusAdvance(state: usize, parameters: usize, frames: f64): void {
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  const start = startOf(parameters, RATE_HZ) / sampleRate;
  const end = startOf(endValues(parameters), RATE_HZ) / sampleRate;
  const phase = load<f64>(state, PHASE) + turnsOver(frames, start, end);
  store<f64>(state, phase - floor(phase), PHASE);
}

export function chorusProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  const voices = <i32>startOf(ends, VOICES);
  const perVoice = f64x2.splat(1.0 / <f64>voices);
  const loudness = f64x2.splat(1.0 / Math.sqrt(<f64>voices));
  let delay = delayOf(parameters, sampleRate);
  const delayStep = stepOf(delay, delayOf(ends, sampleRate), frames);
  let depth = depthOf(parameters, sampleRate);
  const depthStep = stepOf(depth, depthOf(ends, sampleRate), frames);
  let turns = startOf(parameters, RATE_HZ) / sampleRate;
  const turnsStep = stepOf(turns, startOf(ends, RATE_HZ) / sampleRate, frames);
  let apart = startOf(parameters, STEREO_DEGREES) / 360.0;
  const apartStep = stepOf(apart, startOf(ends, STEREO_DEGREES) / 360.0, frames);
  let feedback = 0.01 * startOf(parameters, FEEDBACK_PERCENT);
  const feedbackStep = stepOf(feedback, 0.01 * startOf(ends, FEEDBACK_PERCENT), frames);
  let mix = 0.01 * startOf(parameters, MIX_PERCENT);
  const mixStep = stepOf(mix, 0.01 * startOf(ends, MIX_PERCENT), frames);

  const quarter = f64x2.splat(0.25);
  const firstVoice = state + TURNS;
  const lastVoice = firstVoice + (<usize>voices << 4);
  const ring = state + RING;
  const mask = load<i32>(state, MASK);
  let position = load<i32>(state, POSITION);
  let phase = load<f64>(state, PHASE);
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    delay += delayStep;
    depth += depthStep;
    turns += turnsStep;
    apart += apartStep;
    feedback += feedbackStep;
    mix += mixStep;
    phase += turns;
    phase -= floor(phase);
    const turn = wrapTurns(f64x2.replace_lane(f64x2.splat(phase), 1, phase - apart));
    const sine = f64x2.mul(f64x2.splat(depth), sineOfTurns(turn));
    const cosine = f64x2.mul(f64x2.splat(depth), sineOfTurns(wrapTurns(f64x2.add(turn, quarter))));
    const middle = f64x2.splat(delay);
    let sum = f64x2.splat(0.0);
    for (let voice = firstVoice; voice < lastVoice; voice += 16) {
      const alongSine = f64x2.mul(sine, v128.load64_splat(voice));
      const sway = f64x2.add(alongSine, f64x2.mul(cosine, v128.load64_splat(voice, 8)));
      sum = f64x2.add(sum, pastOf(ring, mask, position, f64x2.add(middle, sway)));
    }
    const frame = v128.load(input);
    const again = f64x2.mul(f64x2.mul(sum, perVoice), f64x2.splat(feedback));
    v128.store(ring + <usize>(position & mask) * FRAME_BYTES, flushDenormal(f64x2.add(frame, again)));
    position++;
    const copies = f64x2.mul(f64x2.mul(sum, loudness), f64x2.splat(mix));
    v128.store(output, f64x2.add(f64x2.mul(frame, f64x2.splat(1.0 - mix)), copies));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  store<i32>(state, position, POSITION);
  store<f64>(state, phase, PHASE);
}
