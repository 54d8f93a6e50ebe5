import type { BitReader } from "./bit-reader.ts";
import { restoreFixed, restoreLinear } from "./prediction.ts";

/** Thrown inside the decoder where a frame contradicts the format. Its reader plays silence in the frame's place. */
export class DamagedFrame extends Error {}

const HIGHEST_WASTED_BITS = 30;

/** Reads one channel of a frame (RFC 9639, section 9.2) into `samples[0…frames)` as whole numbers of `depth` bits. */
export function readSubframe(bits: BitReader, samples: Float64Array, frames: number, depth: number): void {
  const header = bits.read(8);
  if (header > 127) throw new DamagedFrame("a subframe starts with a one");
  const type = header >> 1;
  const wasted = (header & 1) === 0 ? 0 : bits.readUnary() + 1;
  const width = depth - wasted;
  if (width < 1 || wasted > HIGHEST_WASTED_BITS) throw new DamagedFrame("more bits are wasted than there are");
  if (type === 0) samples.fill(bits.readSigned(width), 0, frames);
  else if (type === 1) readVerbatim(bits, samples, frames, width);
  else if (type >= 8 && type <= 12) readFixed(bits, samples, frames, width, type - 8);
  else if (type >= 32) readLinear(bits, samples, frames, width, type - 31);
  else throw new DamagedFrame("a reserved kind of subframe");
  if (wasted > 0) {
    for (let i = 0; i < frames; i++) samples[i]! *= 1 << wasted;
  }
}

function readVerbatim(bits: BitReader, samples: Float64Array, count: number, width: number): void {
  for (let i = 0; i < count; i++) samples[i] = bits.readSigned(width);
}

function readFixed(bits: BitReader, samples: Float64Array, frames: number, width: number, order: number): void {
  if (order > frames) throw new DamagedFrame("more warm-up samples than frames");
  readVerbatim(bits, samples, order, width);
  readResidual(bits, samples, frames, order);
  restoreFixed(samples, frames, order);
}

function readLinear(bits: BitReader, samples: Float64Array, frames: number, width: number, order: number): void {
  if (order > frames) throw new DamagedFrame("more warm-up samples than frames");
  readVerbatim(bits, samples, order, width);
  const precision = bits.read(4) + 1;
  const shift = bits.readSigned(5);
  if (precision === 16 || shift < 0) throw new DamagedFrame("a forbidden precision or shift");
  const coefficients = Float64Array.from({ length: order }, () => bits.readSigned(precision));
  readResidual(bits, samples, frames, order);
  restoreLinear(samples, frames, coefficients, shift);
}

/** Residual in 2^n partitions of equal length, each with its own Rice parameter; the first lacks the warm-up. */
function readResidual(bits: BitReader, samples: Float64Array, frames: number, order: number): void {
  const method = bits.read(2);
  if (method > 1) throw new DamagedFrame("a reserved residual coding");
  const parameterBits = method === 0 ? 4 : 5;
  const escape = (1 << parameterBits) - 1;
  const partitionOrder = bits.read(4);
  const length = frames >> partitionOrder;
  if (length << partitionOrder !== frames || length < order) throw new DamagedFrame("partitions that do not fit");
  for (let start = 0; start < frames; start += length) {
    const from = start === 0 ? order : start;
    const parameter = bits.read(parameterBits);
    if (parameter === escape) readPlain(bits, samples, from, start + length);
    else bits.readRice(samples, from, start + length, parameter);
  }
}

function readPlain(bits: BitReader, samples: Float64Array, from: number, to: number): void {
  const width = bits.read(5);
  if (width === 0) samples.fill(0, from, to);
  else for (let i = from; i < to; i++) samples[i] = bits.readSigned(width);
}
