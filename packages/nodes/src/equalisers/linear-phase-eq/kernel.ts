// The analogue curve sampled over frequency, turned into symmetric taps, tapered, and convolved by partitions.
//
// Taps: one less than a power of two, the middle one in the middle. They are made anew where a block of the convolution ends
// after something moved, and fade in over a block.

import { aligned, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import {
  COMPLEX_BYTES,
  fftInverse,
  fftTableBytes,
  fftTableInit,
  nextReversed,
} from "@twobus/dsp/assembly/fft";
import { cos, PI } from "@twobus/dsp/assembly/maths";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import {
  blockEndsWithin,
  convolutionBytes,
  convolutionInit,
  convolve,
  PARTITION_FRAMES,
  setConvolutionFilter,
} from "@twobus/dsp/assembly/partitioned-convolution";
import { BANDS_PARAMETERS, powerAt } from "./analogue-curve/kernel";

const OUTPUT_GAIN_DB: i32 = BANDS_PARAMETERS;
const TAPS: i32 = BANDS_PARAMETERS + 1;

/** From here to its end the window falls as a cosine does; before, it changes nothing. */
const FLAT_SHARE: f64 = 0.75;
/** Of the sample rate: bands are held below. */
const HIGHEST_SHARE: f64 = 0.49;

// State. Behind the fixed part: table and workspace of the design, the taps, the convolution.
const SAMPLE_RATE: usize = 0; // f64
const SIZE: usize = 8; // i32: taps and one more
const MOVED: usize = 12; // i32
const VALUES: usize = 16;
const TABLE: usize = VALUES + valuesBytes(BANDS_PARAMETERS);

// @ts-ignore: decorator
@inline
function workAt(size: i32): usize {
  return TABLE + fftTableBytes(size);
}

// @ts-ignore: decorator
@inline
function tapsAt(size: i32): usize {
  return workAt(size) + <usize>size * COMPLEX_BYTES;
}

// @ts-ignore: decorator
@inline
function convolutionAt(size: i32): usize {
  return tapsAt(size) + (<usize>size << 3);
}

// @ts-ignore: decorator
@inline
function sizeOf(parameters: usize): i32 {
  return <i32>valueOf(parameters, TAPS) + 1;
}

export function linearPhaseEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  const size = sizeOf(parameters);
  return aligned(<i32>(convolutionAt(size) + convolutionBytes(size / PARTITION_FRAMES)));
}

export function linearPhaseEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  const size = sizeOf(parameters);
  memory.fill(state, 0, TABLE);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  store<i32>(state, size, SIZE);
  fftTableInit(state + TABLE, size);
  convolutionInit(state + convolutionAt(size), size / PARTITION_FRAMES);
  valuesChanged(state + VALUES, parameters, BANDS_PARAMETERS);
  design(state);
  setConvolutionFilter(state + convolutionAt(size), state + tapsAt(size), true);
}

/** Taps of the remembered values. */
function design(state: usize): void {
  const size = load<i32>(state, SIZE);
  const work = state + workAt(size);
  const binHz = load<f64>(state, SAMPLE_RATE) / <f64>size;
  const highestHz = HIGHEST_SHARE * load<f64>(state, SAMPLE_RATE);
  let place: i32 = 0;
  for (let bin: i32 = 0; bin < size; bin++) {
    const hz = <f64>min(bin, size - bin) * binHz;
    const to = work + <usize>place * COMPLEX_BYTES;
    const power = powerAt(state + VALUES, hz, highestHz);
    v128.store(to, f64x2.replace_lane(f64x2.splat(0.0), 0, sqrt(power)));
    if (bin + 1 < size) place = nextReversed(place, size);
  }
  fftInverse(work, state + TABLE, size);
  const taps = state + tapsAt(size);
  const middle = size / 2 - 1;
  for (let i: i32 = 0; i < size; i++) {
    const distance = abs(i - middle);
    const tap = load<f64>(work + <usize>distance * COMPLEX_BYTES) * windowAt(<f64>distance / <f64>(middle + 1));
    store<f64>(taps + (<usize>i << 3), tap / <f64>size);
  }
}

function windowAt(position: f64): f64 {
  if (position <= FLAT_SHARE) return 1.0;
  return position >= 1.0 ? 0.0 : 0.5 + 0.5 * cos((PI * (position - FLAT_SHARE)) / (1.0 - FLAT_SHARE));
}

export function linearPhaseEqProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const output = portAt(ports, 1);
  const size = load<i32>(state, SIZE);
  const convolution = state + convolutionAt(size);
  if (valuesChanged(state + VALUES, endValues(parameters), BANDS_PARAMETERS)) store<i32>(state, 1, MOVED);
  if (load<i32>(state, MOVED) != 0 && blockEndsWithin(convolution, frames)) {
    design(state);
    setConvolutionFilter(convolution, state + tapsAt(size), false);
    store<i32>(state, 0, MOVED);
  }
  convolve(convolution, portAt(ports, 0), output, frames);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}
