// Everything happens on the side: spread, width, a shelf for the highs' width, a high-pass that makes the lows mono. The
// middle passes, so that a mono sum hears nothing of it, and a mono input stays mono unless it is spread.

import { FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import {
  BIQUAD_BYTES,
  BOTH_LANES,
  resetBiquad,
  RIGHT_OR_SIDE,
  runBiquads,
  setBiquad,
} from "@twobus/dsp/assembly/biquad";
import { encodeMidSide } from "@twobus/dsp/assembly/detector";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { designAllPass, designHighPass, designThrough, DESIGN_BYTES, SECTION_BYTES } from "@twobus/dsp/assembly/filter-design";
import { nextPresence, setPresence } from "@twobus/dsp/assembly/filter-presence";
import { PI, tan } from "@twobus/dsp/assembly/maths";
import { toLeftRight } from "@twobus/dsp/assembly/mid-side";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";

const WIDTH_PERCENT: i32 = 0;
const HIGH_WIDTH_PERCENT: i32 = 1;
const HIGH_WIDTH_HZ: i32 = 2;
const MONO_BELOW_HZ: i32 = 3;
const MONO_SLOPE: i32 = 4;
const SPREAD_PERCENT: i32 = 5;
const LAW: i32 = 6;
const PARAMETERS: i32 = 7;

const CONSTANT_POWER: f64 = 1.0;
const MONO_OFF_HZ: f64 = 20.0;

const MONO_SECTIONS: i32 = 2;
// All-pass sections whose phase turns through five circles, evenly over the octaves [estimate]
const SPREAD_SECTIONS: i32 = 5;
const SPREAD_LOWEST_HZ: f64 = 150.0;
const SPREAD_RATIO: f64 = 2.7;
const SPREAD_Q: f64 = 0.7;

// State
const LOWS: usize = 0; // v128: integrator of the shelf; the side is its second lane
const SAMPLE_RATE: usize = 16; // f64
const MONO_PRESENCE: usize = 24; // f64
const VALUES: usize = 32;
const LISTS: usize = VALUES + valuesBytes(PARAMETERS); // u32: addresses of the sections
const MONO: usize = LISTS + 32;
const SPREAD: usize = MONO + <usize>MONO_SECTIONS * BIQUAD_BYTES;
const COEFFICIENTS: usize = SPREAD + <usize>SPREAD_SECTIONS * BIQUAD_BYTES;
const WORKSPACE: usize = COEFFICIENTS + <usize>MONO_SECTIONS * SECTION_BYTES;
const SPREADING: usize = (WORKSPACE + DESIGN_BYTES + 15) & ~15; // 128 frames
const STATE_BYTES: usize = SPREADING + 128 * FRAME_BYTES;

export function imagerStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function imagerInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  for (let i: i32 = 0; i < MONO_SECTIONS + SPREAD_SECTIONS; i++) {
    store<u32>(state + LISTS + (<usize>i << 2), <u32>(state + MONO + <usize>i * BIQUAD_BYTES));
  }
  let hz = SPREAD_LOWEST_HZ;
  for (let i: i32 = 0; i < SPREAD_SECTIONS; i++) {
    designAllPass(state + COEFFICIENTS, sampleRate, hz, SPREAD_Q);
    setBiquad(state + SPREAD + <usize>i * BIQUAD_BYTES, state + COEFFICIENTS, BOTH_LANES);
    hz *= SPREAD_RATIO;
  }
  resetSpread(state);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  setMono(state, monoGoal(state));
  for (let i: i32 = 0; i < MONO_SECTIONS; i++) resetBiquad(state + MONO + <usize>i * BIQUAD_BYTES);
}

function resetSpread(state: usize): void {
  for (let i: i32 = 0; i < SPREAD_SECTIONS; i++) resetBiquad(state + SPREAD + <usize>i * BIQUAD_BYTES);
}

function monoGoal(state: usize): f64 {
  return startOf(state + VALUES, MONO_BELOW_HZ) > MONO_OFF_HZ ? 1.0 : 0.0;
}

function setMono(state: usize, presence: f64): void {
  const hz = startOf(state + VALUES, MONO_BELOW_HZ);
  const order = <i32>startOf(state + VALUES, MONO_SLOPE) / 6;
  const sections = state + COEFFICIENTS;
  designThrough(sections + SECTION_BYTES);
  designHighPass(sections, state + WORKSPACE, load<f64>(state, SAMPLE_RATE), hz, order, 0.0);
  for (let i: i32 = 0; i < MONO_SECTIONS; i++) {
    const section = sections + <usize>i * SECTION_BYTES;
    setPresence(section, presence);
    setBiquad(state + MONO + <usize>i * BIQUAD_BYTES, section, RIGHT_OR_SIDE);
  }
  store<f64>(state, presence, MONO_PRESENCE);
}

export function imagerProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const moved = valuesChanged(state + VALUES, ends, PARAMETERS);
  const presence = nextPresence(load<f64>(state, MONO_PRESENCE), monoGoal(state), frames);
  if (moved || presence != load<f64>(state, MONO_PRESENCE)) setMono(state, presence);
  const output = portAt(ports, 1);
  encodeMidSide(portAt(ports, 0), output, frames);
  spread(state, parameters, output, frames);
  widen(state, parameters, output, frames);
  runBiquads(state + LISTS, MONO_SECTIONS, output, output, frames);
  const end = output + <usize>frames * FRAME_BYTES;
  for (let at = output; at < end; at += FRAME_BYTES) v128.store(at, toLeftRight(v128.load(at)));
}

/** Adds the phase-shifted middle to the side. */
function spread(state: usize, parameters: usize, area: usize, frames: i32): void {
  let amount = startOf(parameters, SPREAD_PERCENT) * 0.01;
  const last = startOf(endValues(parameters), SPREAD_PERCENT) * 0.01;
  if (amount == 0.0 && last == 0.0) {
    resetSpread(state);
    return;
  }
  const step = (last - amount) / <f64>frames;
  let shifted = state + SPREADING;
  const list = state + LISTS + (<usize>MONO_SECTIONS << 2);
  runBiquads(list, SPREAD_SECTIONS, area, shifted, frames);
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    amount += step;
    store<f64>(area, load<f64>(area, 8) + amount * load<f64>(shifted), 8);
    shifted += FRAME_BYTES;
  }
}

/** One integrator splits the side at the highs' edge; both halves are scaled, and the middle where power is to be kept. */
function widen(state: usize, parameters: usize, area: usize, frames: i32): void {
  const ends = endValues(parameters);
  const perFrame = f64x2.splat(1.0 / <f64>frames);
  let gains = gainsOf(parameters);
  const gainStep = f64x2.mul(f64x2.sub(gainsOf(ends), gains), perFrame);
  let highs = highsOf(parameters);
  const highStep = f64x2.mul(f64x2.sub(highsOf(ends), highs), perFrame);
  let share = shareOf(state, parameters);
  const shareStep = f64x2.mul(f64x2.sub(shareOf(state, ends), share), perFrame);
  let lows = v128.load(state, LOWS);
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    gains = f64x2.add(gains, gainStep);
    highs = f64x2.add(highs, highStep);
    share = f64x2.add(share, shareStep);
    const frame = v128.load(area);
    const way = f64x2.mul(f64x2.sub(frame, lows), share);
    const low = f64x2.add(lows, way);
    lows = f64x2.add(low, way);
    // x + (h − 1)·(x − low): where the highs are as wide as the rest nothing is added
    const wide = f64x2.add(frame, f64x2.mul(highs, f64x2.sub(frame, low)));
    v128.store(area, f64x2.mul(wide, gains));
  }
  v128.store(state, flushDenormal(lows), LOWS);
}

/** Gains of middle and side. */
function gainsOf(values: usize): v128 {
  const width = startOf(values, WIDTH_PERCENT) * 0.01;
  const level = startOf(values, LAW) == CONSTANT_POWER ? Math.sqrt(2.0 / (1.0 + width * width)) : 1.0;
  return f64x2.replace_lane(f64x2.splat(level), 1, level * width);
}

/** What the highs of middle and side have more than the rest. */
function highsOf(values: usize): v128 {
  return f64x2.replace_lane(f64x2.splat(0.0), 1, startOf(values, HIGH_WIDTH_PERCENT) * 0.01 - 1.0);
}

function shareOf(state: usize, values: usize): v128 {
  const g = tan(PI * min(startOf(values, HIGH_WIDTH_HZ) / load<f64>(state, SAMPLE_RATE), 0.49));
  return f64x2.splat(g / (1.0 + g));
}
