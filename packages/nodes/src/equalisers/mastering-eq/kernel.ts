// Five bands in one cascade, on left and right or on mid or side alone; then, if there is to be one, the colour of the
// amplifiers: an odd curve, so that the third harmonic leads.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BOTH_LANES, LEFT_OR_MID, RIGHT_OR_SIDE } from "@twobus/dsp/assembly/biquad";
import {
  addColour,
  beginColour,
  colourBytes,
  colourInit,
  finishColour,
  followColour,
  recordColour,
} from "@twobus/dsp/assembly/colour-stage";
import {
  DESIGN_BYTES,
  designBell,
  designHighShelf,
  designLowShelf,
  MOST_SECTIONS,
  SECTION_BYTES,
} from "@twobus/dsp/assembly/filter-design";
import { toLeftRight, toMidSide } from "@twobus/dsp/assembly/mid-side";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import {
  cascadeBytes,
  cascadeInit,
  resetCascade,
  runCascade,
  setLaneSections,
  setSections,
} from "@twobus/dsp/assembly/section-cascade";
import { luck } from "@twobus/dsp/assembly/tolerance";

// Parameters: the outer bands have a shape before frequency, gain and Q.
const LOW_SHAPE: i32 = 0;
const LOW: i32 = 1;
const LOW_MID: i32 = 4;
const MID: i32 = 7;
const HIGH_MID: i32 = 10;
const HIGH_SHAPE: i32 = 13;
const HIGH: i32 = 14;
const LAW: i32 = 17;
const CURVE_PARAMETERS: i32 = 18;
const CHANNEL: i32 = 18;
const OUTPUT_GAIN_DB: i32 = 19;
const COLOUR: i32 = 20;
const COLOUR_PERCENT: i32 = 21;
const OVERSAMPLING: i32 = 22;
const TOLERANCE: i32 = 23;
const TOLERANCE_UNIT: i32 = 24;

// In a band
const FREQUENCY_HZ: i32 = 0;
const GAIN_DB: i32 = 1;
const Q: i32 = 2;

const SHELF: f64 = 0.0;
// Shapes of a band
const BELL: i32 = 0;
const LOW_SHELF: i32 = 1;
const HIGH_SHELF: i32 = 2;
const PROPORTIONAL: f64 = 1.0;
const STEREO: f64 = 0.0;
const ONLY_MID: f64 = 1.0;

const BANDS: i32 = 5;
/** A shelf takes two sections at most. */
const SECTIONS_PER_BAND: i32 = 2;
/** Proportional Q is the dial's at this gain, and a third of it where the gain is small. */
const DIAL_GAIN_DB: f64 = 12.0;
/** How far parts stray from their dials, as shares of them: capacitors, steps of a switch, resistors of a bridge. */
const FREQUENCY_SPREAD: f64 = 0.015;
const GAIN_SPREAD: f64 = 0.02;
const Q_SPREAD: f64 = 0.04;
/** Draws of luck: three for each band, both lanes apart, 32 for a unit. */
const DRAWS_PER_BAND: u32 = 3;
const DRAWS_PER_LANE: u32 = 15;
const DRAWS_PER_UNIT: f64 = 4.0; // eights

/** At 100 % a tone at 0 VU has 0.03 % of third harmonic: (reach · amplitude)²/12. */
const REACH_PER_PERCENT: f64 = 0.0048;
const NO_BIAS: f64 = 0.0;

// State
const SAMPLE_RATE: usize = 0; // f64
const CHANNEL_SETTING: usize = 8; // f64
const COLOURED: usize = 16; // i32
const UNIT: usize = 24; // f64: the unit whose parts stray, or 0
const VALUES: usize = 32;
const DESIGN: usize = VALUES + valuesBytes(CURVE_PARAMETERS);
const WORKSPACE: usize = DESIGN + <usize>MOST_SECTIONS * SECTION_BYTES;
const SHAPED: usize = WORKSPACE + ((DESIGN_BYTES + 15) & ~15);
const CASCADE: usize = SHAPED + 128 * FRAME_BYTES;
const STAGE: usize = CASCADE + cascadeBytes(BANDS * SECTIONS_PER_BAND);

// @ts-ignore: decorator
@inline
function isColoured(parameters: usize): bool {
  return valueOf(parameters, COLOUR) != 0.0;
}

export function masteringEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  const colour = isColoured(parameters) ? colourBytes(<i32>valueOf(parameters, OVERSAMPLING), 1) : 0;
  return aligned(<i32>(STAGE + colour));
}

export function masteringEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STAGE);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  store<f64>(state, startOf(parameters, CHANNEL), CHANNEL_SETTING);
  store<i32>(state, isColoured(parameters) ? 1 : 0, COLOURED);
  if (valueOf(parameters, TOLERANCE) != 0.0) store<f64>(state, valueOf(parameters, TOLERANCE_UNIT), UNIT);
  cascadeInit(state + CASCADE, BANDS * SECTIONS_PER_BAND);
  if (isColoured(parameters)) colourInit(state + STAGE, <i32>valueOf(parameters, OVERSAMPLING), 1, sampleRate);
  valuesChanged(state + VALUES, parameters, CURVE_PARAMETERS);
  design(state);
  resetCascade(state + CASCADE);
}

/** Both lanes alike, or one after the other where they stray apart. */
function design(state: usize): void {
  if (load<f64>(state, UNIT) == 0.0) {
    designLanes(state, BOTH_LANES);
  } else {
    designLanes(state, LEFT_OR_MID);
    designLanes(state, RIGHT_OR_SIDE);
  }
}

function designLanes(state: usize, lanes: i32): void {
  const values = state + VALUES;
  designBand(state, 0, startOf(values, LOW_SHAPE) == SHELF ? LOW_SHELF : BELL, LOW, lanes);
  designBand(state, 1, BELL, LOW_MID, lanes);
  designBand(state, 2, BELL, MID, lanes);
  designBand(state, 3, BELL, HIGH_MID, lanes);
  designBand(state, 4, startOf(values, HIGH_SHAPE) == SHELF ? HIGH_SHELF : BELL, HIGH, lanes);
}

function designBand(state: usize, band: i32, shape: i32, first: i32, lanes: i32): void {
  const values = state + VALUES;
  const to = state + DESIGN;
  const workspace = state + WORKSPACE;
  const rate = load<f64>(state, SAMPLE_RATE);
  const dialGainDb = startOf(values, first + GAIN_DB);
  const hz = startOf(values, first + FREQUENCY_HZ) * stray(state, band, FREQUENCY_HZ, FREQUENCY_SPREAD, lanes);
  const gainDb = dialGainDb * stray(state, band, GAIN_DB, GAIN_SPREAD, lanes);
  const dialQ = startOf(values, first + Q) * stray(state, band, Q, Q_SPREAD, lanes);
  let count: i32 = 0;
  if (shape == LOW_SHELF) {
    count = designLowShelf(to, workspace, rate, hz, gainDb, dialQ);
  } else if (shape == HIGH_SHELF) {
    count = designHighShelf(to, workspace, rate, hz, gainDb, dialQ);
  } else {
    const isProportional = startOf(values, LAW) == PROPORTIONAL;
    const q = isProportional ? (dialQ * (1.0 + (2.0 * abs(dialGainDb)) / DIAL_GAIN_DB)) / 3.0 : dialQ;
    count = designBell(to, workspace, rate, hz, gainDb, q);
  }
  setBand(state, band, dialGainDb == 0.0 ? 0 : count, lanes);
}

/** What a dial of a band is multiplied with in a lane. */
function stray(state: usize, band: i32, dial: i32, spread: f64, lanes: i32): f64 {
  const unit = load<f64>(state, UNIT);
  if (unit == 0.0) return 1.0;
  const draw = <u32>band * DRAWS_PER_BAND + <u32>dial + (lanes == LEFT_OR_MID ? 0 : DRAWS_PER_LANE);
  return 1.0 + spread * (2.0 * luck(unit * DRAWS_PER_UNIT, draw) - 1.0);
}

/** Sends a band to the design; one of 0 dB is nothing, to the bit. */
function setBand(state: usize, band: i32, count: i32, lanes: i32): void {
  const cascade = state + CASCADE;
  const first = band * SECTIONS_PER_BAND;
  const channel = load<f64>(state, CHANNEL_SETTING);
  const wanted = channel == STEREO ? BOTH_LANES : channel == ONLY_MID ? LEFT_OR_MID : RIGHT_OR_SIDE;
  if (lanes == BOTH_LANES) setSections(cascade, first, SECTIONS_PER_BAND, state + DESIGN, count, wanted);
  else setLaneSections(cascade, first, SECTIONS_PER_BAND, state + DESIGN, wanted & lanes ? count : 0, lanes);
}

/** The bands, from `input` to `output`. */
function runBands(state: usize, parameters: usize, input: usize, output: usize, frames: i32): void {
  if (valuesChanged(state + VALUES, endValues(parameters), CURVE_PARAMETERS)) design(state);
  if (load<f64>(state, CHANNEL_SETTING) == STEREO) {
    runCascade(state + CASCADE, input, output, frames);
    return;
  }
  const end = <usize>frames * FRAME_BYTES;
  for (let at: usize = 0; at < end; at += FRAME_BYTES) v128.store(output + at, toMidSide(v128.load(input + at)));
  runCascade(state + CASCADE, output, output, frames);
  for (let at: usize = 0; at < end; at += FRAME_BYTES) v128.store(output + at, toLeftRight(v128.load(output + at)));
}

export function masteringEqProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const input = portAt(ports, 0);
  const output = portAt(ports, 1);
  if (load<i32>(state, COLOURED) == 0) {
    runBands(state, parameters, input, output, frames);
  } else {
    const shaped = state + SHAPED;
    const reach = REACH_PER_PERCENT * startOf(parameters, COLOUR_PERCENT);
    const lastReach = REACH_PER_PERCENT * valueOf(parameters, COLOUR_PERCENT);
    runBands(state, parameters, input, shaped, frames);
    beginColour(state + STAGE, frames);
    addColour(state + STAGE, 0, shaped, frames, NO_BIAS, reach, lastReach);
    finishColour(state + STAGE, shaped, output, frames);
  }
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

export function masteringEqRecord(state: usize): void {
  if (load<i32>(state, COLOURED) != 0) recordColour(state + STAGE);
}

export function masteringEqFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  if (load<i32>(state, COLOURED) == 0) {
    runBands(follow, parameters, input, output, frames);
  } else {
    const shaped = follow + SHAPED;
    runBands(follow, parameters, input, shaped, frames);
    beginColour(follow + STAGE, frames);
    followColour(follow + STAGE, state + STAGE, 0, shaped, frames);
    finishColour(follow + STAGE, shaped, output, frames);
  }
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}
