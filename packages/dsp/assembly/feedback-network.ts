// A feedback delay network: sixteen lines whose ends are mixed by a Hadamard matrix, which loses nothing, and led back into
// them. It runs in stretches shorter than its shortest line: each stretch reads all lines, then mixes, then writes.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { damp } from "./feedback-decay";
import { END_BYTES, endsOf, Network, NETWORK_PAIRS, pairAt, readLines, ringBytes, ringOf } from "./feedback-lines";

/** Most frames that `runNetwork` may be given at once. */
export function networkStretch(address: usize): i32 {
  return changetype<Network>(address).stretch;
}

/**
 * Runs `count` frames, the first of which is frame `done` of a quantum of `frames`: adds the late sound, `level` loud, to
 * `wet`, and feeds `arriving` in. Lines sway by up to twice `reach` frames, which grows by `reachStep` each frame.
 */
export function runNetwork(
  address: usize,
  arriving: usize,
  wet: usize,
  level: f64,
  reach: f64,
  reachStep: f64,
  done: i32,
  count: i32,
  frames: i32,
): void {
  const network = changetype<Network>(address);
  for (let i: i32 = 0; i < NETWORK_PAIRS; i++) {
    const pair = pairAt(address, i);
    const ends = endsOf(address, i);
    readLines(address, i, reach, reachStep, count);
    // Left and right hear the pairs with alternating polarity
    collect(ends, wet, (i & 1) == 0 ? level : -level, count);
    damp(network, pair, ends, done, count, frames);
  }
  mixLines(address, arriving, count);
  network.position += count;
}

function collect(ends: usize, wet: usize, level: f64, count: i32): void {
  const gain = f64x2.splat(level);
  for (const end = wet + <usize>count * FRAME_BYTES; wet < end; wet += FRAME_BYTES) {
    v128.store(wet, f64x2.add(v128.load(wet), f64x2.mul(v128.load(ends), gain)));
    ends += FRAME_BYTES;
  }
}

/** (a + b, a − b) of a frame (a, b). */
// @ts-ignore: decorator
@inline
function crossed(frame: v128): v128 {
  const swapped = v128.shuffle<i64>(frame, frame, 1, 0);
  return f64x2.add(swapped, v128.xor(frame, i64x2(0, 0x8000000000000000)));
}

/** Writes into the line pair at `cell`; returns the cell of the next one, `next` bytes on. */
// @ts-ignore: decorator
@inline
function writeLine(cell: usize, next: usize, frame: v128): usize {
  v128.store(cell, flushDenormal(frame));
  return cell + next;
}

/** The Hadamard matrix in four steps of sums and differences, then back into the lines with what arrives. */
function mixLines(address: usize, arriving: usize, count: i32): void {
  const network = changetype<Network>(address);
  const next = ringBytes(network);
  let ends = endsOf(address, 0);
  let position = network.position;
  for (const last = ends + <usize>count * FRAME_BYTES; ends < last; ends += FRAME_BYTES) {
    const a = crossed(v128.load(ends));
    const b = crossed(v128.load(ends + END_BYTES));
    const c = crossed(v128.load(ends + 2 * END_BYTES));
    const d = crossed(v128.load(ends + 3 * END_BYTES));
    const e = crossed(v128.load(ends + 4 * END_BYTES));
    const f = crossed(v128.load(ends + 5 * END_BYTES));
    const g = crossed(v128.load(ends + 6 * END_BYTES));
    const h = crossed(v128.load(ends + 7 * END_BYTES));
    const first = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
    const second = f64x2.add(f64x2.sub(a, b), f64x2.sub(c, d));
    const third = f64x2.sub(f64x2.add(a, b), f64x2.add(c, d));
    const fourth = f64x2.sub(f64x2.sub(a, b), f64x2.sub(c, d));
    const fifth = f64x2.add(f64x2.add(e, f), f64x2.add(g, h));
    const sixth = f64x2.add(f64x2.sub(e, f), f64x2.sub(g, h));
    const seventh = f64x2.sub(f64x2.add(e, f), f64x2.add(g, h));
    const eighth = f64x2.sub(f64x2.sub(e, f), f64x2.sub(g, h));
    const x = v128.load(arriving);
    let cell = ringOf(address, 0) + <usize>(position & network.mask) * FRAME_BYTES;
    cell = writeLine(cell, next, f64x2.add(f64x2.add(first, fifth), x));
    cell = writeLine(cell, next, f64x2.sub(f64x2.add(second, sixth), x));
    cell = writeLine(cell, next, f64x2.add(f64x2.add(third, seventh), x));
    cell = writeLine(cell, next, f64x2.add(f64x2.add(fourth, eighth), x));
    cell = writeLine(cell, next, f64x2.sub(f64x2.sub(first, fifth), x));
    cell = writeLine(cell, next, f64x2.add(f64x2.sub(second, sixth), x));
    cell = writeLine(cell, next, f64x2.sub(f64x2.sub(third, seventh), x));
    writeLine(cell, next, f64x2.sub(f64x2.sub(fourth, eighth), x));
    arriving += FRAME_BYTES;
    position++;
  }
}
