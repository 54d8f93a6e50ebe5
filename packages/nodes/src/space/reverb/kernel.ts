// Pre-delay, first reflections, diffusers, then a feedback delay network. All of it runs in stretches as long as the network
// allows.

import { aligned, FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { arriveDecays, setDecays } from "@twobus/dsp/assembly/feedback-decay";
import { advanceSway, NETWORK_PAIRS, networkBytes, networkInit, setPair, swayPair } from "@twobus/dsp/assembly/feedback-lines";
import { networkStretch, runNetwork } from "@twobus/dsp/assembly/feedback-network";
import { wrapTurns } from "@twobus/dsp/assembly/lfo";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { diffuse, diffuserBytes, diffusersInit } from "./diffusers/kernel";
import { earlyBytes, earlyInit, receive, reflect } from "./early/kernel";
import { earlyFrames, lineFrames, longestFrames, scattered, SWAY_SECONDS } from "./space/kernel";

const SPACE: i32 = 0;
const SIZE_PERCENT: i32 = 1;
const PRE_DELAY_MS: i32 = 2;
const DECAY_SECONDS: i32 = 3;
const LOW_DECAY_PERCENT: i32 = 4;
const HIGH_DECAY_PERCENT: i32 = 5;
const LOW_CROSSOVER_HZ: i32 = 6;
const HIGH_CROSSOVER_HZ: i32 = 7;
const EARLY_PERCENT: i32 = 8;
const MODULATION_PERCENT: i32 = 9;
const WIDTH_PERCENT: i32 = 10;
const MIX_PERCENT: i32 = 11;
const PARAMETERS: i32 = 12;

/** The last pairs sway. */
const FIRST_SWAYING: i32 = 6;

/** Level of the late sound: near that of the first reflections. */
const LATE_LEVEL: f64 = 0.35;
const EARLY_LEVEL: f64 = 0.7;

// @ts-ignore: decorator
@unmanaged
class Header {
  sampleRate: f64;
  /** Addresses. */
  early: usize;
  diffusers: usize;
  network: usize;
}

const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
const VALUES: usize = 32;
const ARRIVING: usize = VALUES + valuesBytes(PARAMETERS);
const WET: usize = ARRIVING + BUFFER_BYTES;
const PARTS: usize = WET + BUFFER_BYTES;

function preDelayFrames(values: usize, sampleRate: f64): i32 {
  return <i32>floor(startOf(values, PRE_DELAY_MS) * 0.001 * sampleRate + 0.5);
}

function earlyStretch(values: usize, sampleRate: f64): i32 {
  return earlyFrames(startOf(values, SPACE), startOf(values, SIZE_PERCENT), sampleRate);
}

function longestLine(values: usize, sampleRate: f64): i32 {
  return longestFrames(startOf(values, SPACE), startOf(values, SIZE_PERCENT), sampleRate);
}

export function reverbStateBytes(parameters: usize, sampleRate: f64): i32 {
  const values = endValues(parameters);
  const early = aligned(earlyBytes(preDelayFrames(values, sampleRate), earlyStretch(values, sampleRate)));
  const network = aligned(networkBytes(longestLine(values, sampleRate)));
  return <i32>PARTS + early + aligned(diffuserBytes(sampleRate)) + network;
}

export function reverbInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, reverbStateBytes(parameters, sampleRate));
  const header = changetype<Header>(state);
  const values = endValues(parameters);
  const preDelay = preDelayFrames(values, sampleRate);
  const stretch = earlyStretch(values, sampleRate);
  header.sampleRate = sampleRate;
  header.early = state + PARTS;
  header.diffusers = header.early + <usize>aligned(earlyBytes(preDelay, stretch));
  header.network = header.diffusers + <usize>aligned(diffuserBytes(sampleRate));
  earlyInit(header.early, preDelay, stretch);
  diffusersInit(header.diffusers, sampleRate);
  placeLines(header, values);
  valuesChanged(state + VALUES, values, PARAMETERS);
  sendDecays(state);
  arriveDecays(header.network);
}

function placeLines(header: Header, values: usize): void {
  const network = header.network;
  const sampleRate = header.sampleRate;
  const space = startOf(values, SPACE);
  const size = startOf(values, SIZE_PERCENT);
  networkInit(network, longestLine(values, sampleRate), sampleRate);
  for (let i: i32 = 0; i < NETWORK_PAIRS; i++) {
    const first = lineFrames(space, size, sampleRate, 2 * i);
    setPair(network, i, first, lineFrames(space, size, sampleRate, 2 * i + 1));
    if (i < FIRST_SWAYING) continue;
    // Between ¼ and ¾ of a turn per second, a phase of its own for each line
    const phases = wrapTurns(f64x2.replace_lane(f64x2.splat(scattered(40 + i)), 1, scattered(50 + i)));
    const rates = f64x2.replace_lane(f64x2.splat(0.25 + 0.5 * scattered(60 + i)), 1, 0.25 + 0.5 * scattered(70 + i));
    swayPair(network, i, phases, rates);
  }
}

function sendDecays(state: usize): void {
  const values = state + VALUES;
  setDecays(
    changetype<Header>(state).network,
    startOf(values, DECAY_SECONDS),
    startOf(values, LOW_DECAY_PERCENT) * 0.01,
    startOf(values, HIGH_DECAY_PERCENT) * 0.01,
    startOf(values, LOW_CROSSOVER_HZ),
    startOf(values, HIGH_CROSSOVER_HZ),
  );
}

export function reverbAdvance(state: usize, parameters: usize, frames: f64): void {
  advanceSway(changetype<Header>(state).network, frames);
}

export function reverbProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  const input = portAt(ports, 0);
  const arriving = state + ARRIVING;
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) sendDecays(state);
  const early = EARLY_LEVEL * 0.01 * startOf(parameters, EARLY_PERCENT);
  const earlyStep = (EARLY_LEVEL * 0.01 * startOf(ends, EARLY_PERCENT) - early) / <f64>frames;
  const perPercent = 0.01 * SWAY_SECONDS * header.sampleRate;
  const reach = perPercent * startOf(parameters, MODULATION_PERCENT);
  const reachStep = (perPercent * startOf(ends, MODULATION_PERCENT) - reach) / <f64>frames;
  for (let done: i32 = 0; done < frames;) {
    const count = min(frames - done, networkStretch(header.network));
    const wet = state + WET + <usize>done * FRAME_BYTES;
    receive(header.early, input + <usize>done * FRAME_BYTES, arriving, count);
    reflect(header.early, wet, early + earlyStep * <f64>done, earlyStep, count);
    diffuse(header.diffusers, arriving, count);
    const reached = reach + reachStep * <f64>done;
    runNetwork(header.network, arriving, wet, LATE_LEVEL, reached, reachStep, done, count, frames);
    done += count;
  }
  arriveDecays(header.network);
  blend(state + WET, input, portAt(ports, 1), parameters, frames);
}

/** Width of the reverberation, then the mix. */
function blend(wet: usize, input: usize, output: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const perFrame = 0.01 / <f64>frames;
  let mix = startOf(parameters, MIX_PERCENT) * 0.01;
  const mixStep = (startOf(ends, MIX_PERCENT) - startOf(parameters, MIX_PERCENT)) * perFrame;
  let width = startOf(parameters, WIDTH_PERCENT) * 0.01;
  const widthStep = (startOf(ends, WIDTH_PERCENT) - startOf(parameters, WIDTH_PERCENT)) * perFrame;
  for (const end = output + <usize>frames * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    mix += mixStep;
    width += widthStep;
    const frame = v128.load(wet);
    const other = v128.shuffle<f64>(frame, frame, 1, 0);
    const own = f64x2.mul(frame, f64x2.splat(mix * (0.5 + 0.5 * width)));
    const across = f64x2.mul(other, f64x2.splat(mix * (0.5 - 0.5 * width)));
    const dry = f64x2.mul(v128.load(input), f64x2.splat(1.0 - mix));
    v128.store(output, f64x2.add(dry, f64x2.add(own, across)));
    wet += FRAME_BYTES;
    input += FRAME_BYTES;
  }
}
