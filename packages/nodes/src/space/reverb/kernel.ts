// Pre-delay, first reflections, all-pass diffusers (M. R. Schroeder, JAES 10, 1962), then a feedback delay network. All of it
// runs in stretches as long as the network allows.

import { aligned, FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import {
  arriveDecays,
  NETWORK_PAIRS,
  networkBytes,
  networkInit,
  networkStretch,
  runNetwork,
  setDecays,
  setPair,
  swayPair,
} from "@twobus/dsp/assembly/feedback-network";
import { wrapTurns } from "@twobus/dsp/assembly/lfo";
import { exp, log } from "@twobus/dsp/assembly/maths";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { loadLanes, ringFrames } from "@twobus/dsp/assembly/ring";

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

const ROOM: f64 = 0.0;
const HALL: f64 = 2.0;

const REFLECTIONS: i32 = 8;
const DIFFUSERS: i32 = 4;
/** The last pairs sway. */
const FIRST_SWAYING: i32 = 6;
const SWAY_SECONDS: f64 = 0.0003;

// What the spaces are like [estimate]: shortest and longest line, the stretch of the first reflections, the first diffuser
const ROOM_SHORTEST: f64 = 0.011;
const ROOM_LONGEST: f64 = 0.041;
const ROOM_EARLY: f64 = 0.035;
const PLATE_SHORTEST: f64 = 0.017;
const PLATE_LONGEST: f64 = 0.061;
const PLATE_EARLY: f64 = 0.015;
const HALL_SHORTEST: f64 = 0.031;
const HALL_LONGEST: f64 = 0.097;
const HALL_EARLY: f64 = 0.08;
const FIRST_DIFFUSER: f64 = 0.0013;
const DIFFUSER_RATIO: f64 = 1.618;
const DIFFUSION: f64 = 0.62;

/** Level of the late sound: near that of the first reflections. */
const LATE_LEVEL: f64 = 0.35;
const EARLY_LEVEL: f64 = 0.7;

// @ts-ignore: decorator
@unmanaged
class Header {
  sampleRate: f64;
  /** Counts frames; the pre-delay is written and read at this, less a distance, under its mask. */
  position: i32;
  preDelay: i32;
  preMask: i32;
  preRing: usize;
  network: usize;
}

// @ts-ignore: decorator
@unmanaged
class Diffuser {
  ring: usize;
  length: i32;
  position: i32;
}

const DIFFUSER_BYTES: usize = 16;
const BUFFER_BYTES: usize = 128 * FRAME_BYTES;

const VALUES: usize = 32;
const DIFFUSER_AREA: usize = VALUES + valuesBytes(PARAMETERS);
const REFLECTION_AREA: usize = DIFFUSER_AREA + <usize>DIFFUSERS * DIFFUSER_BYTES; // gains (f64) and distances (i32), a pair each
const ARRIVING: usize = REFLECTION_AREA + <usize>REFLECTIONS * 32;
const WET: usize = ARRIVING + BUFFER_BYTES;
const RINGS: usize = WET + BUFFER_BYTES;

// @ts-ignore: decorator
@inline
function bySpace(parameters: usize, room: f64, plate: f64, hall: f64): f64 {
  const space = startOf(endValues(parameters), SPACE);
  const chosen = space == ROOM ? room : space == HALL ? hall : plate;
  return chosen * startOf(endValues(parameters), SIZE_PERCENT) * 0.01;
}

/** A number from 0 to 1 for each index, the same for ever. */
function scattered(index: i32): f64 {
  let bits = <u32>index * 0x9e3779b9 + 0x7f4a7c15;
  bits = (bits ^ (bits >> 15)) * 0x85ebca6b;
  bits = (bits ^ (bits >> 13)) * 0xc2b2ae35;
  return <f64>(bits ^ (bits >> 16)) / 4294967296.0;
}

/** Frames of a line: spread evenly over the octaves, a little scattered, the pairs' second lanes from the longer half. */
function lineFrames(parameters: usize, sampleRate: f64, line: i32): i32 {
  const shortest = bySpace(parameters, ROOM_SHORTEST, PLATE_SHORTEST, HALL_SHORTEST);
  const longest = bySpace(parameters, ROOM_LONGEST, PLATE_LONGEST, HALL_LONGEST);
  const place = (line & 1) * NETWORK_PAIRS + (line >> 1);
  const way = (<f64>place + 0.6 * scattered(line)) / <f64>(2 * NETWORK_PAIRS);
  return <i32>(shortest * exp(log(longest / shortest) * way) * sampleRate) | 1;
}

function diffuserFrames(sampleRate: f64, index: i32): i32 {
  let seconds = FIRST_DIFFUSER;
  for (let i: i32 = 0; i < index; i++) seconds *= DIFFUSER_RATIO;
  return <i32>(seconds * sampleRate) | 1;
}

function preDelayFrames(parameters: usize, sampleRate: f64): i32 {
  return <i32>floor(startOf(endValues(parameters), PRE_DELAY_MS) * 0.001 * sampleRate + 0.5);
}

/** Frames of the stretch in which the first reflections lie. */
function earlyFrames(parameters: usize, sampleRate: f64): i32 {
  return <i32>(bySpace(parameters, ROOM_EARLY, PLATE_EARLY, HALL_EARLY) * sampleRate) + 1;
}

function preRingFrames(parameters: usize, sampleRate: f64): i32 {
  return ringFrames(preDelayFrames(parameters, sampleRate) + earlyFrames(parameters, sampleRate) + 129);
}

/** The longest line, sway included. */
function longestFrames(parameters: usize, sampleRate: f64): i32 {
  const longest = bySpace(parameters, ROOM_LONGEST, PLATE_LONGEST, HALL_LONGEST) * sampleRate;
  return <i32>(longest + 2.0 * SWAY_SECONDS * sampleRate) + 1;
}

export function reverbStateBytes(parameters: usize, sampleRate: f64): i32 {
  let frames = preRingFrames(parameters, sampleRate);
  for (let i: i32 = 0; i < DIFFUSERS; i++) frames += diffuserFrames(sampleRate, i);
  return <i32>RINGS + frames * <i32>FRAME_BYTES + aligned(networkBytes(longestFrames(parameters, sampleRate)));
}

export function reverbInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, reverbStateBytes(parameters, sampleRate));
  const header = changetype<Header>(state);
  header.sampleRate = sampleRate;
  header.preDelay = preDelayFrames(parameters, sampleRate);
  header.preMask = preRingFrames(parameters, sampleRate) - 1;
  header.preRing = state + RINGS;
  let ring = header.preRing + <usize>(header.preMask + 1) * FRAME_BYTES;
  for (let i: i32 = 0; i < DIFFUSERS; i++) {
    const diffuser = diffuserAt(state, i);
    diffuser.ring = ring;
    diffuser.length = diffuserFrames(sampleRate, i);
    ring += <usize>diffuser.length * FRAME_BYTES;
  }
  header.network = ring;
  placeLines(header, parameters);
  placeReflections(state, parameters);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  sendDecays(state);
  arriveDecays(header.network);
}

// @ts-ignore: decorator
@inline
function diffuserAt(state: usize, index: i32): Diffuser {
  return changetype<Diffuser>(state + DIFFUSER_AREA + <usize>index * DIFFUSER_BYTES);
}

function placeLines(header: Header, parameters: usize): void {
  const network = header.network;
  const sampleRate = header.sampleRate;
  networkInit(network, longestFrames(parameters, sampleRate), sampleRate);
  for (let i: i32 = 0; i < NETWORK_PAIRS; i++) {
    setPair(network, i, lineFrames(parameters, sampleRate, 2 * i), lineFrames(parameters, sampleRate, 2 * i + 1));
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

/** Each channel hears its own reflections, weaker the later, of either polarity; the first one is the sound itself. */
function placeReflections(state: usize, parameters: usize): void {
  const span = <f64>(earlyFrames(parameters, changetype<Header>(state).sampleRate) - 1);
  for (let i: i32 = 0; i < 2 * REFLECTIONS; i++) {
    const at = state + REFLECTION_AREA + (<usize>(i >> 1) << 5) + (<usize>(i & 1) << 3);
    const tap = i >> 1;
    const way = tap == 0 ? 0.0 : (<f64>tap - 0.5 + 0.9 * (scattered(100 + i) - 0.5)) / <f64>(REFLECTIONS - 1);
    const sign: f64 = tap > 0 && scattered(200 + i) < 0.5 ? -1.0 : 1.0;
    store<f64>(at, (sign * exp(-1.6 * way)) / Math.sqrt(<f64>REFLECTIONS));
    store<i32>(at, <i32>(span * way), 16);
  }
}

export function reverbProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  const input = portAt(ports, 0);
  const arriving = state + ARRIVING;
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) sendDecays(state);
  const perPercent = 0.01 * SWAY_SECONDS * header.sampleRate;
  const reach = perPercent * startOf(parameters, MODULATION_PERCENT);
  const reachStep = (perPercent * startOf(ends, MODULATION_PERCENT) - reach) / <f64>frames;
  for (let done: i32 = 0; done < frames;) {
    const count = min(frames - done, networkStretch(header.network));
    const wet = state + WET + <usize>done * FRAME_BYTES;
    receive(header, input + <usize>done * FRAME_BYTES, arriving, count);
    reflect(state, wet, parameters, done, count, frames);
    header.position += count;
    for (let i: i32 = 0; i < DIFFUSERS; i++) diffuse(diffuserAt(state, i), arriving, count);
    const reached = reach + reachStep * <f64>done;
    runNetwork(header.network, arriving, wet, LATE_LEVEL, reached, reachStep, done, count, frames);
    done += count;
  }
  arriveDecays(header.network);
  blend(state + WET, input, portAt(ports, 1), parameters, frames);
}

/** Writes to the pre-delay and reads what comes out of it. */
function receive(header: Header, input: usize, output: usize, count: i32): void {
  const ring = header.preRing;
  const mask = header.preMask;
  let position = header.position;
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    v128.store(ring + <usize>(position & mask) * FRAME_BYTES, v128.load(input));
    v128.store(output, v128.load(ring + <usize>((position - header.preDelay) & mask) * FRAME_BYTES));
    position++;
    input += FRAME_BYTES;
  }
}

/** The first reflections. */
function reflect(state: usize, output: usize, parameters: usize, done: i32, count: i32, frames: i32): void {
  const header = changetype<Header>(state);
  const start = EARLY_LEVEL * 0.01 * startOf(parameters, EARLY_PERCENT);
  const step = (EARLY_LEVEL * 0.01 * startOf(endValues(parameters), EARLY_PERCENT) - start) / <f64>frames;
  const mask = header.preMask;
  memory.fill(output, 0, <usize>count * FRAME_BYTES);
  for (let i: i32 = 0; i < REFLECTIONS; i++) {
    const tap = state + REFLECTION_AREA + (<usize>i << 5);
    const gains = v128.load(tap);
    let left = header.position - header.preDelay - load<i32>(tap, 16);
    let right = header.position - header.preDelay - load<i32>(tap, 24);
    let level = start + step * <f64>done;
    let at = output;
    for (const end = at + <usize>count * FRAME_BYTES; at < end; at += FRAME_BYTES) {
      level += step;
      const frame = loadLanes(header.preRing, mask, left, right);
      const heard = f64x2.mul(f64x2.mul(frame, gains), f64x2.splat(level));
      v128.store(at, f64x2.add(v128.load(at), heard));
      left++;
      right++;
    }
  }
}

/** An all-pass: y = d − c·x, and x + c·y goes into the delay that d comes out of. */
function diffuse(diffuser: Diffuser, area: usize, count: i32): void {
  const c = f64x2.splat(DIFFUSION);
  let position = diffuser.position;
  for (const end = area + <usize>count * FRAME_BYTES; area < end; area += FRAME_BYTES) {
    const cell = diffuser.ring + <usize>position * FRAME_BYTES;
    const x = v128.load(area);
    const y = f64x2.sub(v128.load(cell), f64x2.mul(c, x));
    v128.store(cell, flushDenormal(f64x2.add(x, f64x2.mul(c, y))));
    v128.store(area, y);
    position++;
    position = select(0, position, position == diffuser.length);
  }
  diffuser.position = position;
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
