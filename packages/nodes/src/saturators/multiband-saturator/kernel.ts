// Bands of a Linkwitz–Riley bank, each with a curve of its own. Only what the curves add is oversampled: the bands themselves
// are summed and delayed, so that without drive the output is the delayed all-pass of the input, to the last bits.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import {
  CROSSOVER_BANK_BYTES,
  divideBands,
  MOST_BANDS,
  resetCrossovers,
  setCrossovers,
} from "@twobus/dsp/assembly/crossover";
import { dcBlockerPole } from "@twobus/dsp/assembly/dc-blocker";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { encodeMidSide } from "@twobus/dsp/assembly/detector";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { addResidues, Driving, DRIVING_BYTES, followResidues, STEREO } from "./curves/kernel";

// Parameters
const BANDS: i32 = 0;
const FIRST_CROSSOVER_HZ: i32 = 1;
const FIRST_BAND: i32 = 6;
const PER_BAND: i32 = 6;
const CURVE: i32 = 0; // within a band
const CHANNELS: i32 = 1;
const DRIVE_PERCENT: i32 = 2;
const MIX_PERCENT: i32 = 3;
const LEVEL_DB: i32 = 4;
const SOLO: i32 = 5;
const OUTPUT_DB: i32 = FIRST_BAND + 6 * PER_BAND;
const OVERSAMPLING: i32 = OUTPUT_DB + 1;


// State
const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
const SAMPLE_RATE: usize = 0; // f64
const RECORDS: usize = 8; // i32: whether parts follow
const BLOCKER: usize = 16; // f64
const BLOCKER_INPUT: usize = 32; // v128
const BLOCKER_OUTPUT: usize = 48; // v128
const LIST: usize = 64; // u32 per band
const DRIVING: usize = 96;
const BANK: usize = DRIVING + DRIVING_BYTES;
const SOUNDS: usize = BANK + CROSSOVER_BANK_BYTES; // 128 v128 per band
const ENCODED: usize = SOUNDS + 6 * BUFFER_BYTES; // 128 v128
const SUM: usize = ENCODED + BUFFER_BYTES; // 128 v128
const VALUES: usize = SUM + BUFFER_BYTES; // number of bands and crossovers

// @ts-ignore: decorator
@inline
function factorOf(parameters: usize): i32 {
  return <i32>valueOf(parameters, OVERSAMPLING);
}

// Behind the fixed parts: the delay, then an oversampler and a row of chords per band
// @ts-ignore: decorator
@inline
function delayAt(state: usize): usize {
  return state + VALUES + valuesBytes(FIRST_BAND);
}

// @ts-ignore: decorator
@inline
function oversamplerAt(state: usize, factor: i32, band: i32): usize {
  const each = aligned(oversamplingStateBytes(factor)) + 128 * factor * <i32>FRAME_BYTES;
  const delay = aligned(delayStateBytes(oversamplingLatency(factor, 0, LONG_FIRST_PAIRS)));
  return delayAt(state) + <usize>(delay + band * each);
}

// @ts-ignore: decorator
@inline
function chordsAt(state: usize, factor: i32, band: i32): usize {
  return oversamplerAt(state, factor, band) + <usize>aligned(oversamplingStateBytes(factor));
}

export function multibandSaturatorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>oversamplerAt(0, factorOf(parameters), <i32>valueOf(parameters, BANDS));
}

export function multibandSaturatorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  const firstPairs = firstPairsFor(sampleRate);
  memory.fill(state, 0, <usize>multibandSaturatorStateBytes(parameters, sampleRate));
  store<f64>(state, sampleRate, SAMPLE_RATE);
  store<f64>(state, dcBlockerPole(sampleRate), BLOCKER);
  delayInit(delayAt(state), oversamplingLatency(factor, 0, firstPairs));
  for (let band: i32 = 0; band < MOST_BANDS; band++) {
    store<u32>(state + LIST + (<usize>band << 2), <u32>soundAt(state, band));
  }
  for (let band: i32 = 0; band < <i32>valueOf(parameters, BANDS); band++) {
    oversamplingInit(oversamplerAt(state, factor, band), factor, 0, firstPairs);
  }
  followFrequencies(state, parameters);
  resetCrossovers(state + BANK);
}

function followFrequencies(state: usize, parameters: usize): void {
  if (!valuesChanged(state + VALUES, endValues(parameters), FIRST_BAND)) return;
  const bands = <i32>valueOf(parameters, BANDS);
  setCrossovers(state + BANK, endValues(parameters), FIRST_CROSSOVER_HZ, bands, load<f64>(state, SAMPLE_RATE));
}

// @ts-ignore: decorator
@inline
function soundAt(state: usize, band: i32): usize {
  return state + SOUNDS + <usize>band * BUFFER_BYTES;
}

/** The values of one band, from its own parameters. */
// @ts-ignore: decorator
@inline
function ofBand(values: usize, band: i32): usize {
  return values + valuesBytes(FIRST_BAND + band * PER_BAND);
}

function isAnySoloed(values: usize): bool {
  const bands = <i32>startOf(values, BANDS);
  for (let band: i32 = 0; band < bands; band++) {
    if (startOf(ofBand(values, band), SOLO) != 0.0) return true;
  }
  return false;
}

/** How loud a band is in the output. */
function levelOf(values: usize, band: i32): f64 {
  const own = ofBand(values, band);
  const level = decibelsToGain(startOf(own, LEVEL_DB)) * decibelsToGain(startOf(values, OUTPUT_DB));
  return isAnySoloed(values) ? level * startOf(own, SOLO) : level;
}

/** How drive and level of a band go through the quantum. */
function drivingOf(state: usize, parameters: usize, band: i32, frames: i32): Driving {
  const driving = changetype<Driving>(state + DRIVING);
  const ends = endValues(parameters);
  const own = ofBand(parameters, band);
  const share = 1.0 / <f64>frames;
  driving.amount = 0.01 * startOf(own, DRIVE_PERCENT);
  driving.amountStep = (0.01 * valueOf(own, DRIVE_PERCENT) - driving.amount) * share;
  driving.level = levelOf(parameters, band) * 0.01 * startOf(own, MIX_PERCENT);
  const lastLevel = levelOf(ends, band) * 0.01 * valueOf(own, MIX_PERCENT);
  driving.levelStep = (lastLevel - driving.level) * share;
  driving.channels = <i32>startOf(own, CHANNELS);
  driving.factor = factorOf(parameters);
  return driving;
}

// @ts-ignore: decorator
@inline
function isDriven(parameters: usize, band: i32): bool {
  const own = ofBand(parameters, band);
  return startOf(own, DRIVE_PERCENT) > 0.0 || valueOf(own, DRIVE_PERCENT) > 0.0;
}

/** Sums the bands at their levels. */
function sumBands(state: usize, parameters: usize, frames: i32): void {
  const bands = <i32>valueOf(parameters, BANDS);
  memory.fill(state + SUM, 0, <usize>frames * FRAME_BYTES);
  for (let band: i32 = 0; band < bands; band++) {
    let level = levelOf(parameters, band);
    const step = (levelOf(endValues(parameters), band) - level) / <f64>frames;
    let sound = soundAt(state, band);
    const end = sound + <usize>frames * FRAME_BYTES;
    for (let sum = state + SUM; sound < end; sum += FRAME_BYTES) {
      level += step;
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(v128.load(sound), f64x2.splat(level))));
      sound += FRAME_BYTES;
    }
  }
}

/** Brings a band, or its mid and side, to the inner rate. */
function raise(state: usize, parameters: usize, band: i32, frames: i32): usize {
  let sound = soundAt(state, band);
  if (<i32>startOf(ofBand(parameters, band), CHANNELS) != STEREO) {
    encodeMidSide(sound, state + ENCODED, frames);
    sound = state + ENCODED;
  }
  return oversampleUp(oversamplerAt(state, factorOf(parameters), band), sound, frames);
}

/** Takes the DC out of what the curves added, and adds it to the bands, which are equally late. */
function finish(state: usize, parameters: usize, output: usize, frames: i32): void {
  const residues = state + ENCODED;
  oversampleDown(oversamplerAt(state, factorOf(parameters), 0), residues, frames);
  delayProcess(delayAt(state), state + SUM, output, frames);
  const pole = f64x2.splat(load<f64>(state, BLOCKER));
  let previous = v128.load(state, BLOCKER_INPUT);
  let blocked = v128.load(state, BLOCKER_OUTPUT);
  for (let at: usize = 0; at < <usize>frames * FRAME_BYTES; at += FRAME_BYTES) {
    const residue = v128.load(residues + at);
    blocked = f64x2.add(f64x2.sub(residue, previous), f64x2.mul(pole, blocked));
    previous = residue;
    v128.store(output + at, f64x2.add(v128.load(output + at), blocked));
  }
  v128.store(state, flushDenormal(previous), BLOCKER_INPUT);
  v128.store(state, flushDenormal(blocked), BLOCKER_OUTPUT);
}

/** What is common to a whole and a part; a part is given where the whole's chords lie. */
// @ts-ignore: decorator
@inline
function run(state: usize, whole: usize, input: usize, output: usize, parameters: usize, frames: i32): void {
  const bands = <i32>valueOf(parameters, BANDS);
  const factor = factorOf(parameters);
  const records = load<i32>(state, RECORDS) != 0;
  followFrequencies(state, parameters);
  memory.copy(soundAt(state, 0), input, <usize>frames * FRAME_BYTES);
  divideBands(state + BANK, bands, state + LIST, frames);
  sumBands(state, parameters, frames);

  // The residues of all bands come down by the first band's oversampler, in place of what it brought up
  const residues = raise(state, parameters, 0, frames);
  const first = chordsAt(state, factor, 0);
  const innerBytes = <usize>(frames * factor) * FRAME_BYTES;
  memory.copy(first, residues, innerBytes);
  memory.fill(residues, 0, innerBytes);
  for (let band: i32 = 0; band < bands; band++) {
    if (!isDriven(parameters, band)) continue;
    const area = band == 0 ? first : raise(state, parameters, band, frames);
    const driving = drivingOf(state, parameters, band, frames);
    const curve = <i32>startOf(ofBand(parameters, band), CURVE);
    const chords = chordsAt(whole, factor, band);
    if (state != whole) followResidues(driving, area, residues, frames, chords);
    else addResidues(curve, driving, area, residues, frames, records ? chords : 0);
  }
  finish(state, parameters, output, frames);
}

export function multibandSaturatorProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  run(state, state, portAt(ports, 0), portAt(ports, 1), parameters, frames);
}

export function multibandSaturatorRecord(state: usize): void {
  store<i32>(state, 1, RECORDS);
}

export function multibandSaturatorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  run(follow, state, input, output, parameters, frames);
}
