// Convolution of stereo frames with long filters of real taps, by uniform partitions (overlap-save; T. G. Stockham 1966,
// W. G. Gardner 1995): one block of latency, whatever the length. Left and right are real and imaginary part of one signal.
//
// A new filter fades in over one block, beside the old one.

import { FRAME_BYTES } from "./abi";
import { COMPLEX_BYTES, fftForward, fftInverse, fftTableInit } from "./fft";

/** Frames of a partition: the latency. */
export const PARTITION_FRAMES: i32 = 512;
const TRANSFORM: i32 = 2 * PARTITION_FRAMES;
const PARTITION_BYTES: usize = <usize>PARTITION_FRAMES * FRAME_BYTES;
const SPECTRUM_BYTES: usize = <usize>TRANSFORM * COMPLEX_BYTES;

// Header: partitions (i32), place in the block (i32), newest spectrum (i32), the filter in force, 0 or 1 (i32), whether
// the other takes over (i32). Then the last two blocks of input, a block of output, two workspaces, the table, the spectra of
// past input, those of both filters.
const PARTITIONS: usize = 0;
const PLACE: usize = 4;
const NEWEST: usize = 8;
const FILTER: usize = 12;
const CHANGES: usize = 16;
const INPUT: usize = 32;
const OUTPUT: usize = INPUT + SPECTRUM_BYTES;
const WORK: usize = OUTPUT + PARTITION_BYTES;
const FADING: usize = WORK + SPECTRUM_BYTES;
const TABLE: usize = FADING + SPECTRUM_BYTES;
const SPECTRA: usize = TABLE + <usize>PARTITION_FRAMES * 32;

/** Bytes for filters of up to `partitions` · PARTITION_FRAMES taps. */
export function convolutionBytes(partitions: i32): usize {
  return SPECTRA + 3 * <usize>partitions * SPECTRUM_BYTES;
}

export function convolutionInit(convolution: usize, partitions: i32): void {
  memory.fill(convolution, 0, convolutionBytes(partitions));
  store<i32>(convolution, partitions, PARTITIONS);
  fftTableInit(convolution + TABLE, TRANSFORM);
}

// @ts-ignore: decorator
@inline
function filterAt(convolution: usize, filter: i32): usize {
  return convolution + SPECTRA + <usize>((1 + filter) * load<i32>(convolution, PARTITIONS)) * SPECTRUM_BYTES;
}

/** Takes `partitions` · PARTITION_FRAMES taps (f64) over when the block ends, or at once. */
export function setConvolutionFilter(convolution: usize, taps: usize, atOnce: bool): void {
  const next = 1 - load<i32>(convolution, FILTER);
  let spectrum = filterAt(convolution, next);
  const scale = 1.0 / <f64>TRANSFORM;
  for (let i: i32 = 0; i < load<i32>(convolution, PARTITIONS); i++) {
    memory.fill(spectrum, 0, SPECTRUM_BYTES);
    for (let frame: i32 = 0; frame < PARTITION_FRAMES; frame++) {
      store<f64>(spectrum + <usize>frame * COMPLEX_BYTES, load<f64>(taps) * scale);
      taps += 8;
    }
    fftForward(spectrum, convolution + TABLE, TRANSFORM);
    spectrum += SPECTRUM_BYTES;
  }
  if (atOnce) store<i32>(convolution, next, FILTER);
  else store<i32>(convolution, 1, CHANGES);
}

/** Whether a block ends within the next `frames`. */
export function blockEndsWithin(convolution: usize, frames: i32): bool {
  return load<i32>(convolution, PLACE) + frames >= PARTITION_FRAMES;
}

/** Filters 1 to 128 frames, PARTITION_FRAMES late. */
export function convolve(convolution: usize, input: usize, output: usize, frames: i32): void {
  let place = load<i32>(convolution, PLACE);
  while (frames > 0) {
    const count = min(frames, PARTITION_FRAMES - place);
    const bytes = <usize>count * FRAME_BYTES;
    const offset = <usize>place * FRAME_BYTES;
    memory.copy(convolution + INPUT + PARTITION_BYTES + offset, input, bytes);
    memory.copy(output, convolution + OUTPUT + offset, bytes);
    input += bytes;
    output += bytes;
    frames -= count;
    place += count;
    if (place == PARTITION_FRAMES) {
      transformBlock(convolution);
      place = 0;
    }
  }
  store<i32>(convolution, place, PLACE);
}

function transformBlock(convolution: usize): void {
  const partitions = load<i32>(convolution, PARTITIONS);
  const newest = load<i32>(convolution, NEWEST) == 0 ? partitions - 1 : load<i32>(convolution, NEWEST) - 1;
  const spectrum = convolution + SPECTRA + <usize>newest * SPECTRUM_BYTES;
  const input = convolution + INPUT;
  store<i32>(convolution, newest, NEWEST);
  memory.copy(spectrum, input, SPECTRUM_BYTES);
  memory.copy(input, input + PARTITION_BYTES, PARTITION_BYTES);
  fftForward(spectrum, convolution + TABLE, TRANSFORM);
  const filter = load<i32>(convolution, FILTER);
  filterBlock(convolution, filter, convolution + WORK);
  if (load<i32>(convolution, CHANGES) != 0) {
    filterBlock(convolution, 1 - filter, convolution + FADING);
    fade(convolution + WORK + PARTITION_BYTES, convolution + FADING + PARTITION_BYTES);
    store<i32>(convolution, 1 - filter, FILTER);
    store<i32>(convolution, 0, CHANGES);
  }
  memory.copy(convolution + OUTPUT, convolution + WORK + PARTITION_BYTES, PARTITION_BYTES);
}

/** Every past block's spectrum times its partition of a filter, summed, and back to time. */
function filterBlock(convolution: usize, filter: i32, work: usize): void {
  const partitions = load<i32>(convolution, PARTITIONS);
  const newest = load<i32>(convolution, NEWEST);
  const past = convolution + SPECTRA;
  const taps = filterAt(convolution, filter);
  memory.fill(work, 0, SPECTRUM_BYTES);
  for (let i: i32 = 0; i < partitions; i++) {
    const age = newest + i < partitions ? newest + i : newest + i - partitions;
    addProduct(work, past + <usize>age * SPECTRUM_BYTES, taps + <usize>i * SPECTRUM_BYTES);
  }
  fftInverse(work, convolution + TABLE, TRANSFORM);
}

function addProduct(sum: usize, a: usize, b: usize): void {
  const sign = i64x2(<i64>0x8000000000000000, 0);
  const end = sum + SPECTRUM_BYTES;
  for (; sum < end; sum += COMPLEX_BYTES) {
    const x = v128.load(a);
    const turned = v128.xor(v128.shuffle<i64>(x, x, 1, 0), sign);
    const along = f64x2.mul(x, v128.load64_splat(b));
    const across = f64x2.mul(turned, v128.load64_splat(b, 8));
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.add(along, across)));
    a += COMPLEX_BYTES;
    b += COMPLEX_BYTES;
  }
}

/** From the first block to the second, into the first, along a way that begins and ends without a corner. */
function fade(from: usize, to: usize): void {
  const step = 1.0 / <f64>PARTITION_FRAMES;
  let place: f64 = 0.0;
  const end = from + PARTITION_BYTES;
  for (; from < end; from += FRAME_BYTES) {
    place += step;
    const share = f64x2.splat(place * place * place * (10.0 + place * (6.0 * place - 15.0)));
    const before = v128.load(from);
    v128.store(from, f64x2.add(before, f64x2.mul(share, f64x2.sub(v128.load(to), before))));
    to += FRAME_BYTES;
  }
}
