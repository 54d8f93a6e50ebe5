// What channels do to each other by leaning on one supply. A channel adds g(u) to its sound, and g(U) is taken off their sum: u is
// what of a channel's sound lies below a seventh of the sample rate, U the same of the sum of all. One channel alone comes back as
// it was; channels that peak together add up to more, and against each other to less.
//
// g(u) = −a·u³ up to a level, and goes straight on above it. A cube makes nothing above the third harmonic, which of a sound so
// limited has room below half the sample rate: nothing folds, and nothing is oversampled. The filter is in linear phase, and the
// sound waits for it.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { PI, cos, sin } from "@twobus/dsp/assembly/maths";

/** Frames that the filter reaches to either side, and that the sound waits. `node.ts` declares as many. */
const REACH: i32 = 10;
/** Where the filter has fallen by half, as a share of the sample rate; from 0.194 on it lies below −32 dB. */
const CORNER: f64 = 0.148;

/** a: two equal peaks of 0.3 add to 0.46 dB more than they would, as the pair sin/arcsin makes them. */
const CURVATURE: f64 = 0.2;
/** −6 dBFS driven by 10 dB. */
const STRAIGHT_FROM: f64 = 1.6;

/** Sums are made four at a time: the last ones may be of frames still to come. */
const SPARE: usize = 3;

// The centre tap and those to either side (f64), the frames before the block, the block, u
const BLOCK: usize = 96 + 2 * <usize>REACH * FRAME_BYTES;
const HEARD: usize = BLOCK + (128 + SPARE) * FRAME_BYTES;
export const LEANING_BYTES: usize = HEARD + (128 + SPARE) * FRAME_BYTES;

/** On zeroed memory: a sinc under half a cosine, of gain 1 at 0 Hz. */
export function leaningInit(leaning: usize): void {
  let sum: f64 = 0.0;
  for (let tap: i32 = 0; tap <= REACH; tap++) {
    const away = <f64>tap;
    const sinc = tap == 0 ? 2.0 * CORNER : sin(2.0 * PI * CORNER * away) / (PI * away);
    const weight = sinc * cos((0.5 * PI * away) / <f64>(REACH + 1));
    store<f64>(leaning + (<usize>tap << 3), weight);
    sum += tap == 0 ? weight : 2.0 * weight;
  }
  for (let tap: i32 = 0; tap <= REACH; tap++) {
    const at = leaning + (<usize>tap << 3);
    store<f64>(at, load<f64>(at) / sum);
  }
}

/** Takes in a block and makes u of it. What `delayedOf` and `heardOf` point to holds until the next. */
export function leaningHear(leaning: usize, input: usize, frames: i32): void {
  const block = leaning + BLOCK;
  memory.copy(block, input, <usize>frames * FRAME_BYTES);
  const centre = v128.load64_splat(leaning);
  const taps = leaning + (<usize>REACH << 3);
  let middle = delayedOf(leaning);
  let output = leaning + HEARD;
  for (let count = frames; count > 0; count -= 4) {
    let first = f64x2.mul(centre, v128.load(middle));
    let second = f64x2.mul(centre, v128.load(middle, FRAME_BYTES));
    let third = f64x2.mul(centre, v128.load(middle, 2 * FRAME_BYTES));
    let fourth = f64x2.mul(centre, v128.load(middle, 3 * FRAME_BYTES));
    let young = middle;
    let old = middle;
    for (let at = leaning + 8; at <= taps; at += 8) {
      const tap = v128.load64_splat(at);
      young += FRAME_BYTES;
      old -= FRAME_BYTES;
      first = f64x2.add(first, f64x2.mul(tap, f64x2.add(v128.load(young), v128.load(old))));
      second = f64x2.add(second, f64x2.mul(tap, f64x2.add(v128.load(young, FRAME_BYTES), v128.load(old, FRAME_BYTES))));
      third = f64x2.add(
        third,
        f64x2.mul(tap, f64x2.add(v128.load(young, 2 * FRAME_BYTES), v128.load(old, 2 * FRAME_BYTES))),
      );
      fourth = f64x2.add(
        fourth,
        f64x2.mul(tap, f64x2.add(v128.load(young, 3 * FRAME_BYTES), v128.load(old, 3 * FRAME_BYTES))),
      );
    }
    v128.store(output, first);
    v128.store(output, second, FRAME_BYTES);
    v128.store(output, third, 2 * FRAME_BYTES);
    v128.store(output, fourth, 3 * FRAME_BYTES);
    middle += 4 * FRAME_BYTES;
    output += 4 * FRAME_BYTES;
  }
}

/** To be called when a block is done with. */
export function leaningKeep(leaning: usize, frames: i32): void {
  const past = leaning + BLOCK - 2 * <usize>REACH * FRAME_BYTES;
  memory.copy(past, past + <usize>frames * FRAME_BYTES, 2 * <usize>REACH * FRAME_BYTES);
}

/** The block as late as u. */
// @ts-ignore: decorator
@inline
export function delayedOf(leaning: usize): usize {
  return leaning + BLOCK - <usize>REACH * FRAME_BYTES;
}

/** u. */
// @ts-ignore: decorator
@inline
export function heardOf(leaning: usize): usize {
  return leaning + HEARD;
}

/** g(drive·u)/(drive·u). */
// @ts-ignore: decorator
@inline
export function leaningFactor(u: v128, drive: v128): v128 {
  const end = f64x2.splat(STRAIGHT_FROM);
  const height = f64x2.pmax(end, f64x2.mul(drive, f64x2.abs(u)));
  const share = f64x2.div(end, height); // 1 up to the end of the cube
  const cubed = f64x2.mul(f64x2.mul(drive, u), share);
  const straight = f64x2.sub(f64x2.splat(3.0), f64x2.add(share, share));
  return f64x2.mul(f64x2.mul(f64x2.splat(-CURVATURE), f64x2.mul(cubed, cubed)), straight);
}
