// Linkwitz–Riley bands, each to its own output, and their sum.

import { FRAME_BYTES, portAt, valueOf } from "@twobus/dsp/assembly/abi";
import { sumBands } from "@twobus/dsp/assembly/band-sum";
import {
  CROSSOVER_BANK_BYTES,
  divideBands,
  MOST_BANDS,
  resetCrossovers,
  setCrossovers,
} from "@twobus/dsp/assembly/crossover";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";

// Parameters
const BANDS: i32 = 0;
const FIRST_CROSSOVER_HZ: i32 = 1;
const FIRST_SOLO: i32 = 6;

/** Ports before those of the bands: the input, the sum. */
const FIRST_BAND: i32 = 2;

const SAMPLE_RATE: usize = 0; // f64
const VALUES: usize = 16; // number of bands and crossovers
const BANK: usize = VALUES + valuesBytes(FIRST_SOLO);
const STATE_BYTES: usize = BANK + CROSSOVER_BANK_BYTES;

export function bandSplitterStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function bandSplitterInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  followFrequencies(state, parameters);
  resetCrossovers(state + BANK);
}

function followFrequencies(state: usize, parameters: usize): void {
  if (!valuesChanged(state + VALUES, endValues(parameters), FIRST_SOLO)) return;
  const bands = <i32>valueOf(parameters, BANDS);
  setCrossovers(state + BANK, endValues(parameters), FIRST_CROSSOVER_HZ, bands, load<f64>(state, SAMPLE_RATE));
}

export function bandSplitterProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const bands = <i32>valueOf(parameters, BANDS);
  const list = ports + (<usize>FIRST_BAND << 2);
  const bytes = <usize>frames * FRAME_BYTES;
  followFrequencies(state, parameters);
  memory.copy(portAt(ports, FIRST_BAND), portAt(ports, 0), bytes);
  divideBands(state + BANK, bands, list, frames);
  sumBands(list, bands, parameters, FIRST_SOLO, 1, portAt(ports, 1), frames);
  for (let band = bands; band < MOST_BANDS; band++) memory.fill(portAt(list, band), 0, bytes);
}
