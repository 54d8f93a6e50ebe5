// Summing: every input of every node is a sum of stereo buffers, each with a gain that may ramp over the quantum.
// One entry of `table` is 48 bytes: buffer pointer (u32, 12 bytes unused), gain at the start (L, R), gain at the end (L, R).

import { FRAME_BYTES } from "./abi";

const ENTRY_BYTES: usize = 48;

// @ts-ignore: decorator
@inline
function bufferOf(entry: usize): usize {
  return <usize>load<u32>(entry);
}

// @ts-ignore: decorator
@inline
function isSteady(entry: usize): bool {
  return v128.all_true<i64>(f64x2.eq(v128.load(entry, 16), v128.load(entry, 32)));
}

/** Starts the sum: `output = input · gain`. */
function begin(output: usize, entry: usize, frames: i32): void {
  let input = bufferOf(entry);
  let gain = v128.load(entry, 16);
  const step = f64x2.mul(f64x2.sub(v128.load(entry, 32), gain), f64x2.splat(1.0 / <f64>frames));
  const end = output + <usize>frames * FRAME_BYTES;
  // Where nothing ramps: a sum in every turn would be all that the loop waits for
  const steadyEnd = isSteady(entry) ? end : output;
  while (output < steadyEnd) {
    v128.store(output, f64x2.mul(v128.load(input), gain));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  while (output < end) {
    gain = f64x2.add(gain, step);
    v128.store(output, f64x2.mul(v128.load(input), gain));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

/** Goes on with the sum: `output = output + input · gain`. */
function add(output: usize, entry: usize, frames: i32): void {
  let input = bufferOf(entry);
  let gain = v128.load(entry, 16);
  const step = f64x2.mul(f64x2.sub(v128.load(entry, 32), gain), f64x2.splat(1.0 / <f64>frames));
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    gain = f64x2.add(gain, step);
    v128.store(output, f64x2.add(v128.load(output), f64x2.mul(v128.load(input), gain)));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

/** Four inputs in one pass, in the same order and with the same roundings as one by one. */
function addFour(output: usize, entry: usize, frames: i32): void {
  let a = bufferOf(entry);
  let b = bufferOf(entry + ENTRY_BYTES);
  let c = bufferOf(entry + 2 * ENTRY_BYTES);
  let d = bufferOf(entry + 3 * ENTRY_BYTES);
  const gainA = v128.load(entry, 16);
  const gainB = v128.load(entry + ENTRY_BYTES, 16);
  const gainC = v128.load(entry + 2 * ENTRY_BYTES, 16);
  const gainD = v128.load(entry + 3 * ENTRY_BYTES, 16);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    let sum = f64x2.add(v128.load(output), f64x2.mul(v128.load(a), gainA));
    sum = f64x2.add(sum, f64x2.mul(v128.load(b), gainB));
    sum = f64x2.add(sum, f64x2.mul(v128.load(c), gainC));
    sum = f64x2.add(sum, f64x2.mul(v128.load(d), gainD));
    v128.store(output, sum);
    a += FRAME_BYTES;
    b += FRAME_BYTES;
    c += FRAME_BYTES;
    d += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

/** Sums `count` inputs into `output`, from the first entry of the table to the last. No input gives silence. */
export function mix(output: usize, table: usize, count: i32, frames: i32): void {
  if (count == 0) {
    memory.fill(output, 0, <usize>frames * FRAME_BYTES);
    return;
  }
  begin(output, table, frames);
  let entry = table + ENTRY_BYTES;
  const end = table + <usize>count * ENTRY_BYTES;
  while (entry < end) {
    const four = entry + 4 * ENTRY_BYTES;
    if (
      four <= end &&
      isSteady(entry) &&
      isSteady(entry + ENTRY_BYTES) &&
      isSteady(entry + 2 * ENTRY_BYTES) &&
      isSteady(entry + 3 * ENTRY_BYTES)
    ) {
      addFour(output, entry, frames);
      entry = four;
    } else {
      add(output, entry, frames);
      entry += ENTRY_BYTES;
    }
  }
}
