// A feed-forward compressor in every band of a Linkwitz–Riley bank. The key is divided by a bank of its own; without one, and
// unfiltered, the bands are their own keys. Ballistics are decoupled, so that lows are held between their crests. Without
// reduction every gain is exactly 1, and the bands sum to an all-pass.

import { FRAME_BYTES, portAt, setMeter, startOf } from "@twobus/dsp/assembly/abi";
import {
  BALLISTICS_BYTES,
  ballisticsAgree,
  decoupledBallistics,
  setBallistics,
} from "@twobus/dsp/assembly/ballistics";
import { sumBands } from "@twobus/dsp/assembly/band-sum";
import { rowVectors, setRamp } from "@twobus/dsp/assembly/control-row";
import {
  CROSSOVER_BANK_BYTES,
  divideBands,
  MOST_BANDS,
  resetCrossovers,
  setCrossovers,
} from "@twobus/dsp/assembly/crossover";
import {
  advancePeakHold,
  DUAL_MONO,
  encodeMidSide,
  linkLevels,
  MID_SIDE,
  PEAK_HOLD_BYTES,
  peakLevels,
  setPeakHoldWithin,
} from "@twobus/dsp/assembly/detector";
import { followGains, GAIN_RECORD_BYTES, recordGains } from "@twobus/dsp/assembly/follow";
import {
  GAIN_LAW_BYTES,
  kneeWidth,
  LAW_FOOT,
  LAW_KNEE,
  LAW_RANGE,
  LAW_SLOPE,
  OF_AMPLITUDE,
  reductionAt,
  reductionsByLaw,
} from "@twobus/dsp/assembly/gain-computer";
import {
  applyGains,
  GAIN_STAGE_BYTES,
  gainsOfReductions,
  listenToKey,
  STAGE_MAKEUP,
  STAGE_MIX,
} from "@twobus/dsp/assembly/gain-stage";
import {
  innerElapsed, innerFrames,
  innerPortsBytes,
  innerPortsInit,
  innerRow,
  lowerOutput,
  raisePart,
  raisePorts,
} from "@twobus/dsp/assembly/inner-ports";
import { KEY_FILTER_BYTES, KEY_LOW_PASS_OFF_HZ, keyFilterProcess, setKeyFilter } from "@twobus/dsp/assembly/key-filter";
import { DB_PER_LOG2, decibelsToGain, exp2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { REFERENCE_PEAK_DB } from "@twobus/dsp/assembly/side-chain";

// Parameters
const BANDS: i32 = 0;
const FIRST_CROSSOVER_HZ: i32 = 1;
const FIRST_BAND: i32 = 6;
const PER_BAND: i32 = 7;
const THRESHOLD_DB: i32 = 0; // within a band
const RATIO: i32 = 1;
const ATTACK_MS: i32 = 2;
const RELEASE_MS: i32 = 3;
const MAKEUP_DB: i32 = 4;
const SOLO: i32 = 5;
const BYPASS: i32 = 6;
const KNEE_DB: i32 = FIRST_BAND + 6 * PER_BAND;
const KEY_HIGH_PASS_HZ: i32 = KNEE_DB + 1;
const LINK_PERCENT: i32 = KNEE_DB + 2;
const CHANNEL_MODE: i32 = KNEE_DB + 3;
const AUTO_MAKEUP: i32 = KNEE_DB + 4;
const MIX_PERCENT: i32 = KNEE_DB + 5;
const KEY_LISTEN: i32 = KNEE_DB + 6;
const OVERSAMPLING: i32 = KNEE_DB + 7;
const PARAMETERS: i32 = KNEE_DB + 8;

/** More than any law asks for: there is no limit on reduction. */
const NO_RANGE: f64 = 1000.0;

// A band's own state
const LAW: usize = 0;
const STAGE: usize = LAW + GAIN_LAW_BYTES;
const BALLISTICS: usize = STAGE + GAIN_STAGE_BYTES;
const HOLD: usize = BALLISTICS + BALLISTICS_BYTES;
const RECORD: usize = HOLD + PEAK_HOLD_BYTES;
const BAND_BYTES: usize = RECORD + GAIN_RECORD_BYTES;

const SAMPLE_RATE: usize = 0; // f64: of the kernel, which may run faster than the song
const SOUND_LIST: usize = 16; // u32 per band
const KEY_LIST: usize = 48; // u32 per band
const BANK: usize = 80;
const KEY_BANK: usize = BANK + CROSSOVER_BANK_BYTES;
const FILTER: usize = KEY_BANK + CROSSOVER_BANK_BYTES;
const BAND_STATES: usize = FILTER + KEY_FILTER_BYTES;
const VALUES: usize = BAND_STATES + 6 * BAND_BYTES;
const INNER: usize = VALUES + valuesBytes(PARAMETERS);

// Its control rows: three of each band, then what is heard
const ROW: i32 = 0;
const SOUND: i32 = 1;
const KEY: i32 = 2;
const ROWS_PER_BAND: i32 = 3;
const HEARD: i32 = MOST_BANDS * ROWS_PER_BAND;
const ROWS: i32 = HEARD + 1;

// @ts-ignore: decorator
@inline
function bandAt(state: usize, band: i32): usize {
  return state + BAND_STATES + <usize>band * BAND_BYTES;
}

// @ts-ignore: decorator
@inline
function rowOf(state: usize, band: i32, index: i32): usize {
  return innerRow(state + INNER, band * ROWS_PER_BAND + index);
}

// @ts-ignore: decorator
@inline
function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
function bandsOf(parameters: usize): i32 {
  return <i32>startOf(parameters, BANDS);
}

/** The values of one band, from its own parameters. */
// @ts-ignore: decorator
@inline
function ofBand(values: usize, band: i32): usize {
  return values + valuesBytes(FIRST_BAND + band * PER_BAND);
}

export function multibandCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>INNER + innerPortsBytes(factorOf(parameters), ROWS);
}

export function multibandCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
  store<f64>(state, sampleRate * <f64>factor, SAMPLE_RATE);
  for (let band: i32 = 0; band < MOST_BANDS; band++) {
    store<u32>(state + SOUND_LIST + (<usize>band << 2), <u32>rowOf(state, band, SOUND));
    store<u32>(state + KEY_LIST + (<usize>band << 2), <u32>rowOf(state, band, KEY));
  }
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
  resetCrossovers(state + BANK);
  resetCrossovers(state + KEY_BANK);
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  const bands = bandsOf(values);
  setCrossovers(state + BANK, values, FIRST_CROSSOVER_HZ, bands, sampleRate);
  setCrossovers(state + KEY_BANK, values, FIRST_CROSSOVER_HZ, bands, sampleRate);
  setKeyFilter(state + FILTER, startOf(values, KEY_HIGH_PASS_HZ), KEY_LOW_PASS_OFF_HZ, sampleRate);
  for (let band: i32 = 0; band < bands; band++) {
    const own = ofBand(values, band);
    const ballistics = bandAt(state, band) + BALLISTICS;
    const release = setPeakHoldWithin(bandAt(state, band) + HOLD, startOf(own, RELEASE_MS) * 0.001, sampleRate);
    setBallistics(ballistics, startOf(own, ATTACK_MS) * 0.001, release, false, sampleRate);
  }
}

export function multibandCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  const elapsed = innerElapsed(state + INNER, frames);
  const bands = bandsOf(state + VALUES);
  for (let band: i32 = 0; band < bands; band++) advancePeakHold(bandAt(state, band) + HOLD, elapsed);
}

export function multibandCompressorProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  const inner = raisePorts(state + INNER, ports, frames);
  compress(state, inner, parameters, meters, innerFrames(state + INNER, frames));
  lowerOutput(state + INNER, portAt(ports, 2), frames);
}

function compress(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const bands = bandsOf(ends);
  const main = portAt(ports, 0);
  const key = portAt(ports, 1);
  const output = portAt(ports, 2);
  const bytes = <usize>frames * FRAME_BYTES;

  memory.copy(rowOf(state, 0, SOUND), main, bytes);
  divideBands(state + BANK, bands, state + SOUND_LIST, frames);
  const heard = keyFilterProcess(state + FILTER, key == 0 ? main : key, innerRow(state + INNER, HEARD), frames);
  const isOwnKey = heard == main;
  if (!isOwnKey) {
    memory.copy(rowOf(state, 0, KEY), heard, bytes);
    divideBands(state + KEY_BANK, bands, state + KEY_LIST, frames);
  }

  let greatest: f64 = 0.0;
  for (let band: i32 = 0; band < MOST_BANDS; band++) {
    const reduction = band < bands ? compressBand(state, band, isOwnKey ? SOUND : KEY, parameters, frames) : 0.0;
    greatest = max(greatest, reduction);
    setMeter(meters, 1 + band, reduction * DB_PER_LOG2);
  }
  setMeter(meters, 0, greatest * DB_PER_LOG2);
  sumBands(state + SOUND_LIST, bands, parameters, FIRST_BAND + SOLO, PER_BAND, output, frames);
  listenToKey(heard, output, frames, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
}

/** Compresses one band in place by what lies in its row `key`. Returns the greatest reduction. */
function compressBand(state: usize, band: i32, key: i32, parameters: usize, frames: i32): f64 {
  const own = bandAt(state, band);
  const ends = endValues(parameters);
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  const row = rowOf(state, band, ROW);
  const sound = rowOf(state, band, SOUND);
  const heard = rowOf(state, band, key);
  const ballistics = own + BALLISTICS;

  if (midSide) encodeMidSide(heard, row, frames);
  peakLevels(own + HOLD, midSide ? row : heard, row, frames);
  const linked = linkLevels(row, frames, linkOf(parameters), linkOf(ends), ballisticsAgree(ballistics));

  const vectors = rowVectors(frames, linked);
  setLaw(own + LAW, parameters, band, frames, linked);
  setRamp(own + STAGE + STAGE_MAKEUP, makeupOf(parameters, band), makeupOf(ends, band), frames, linked);
  setRamp(own + STAGE + STAGE_MIX, mixOf(parameters, band), mixOf(ends, band), frames, linked);
  reductionsByLaw(row, vectors, own + LAW, OF_AMPLITUDE);
  const greatest = decoupledBallistics(ballistics, row, frames, linked);
  gainsOfReductions(row, vectors, own + STAGE);
  applyGains(row, sound, sound, frames, linked, midSide);
  recordGains(own + RECORD, linked, midSide, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  return greatest;
}

/** A part is divided by itself; each of its bands takes the whole's gains. */
export function multibandCompressorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const ends = endValues(parameters);
  if (valuesChanged(follow + VALUES, ends, PARAMETERS)) prepare(follow);
  const bands = bandsOf(ends);
  const inner = raisePart(follow + INNER, input, output, frames);
  const count = innerFrames(follow + INNER, frames);
  memory.copy(rowOf(follow, 0, SOUND), portAt(inner, 0), <usize>count * FRAME_BYTES);
  divideBands(follow + BANK, bands, follow + SOUND_LIST, count);
  for (let band: i32 = 0; band < bands; band++) {
    const sound = rowOf(follow, band, SOUND);
    followGains(bandAt(state, band) + RECORD, rowOf(state, band, ROW), sound, sound, count);
  }
  sumBands(follow + SOUND_LIST, bands, parameters, FIRST_BAND + SOLO, PER_BAND, portAt(inner, 2), count);
  lowerOutput(follow + INNER, output, frames);
}

function setLaw(law: usize, parameters: usize, band: i32, frames: i32, linked: bool): void {
  const ends = endValues(parameters);
  setRamp(law + LAW_FOOT, footOf(parameters, band), footOf(ends, band), frames, linked);
  setRamp(law + LAW_SLOPE, slopeOf(parameters, band), slopeOf(ends, band), frames, linked);
  setRamp(law + LAW_KNEE, kneeOf(parameters), kneeOf(ends), frames, linked);
  setRamp(law + LAW_RANGE, NO_RANGE, NO_RANGE, frames, linked);
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize, band: i32): f64 {
  return startOf(ofBand(values, band), THRESHOLD_DB) * LOG2_10_OVER_20 - 0.5 * kneeOf(values);
}

function slopeOf(values: usize, band: i32): f64 {
  return 1.0 - 1.0 / startOf(ofBand(values, band), RATIO);
}

function kneeOf(values: usize): f64 {
  return kneeWidth(startOf(values, KNEE_DB) * LOG2_10_OVER_20);
}

function makeupOf(values: usize, band: i32): f64 {
  const gain = decibelsToGain(startOf(ofBand(values, band), MAKEUP_DB));
  if (startOf(values, AUTO_MAKEUP) == 0.0) return gain;
  const overFoot = REFERENCE_PEAK_DB * LOG2_10_OVER_20 - footOf(values, band);
  return gain * exp2(reductionAt(overFoot, slopeOf(values, band), kneeOf(values)));
}

/** A bypassed band has none of its gain. */
function mixOf(values: usize, band: i32): f64 {
  return 0.01 * startOf(values, MIX_PERCENT) * (1.0 - startOf(ofBand(values, band), BYPASS));
}

function linkOf(values: usize): f64 {
  return startOf(values, CHANNEL_MODE) == DUAL_MONO ? 0.0 : 0.01 * startOf(values, LINK_PERCENT);
}
