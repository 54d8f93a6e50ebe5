// Up to four standing biquads one behind the other in one loop: the work of one fills the time that another waits for its own
// result. Of a section (see `biquad.ts`) it knows the five coefficients in force, which come first, and the two states.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";

/** Five coefficients: v128 b0, b1, b2, a1, a2. */
export const SET_BYTES: usize = 80;
/** Where the two states lie, for loops that run a standing section along with something else, as `pass` does. */
export const BIQUAD_STATE: usize = 2 * SET_BYTES;

/** A section of a list of addresses (u32). */
// @ts-ignore: decorator
@inline
export function sectionAt(list: usize, index: i32): usize {
  return <usize>load<u32>(list + (<usize>index << 2));
}

/** Runs the first one to four sections of `list`. `output` may be `input`. */
export function runTogether(together: i32, list: usize, input: usize, output: usize, frames: i32): void {
  switch (together) {
    case 1:
      pass(1, list, input, output, frames);
      break;
    case 2:
      pass(2, list, input, output, frames);
      break;
    case 3:
      pass(3, list, input, output, frames);
      break;
    default:
      pass(4, list, input, output, frames);
  }
}

/**
 * Transposed direct form II with the way through taken out: of the output y = b0·x + s1 the states see
 * s1 ← (b1 − a1·b0)·x + s2 − a1·s1 and s2 ← (b2 − a2·b0)·x − a2·s1. They are the same states, but a frame waits for one
 * product and one sum instead of one product and two. `together` is a constant wherever this is inlined, so each count
 * becomes a loop with nothing but its own sections in it.
 */
// @ts-ignore: decorator
@inline
function pass(together: i32, list: usize, input: usize, output: usize, frames: i32): void {
  const first = sectionAt(list, 0);
  const second = together > 1 ? sectionAt(list, 1) : first;
  const third = together > 2 ? sectionAt(list, 2) : first;
  const fourth = together > 3 ? sectionAt(list, 3) : first;
  const firstB0 = v128.load(first);
  const firstA1 = v128.load(first, 48);
  const firstA2 = v128.load(first, 64);
  const firstC1 = f64x2.sub(v128.load(first, 16), f64x2.mul(firstA1, firstB0));
  const firstC2 = f64x2.sub(v128.load(first, 32), f64x2.mul(firstA2, firstB0));
  let first1 = v128.load(first, BIQUAD_STATE);
  let first2 = v128.load(first, BIQUAD_STATE + 16);
  const secondB0 = v128.load(second);
  const secondA1 = v128.load(second, 48);
  const secondA2 = v128.load(second, 64);
  const secondC1 = f64x2.sub(v128.load(second, 16), f64x2.mul(secondA1, secondB0));
  const secondC2 = f64x2.sub(v128.load(second, 32), f64x2.mul(secondA2, secondB0));
  let second1 = v128.load(second, BIQUAD_STATE);
  let second2 = v128.load(second, BIQUAD_STATE + 16);
  const thirdB0 = v128.load(third);
  const thirdA1 = v128.load(third, 48);
  const thirdA2 = v128.load(third, 64);
  const thirdC1 = f64x2.sub(v128.load(third, 16), f64x2.mul(thirdA1, thirdB0));
  const thirdC2 = f64x2.sub(v128.load(third, 32), f64x2.mul(thirdA2, thirdB0));
  let third1 = v128.load(third, BIQUAD_STATE);
  let third2 = v128.load(third, BIQUAD_STATE + 16);
  const fourthB0 = v128.load(fourth);
  const fourthA1 = v128.load(fourth, 48);
  const fourthA2 = v128.load(fourth, 64);
  const fourthC1 = f64x2.sub(v128.load(fourth, 16), f64x2.mul(fourthA1, fourthB0));
  const fourthC2 = f64x2.sub(v128.load(fourth, 32), f64x2.mul(fourthA2, fourthB0));
  let fourth1 = v128.load(fourth, BIQUAD_STATE);
  let fourth2 = v128.load(fourth, BIQUAD_STATE + 16);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    let x = v128.load(input);
    let y = f64x2.add(f64x2.mul(firstB0, x), first1);
    const nextFirst1 = f64x2.sub(f64x2.add(f64x2.mul(firstC1, x), first2), f64x2.mul(firstA1, first1));
    first2 = f64x2.sub(f64x2.mul(firstC2, x), f64x2.mul(firstA2, first1));
    first1 = nextFirst1;
    if (together > 1) {
      x = y;
      y = f64x2.add(f64x2.mul(secondB0, x), second1);
      const next = f64x2.sub(f64x2.add(f64x2.mul(secondC1, x), second2), f64x2.mul(secondA1, second1));
      second2 = f64x2.sub(f64x2.mul(secondC2, x), f64x2.mul(secondA2, second1));
      second1 = next;
    }
    if (together > 2) {
      x = y;
      y = f64x2.add(f64x2.mul(thirdB0, x), third1);
      const next = f64x2.sub(f64x2.add(f64x2.mul(thirdC1, x), third2), f64x2.mul(thirdA1, third1));
      third2 = f64x2.sub(f64x2.mul(thirdC2, x), f64x2.mul(thirdA2, third1));
      third1 = next;
    }
    if (together > 3) {
      x = y;
      y = f64x2.add(f64x2.mul(fourthB0, x), fourth1);
      const next = f64x2.sub(f64x2.add(f64x2.mul(fourthC1, x), fourth2), f64x2.mul(fourthA1, fourth1));
      fourth2 = f64x2.sub(f64x2.mul(fourthC2, x), f64x2.mul(fourthA2, fourth1));
      fourth1 = next;
    }
    v128.store(output, y);
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  storeState(first, first1, first2);
  if (together > 1) storeState(second, second1, second2);
  if (together > 2) storeState(third, third1, third2);
  if (together > 3) storeState(fourth, fourth1, fourth2);
}

// @ts-ignore: decorator
@inline
function storeState(section: usize, s1: v128, s2: v128): void {
  v128.store(section, flushDenormal(s1), BIQUAD_STATE);
  v128.store(section, flushDenormal(s2), BIQUAD_STATE + 16);
}
