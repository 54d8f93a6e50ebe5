// A feed-forward compressor in every band of a Linkwitz–Riley bank. The key is divided by a bank of its own; without one, and
// unfiltered, the bands are their own keys. Without reduction every gain is exactly 1, and the bands sum to an all-pass.

import { FRAME_BYTES, portAt, setMeter, startOf } from "@twobus/dsp/assembly/abi";
import { sumBands } from "@twobus/dsp/assembly/band-sum";
import {
  CROSSOVER_BANK_BYTES,
  divideBands,
  MOST_BANDS,
  resetCrossovers,
  setCrossovers,
} from "@twobus/dsp/assembly/crossover";
import { listenToKey } from "@twobus/dsp/assembly/gain-stage";
import {
  innerElapsed,
  innerFrames,
  innerPortsBytes,
  innerPortsInit,
  innerRow,
  lowerOutput,
  raisePart,
  raisePorts,
} from "@twobus/dsp/assembly/inner-ports";
import { KEY_FILTER_BYTES, KEY_LOW_PASS_OFF_HZ, keyFilterProcess, setKeyFilter } from "@twobus/dsp/assembly/key-filter";
import { DB_PER_LOG2 } from "@twobus/dsp/assembly/maths";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { advanceBand, BAND_BYTES, compressBand, followBand, setBand } from "./band/kernel";
import {
  bandsOf,
  factorOf,
  FIRST_BAND,
  FIRST_CROSSOVER_HZ,
  KEY_HIGH_PASS_HZ,
  KEY_LISTEN,
  PARAMETERS,
  PER_BAND,
  SOLO,
} from "./parameters/kernel";

// State
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
  for (let band: i32 = 0; band < bands; band++) setBand(bandAt(state, band), values, band, sampleRate);
}

export function multibandCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  const elapsed = innerElapsed(state + INNER, frames);
  const bands = bandsOf(state + VALUES);
  for (let band: i32 = 0; band < bands; band++) advanceBand(bandAt(state, band), elapsed);
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
    let reduction: f64 = 0.0;
    if (band < bands) {
      const sound = rowOf(state, band, SOUND);
      const bandKey = isOwnKey ? sound : rowOf(state, band, KEY);
      reduction = compressBand(bandAt(state, band), band, bandKey, sound, rowOf(state, band, ROW), parameters, frames);
    }
    greatest = max(greatest, reduction);
    setMeter(meters, 1 + band, reduction * DB_PER_LOG2);
  }
  setMeter(meters, 0, greatest * DB_PER_LOG2);
  sumBands(state + SOUND_LIST, bands, parameters, FIRST_BAND + SOLO, PER_BAND, output, frames);
  listenToKey(heard, output, frames, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
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
    followBand(bandAt(state, band), rowOf(state, band, ROW), rowOf(follow, band, SOUND), count);
  }
  sumBands(follow + SOUND_LIST, bands, parameters, FIRST_BAND + SOLO, PER_BAND, portAt(inner, 2), count);
  lowerOutput(follow + INNER, output, frames);
}
