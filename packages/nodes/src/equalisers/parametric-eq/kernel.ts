// Eight bands, each up to four biquads. Bands that work on mid or side alone share the loop with the others: where there
// is one, the whole cascade runs on (M, S) frames, and each lane has its own coefficients.

import { FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import {
  BIQUAD_BYTES,
  biquadPower,
  BOTH_LANES,
  isThrough,
  joinState,
  LEFT_OR_MID,
  resetBiquad,
  RIGHT_OR_SIDE,
  runBiquads,
  runStandingBiquads,
  setBiquad,
  splitState,
} from "@twobus/dsp/assembly/biquad";
import {
  DESIGN_BYTES,
  designBandPass,
  designBell,
  designHighPass,
  designHighShelf,
  designLowPass,
  designLowShelf,
  designNotch,
  designThrough,
  designTilt,
  MOST_SECTIONS,
  SECTION_BYTES,
} from "@twobus/dsp/assembly/filter-design";
import { decibelsToGain, gainToDecibels, PI } from "@twobus/dsp/assembly/maths";
import { toLeftRight, toMidSide } from "@twobus/dsp/assembly/mid-side";

const BANDS: i32 = 8;
const OUTPUT_GAIN_DB: i32 = 48;
const PARAMETERS: i32 = 49;

// The parameters of a band, in declared order.
const BAND_PARAMETERS: i32 = 6;
const SHAPE: usize = 0;
const FREQUENCY_HZ: usize = 8;
const GAIN_DB: usize = 16;
const Q: usize = 24;
const SLOPE_DB_PER_OCTAVE: usize = 32;
const CHANNEL: usize = 40;

// The options of a band's shape and channel, in declared order.
const OFF: i32 = 0;
const BELL: i32 = 1;
const LOW_SHELF: i32 = 2;
const HIGH_SHELF: i32 = 3;
const HIGH_PASS: i32 = 4;
const LOW_PASS: i32 = 5;
const NOTCH: i32 = 6;
const BAND_PASS: i32 = 7;
const STEREO: i32 = 0;
const MID: i32 = 1;

// State: sample rate (f64), whether the cascade runs on mid and side (i32), how many sections stood still at the end of the
// last quantum (i32, −1 when any moved), then each band (settings in force, f64; how many of its sections were ever in use,
// i32), the list of sections at work, a design and its workspace, the last parameter block, the sections.
const MID_SIDE: usize = 8;
const STANDING: usize = 12;
const BANDS_AT: usize = 16;
const SECTIONS_USED: usize = 48;
const BAND_BYTES: usize = 64;
const LIST: usize = BANDS_AT + <usize>BANDS * BAND_BYTES;
const DESIGN: usize = LIST + <usize>(BANDS * MOST_SECTIONS) * 4;
const WORKSPACE: usize = DESIGN + <usize>MOST_SECTIONS * SECTION_BYTES;
const LAST_BLOCK: usize = WORKSPACE + DESIGN_BYTES;
const SECTIONS: usize = LAST_BLOCK + <usize>PARAMETERS * 16;
const STATE_BYTES: usize = SECTIONS + <usize>(BANDS * MOST_SECTIONS) * BIQUAD_BYTES;

// @ts-ignore: decorator
@inline
function bandAt(state: usize, band: i32): usize {
  return state + BANDS_AT + <usize>band * BAND_BYTES;
}

// @ts-ignore: decorator
@inline
function sectionAt(state: usize, band: i32, index: i32): usize {
  return state + SECTIONS + <usize>(band * MOST_SECTIONS + index) * BIQUAD_BYTES;
}

export function parametricEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function parametricEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, sampleRate);
  for (let band: i32 = 0; band < BANDS; band++) {
    for (let i: i32 = 0; i < BAND_PARAMETERS; i++) {
      store<f64>(bandAt(state, band) + (<usize>i << 3), startOf(parameters, band * BAND_PARAMETERS + i));
    }
    design(state, band);
    for (let i: i32 = 0; i < MOST_SECTIONS; i++) resetBiquad(sectionAt(state, band, i));
  }
  store<i32>(state, wantsMidSide(state) ? 1 : 0, MID_SIDE);
  store<i32>(state, -1, STANDING);
}

export function parametricEqProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const input = portAt(ports, 0);
  const output = portAt(ports, 1);
  if (isStanding(state, parameters)) {
    runStanding(state, parameters, input, output, frames);
    return;
  }
  const wantedMidSide = wantsMidSide(state);
  for (let band: i32 = 0; band < BANDS; band++) {
    if (takeSettings(state, band, parameters)) design(state, band);
  }
  const count = listSections(state);
  // A band that leaves mid or side for stereo is still on its way during this quantum.
  const midSide = wantedMidSide || wantsMidSide(state);
  changeDomain(state, count, midSide);
  let standing = false;
  if (midSide) {
    split(input, output, frames);
    standing = runBiquads(state + LIST, count, output, output, frames);
    join(output, frames);
  } else {
    standing = runBiquads(state + LIST, count, input, output, frames);
  }
  store<i32>(state, standing && midSide == wantsMidSide(state) ? count : -1, STANDING);
  memory.copy(state + LAST_BLOCK, parameters, <usize>PARAMETERS * 16);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

/** Whether nothing moved in the last quantum and nothing does in this one: then the list of sections is still right. */
function isStanding(state: usize, parameters: usize): bool {
  if (load<i32>(state, STANDING) < 0) return false;
  const last = state + LAST_BLOCK;
  let moved = i64x2.splat(0);
  for (let at: usize = 0; at < <usize>PARAMETERS * 16; at += 16) {
    moved = v128.or(moved, v128.xor(v128.load(parameters + at), v128.load(last + at)));
  }
  return !v128.any_true(moved);
}

function runStanding(state: usize, parameters: usize, input: usize, output: usize, frames: i32): void {
  const count = load<i32>(state, STANDING);
  if (load<i32>(state, MID_SIDE) != 0) {
    split(input, output, frames);
    runStandingBiquads(state + LIST, count, output, output, frames);
    join(output, frames);
  } else {
    runStandingBiquads(state + LIST, count, input, output, frames);
  }
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

/** Copies what a band is set to at the end of the quantum; true when anything changed. */
function takeSettings(state: usize, band: i32, parameters: usize): bool {
  const settings = bandAt(state, band);
  let changed = false;
  for (let i: i32 = 0; i < BAND_PARAMETERS; i++) {
    const value = valueOf(parameters, band * BAND_PARAMETERS + i);
    const setting = settings + (<usize>i << 3);
    if (load<f64>(setting) == value) continue;
    store<f64>(setting, value);
    changed = true;
  }
  return changed;
}

/** Sends a band's sections to the filter it is set to. */
function design(state: usize, band: i32): void {
  const settings = bandAt(state, band);
  const count = designShape(state, settings);
  const channel = <i32>load<f64>(settings, CHANNEL);
  const lanes = channel == STEREO ? BOTH_LANES : channel == MID ? LEFT_OR_MID : RIGHT_OR_SIDE;
  for (let i: i32 = 0; i < MOST_SECTIONS; i++) {
    const coefficients = state + DESIGN + <usize>i * SECTION_BYTES;
    if (i >= count) designThrough(coefficients);
    setBiquad(sectionAt(state, band, i), coefficients, lanes);
  }
  store<i32>(settings, max(count, load<i32>(settings, SECTIONS_USED)), SECTIONS_USED);
}

function designShape(state: usize, settings: usize): i32 {
  const to = state + DESIGN;
  const workspace = state + WORKSPACE;
  const sampleRate = load<f64>(state);
  const hz = load<f64>(settings, FREQUENCY_HZ);
  const gainDb = load<f64>(settings, GAIN_DB);
  const q = load<f64>(settings, Q);
  const order = <i32>load<f64>(settings, SLOPE_DB_PER_OCTAVE) / 6;
  switch (<i32>load<f64>(settings, SHAPE)) {
    case OFF:
      return 0;
    case BELL:
      return designBell(to, workspace, sampleRate, hz, gainDb, q);
    case LOW_SHELF:
      return designLowShelf(to, workspace, sampleRate, hz, gainDb, q);
    case HIGH_SHELF:
      return designHighShelf(to, workspace, sampleRate, hz, gainDb, q);
    case HIGH_PASS:
      return designHighPass(to, workspace, sampleRate, hz, order, q);
    case LOW_PASS:
      return designLowPass(to, workspace, sampleRate, hz, order, q);
    case NOTCH:
      return designNotch(to, workspace, sampleRate, hz, q);
    case BAND_PASS:
      return designBandPass(to, workspace, sampleRate, hz, q);
    default:
      return designTilt(to, workspace, sampleRate, hz, gainDb);
  }
}

function wantsMidSide(state: usize): bool {
  for (let band: i32 = 0; band < BANDS; band++) {
    const settings = bandAt(state, band);
    if (<i32>load<f64>(settings, CHANNEL) != STEREO && <i32>load<f64>(settings, SHAPE) != OFF) return true;
  }
  return false;
}

/** Lists the sections that change anything, in the order of the bands. */
function listSections(state: usize): i32 {
  let count: i32 = 0;
  for (let band: i32 = 0; band < BANDS; band++) {
    const used = load<i32>(bandAt(state, band), SECTIONS_USED);
    for (let i: i32 = 0; i < used; i++) {
      const section = sectionAt(state, band, i);
      if (isThrough(section)) continue;
      store<u32>(state + LIST + (<usize>count << 2), <u32>section);
      count++;
    }
  }
  return count;
}

/** Carries what the sections remember over to the frames they are about to see. */
function changeDomain(state: usize, count: i32, midSide: bool): void {
  const wasMidSide = load<i32>(state, MID_SIDE) != 0;
  if (midSide == wasMidSide) return;
  store<i32>(state, midSide ? 1 : 0, MID_SIDE);
  for (let i: i32 = 0; i < count; i++) {
    const section = <usize>load<u32>(state + LIST + (<usize>i << 2));
    if (midSide) splitState(section);
    else joinState(section);
  }
}

function split(input: usize, output: usize, frames: i32): void {
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    v128.store(output, toMidSide(v128.load(input)));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

function join(buffer: usize, frames: i32): void {
  const end = buffer + <usize>frames * FRAME_BYTES;
  while (buffer < end) {
    v128.store(buffer, toLeftRight(v128.load(buffer)));
    buffer += FRAME_BYTES;
  }
}

function amplify(buffer: usize, startDb: f64, endDb: f64, frames: i32): void {
  if (startDb == 0.0 && endDb == 0.0) return;
  let gain = f64x2.splat(decibelsToGain(startDb));
  const step = f64x2.mul(f64x2.sub(f64x2.splat(decibelsToGain(endDb)), gain), f64x2.splat(1.0 / <f64>frames));
  const end = buffer + <usize>frames * FRAME_BYTES;
  while (buffer < end) {
    gain = f64x2.add(gain, step);
    v128.store(buffer, f64x2.mul(v128.load(buffer), gain));
    buffer += FRAME_BYTES;
  }
}

/** The curve in dB at `hz` as the bands are set, output gain left out: left and right, or mid where bands differ. */
export function parametricEqResponse(state: usize, hz: f64): f64 {
  return responseOf(state, hz, 0);
}

/** The same for side. */
export function parametricEqSideResponse(state: usize, hz: f64): f64 {
  return responseOf(state, hz, 1);
}

function responseOf(state: usize, hz: f64, lane: i32): f64 {
  const omega = (2.0 * PI * hz) / load<f64>(state);
  let decibels: f64 = 0.0;
  for (let band: i32 = 0; band < BANDS; band++) {
    const used = load<i32>(bandAt(state, band), SECTIONS_USED);
    for (let i: i32 = 0; i < used; i++) {
      // Power, hence half the decibels; −200 dB stands for nothing at all.
      decibels += 0.5 * gainToDecibels(max(biquadPower(sectionAt(state, band, i), lane, omega), 1e-20));
    }
  }
  return decibels;
}
