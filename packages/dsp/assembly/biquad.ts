// Cascades of biquads on stereo frames, transposed direct form II in double precision. A lane has its own coefficients, so
// that a section may treat mid and side differently.
//
// A section in memory: the five coefficients in force (v128 b0, b1, b2, a1, a2), the five that it goes to, two states;
// then the state-variable filter as which it runs while they differ, whether the states are there now (i32), and how smoothly
// it goes (f64: share of the way per frame as in `runSvfSmoothly`, 0 to arrive straight at the block's end).

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { followCoefficients, statesFromSvf, statesToSvf } from "./biquad-glide";
import { cos, sin } from "./maths";
import { toLeftRight, toMidSide } from "./mid-side";
import { resetSvf, runSvf, runSvfSmoothly, SVF_BYTES, SVF_STATE } from "./svf";

const SET_BYTES: usize = 80;
const GOAL: usize = SET_BYTES;
/** Where the two states lie, for loops that run a standing section along with something else, as `pass` does. */
export const BIQUAD_STATE: usize = 2 * SET_BYTES;
const SVF: usize = BIQUAD_STATE + 32;
const GLIDES: usize = SVF + SVF_BYTES;
const SHARE: usize = GLIDES + 8;
export const BIQUAD_BYTES: usize = GLIDES + 16;

/** What `GLIDES` may say: the states are in the section; in the filter, which has arrived; in the filter on its way. */
const STANDS: i32 = 0;
const ARRIVED: i32 = 1;
const UNDER_WAY: i32 = 2;

/** Lanes for `setBiquad`. */
export const LEFT_OR_MID: i32 = 1;
export const RIGHT_OR_SIDE: i32 = 2;
export const BOTH_LANES: i32 = 3;

/** Sets where the section goes to: `coefficients` (five f64) in the lanes named, nothing in the others. */
export function setBiquad(section: usize, coefficients: usize, lanes: i32): void {
  for (let i: usize = 0; i < 5; i++) {
    const through: f64 = i == 0 ? 1.0 : 0.0;
    const value = load<f64>(coefficients + (i << 3));
    store<f64>(section + GOAL + (i << 4), lanes & LEFT_OR_MID ? value : through);
    store<f64>(section + GOAL + (i << 4), lanes & RIGHT_OR_SIDE ? value : through, 8);
  }
}

/** Sets where one lane goes to (`LEFT_OR_MID` or `RIGHT_OR_SIDE`), and leaves the other. */
export function setBiquadLane(section: usize, coefficients: usize, lane: i32): void {
  const at = section + GOAL + (lane == LEFT_OR_MID ? 0 : 8);
  for (let i: usize = 0; i < 5; i++) store<f64>(at + (i << 4), load<f64>(coefficients + (i << 3)));
}

/** From now on the section goes smoothly to where it is set: by this share of the way per frame. On zeroed memory it does not. */
export function setSmoothness(section: usize, share: f64): void {
  store<f64>(section, share, SHARE);
}

/** Arrives at once, and forgets what was heard. */
export function resetBiquad(section: usize): void {
  memory.copy(section, section + GOAL, SET_BYTES);
  memory.fill(section + BIQUAD_STATE, 0, 32);
  store<i32>(section, STANDS, GLIDES);
}

// @ts-ignore: decorator
@inline
function same(a: usize, b: usize): bool {
  return v128.all_true<i64>(f64x2.eq(v128.load(a), v128.load(b)));
}

/** Whether the coefficients have arrived. */
function isSteady(section: usize): bool {
  if (load<i32>(section, GLIDES) == UNDER_WAY) return false;
  for (let i: usize = 0; i < SET_BYTES; i += 16) {
    if (!same(section + i, section + GOAL + i)) return false;
  }
  return true;
}

/** Whether the section changes nothing: zeros on its poles, steady, nothing left in its states. */
export function isThrough(section: usize): bool {
  return (
    load<i32>(section, GLIDES) == STANDS &&
    v128.all_true<i64>(f64x2.eq(v128.load(section), f64x2.splat(1.0))) &&
    same(section + 16, section + 48) &&
    same(section + 32, section + 64) &&
    !v128.any_true(v128.or(v128.load(section, BIQUAD_STATE), v128.load(section, BIQUAD_STATE + 16))) &&
    isSteady(section)
  );
}

/** States of (L, R) become those of (M, S) = ((L + R)/2, (L − R)/2): a filter is linear, so nothing is heard of it. */
export function splitState(section: usize): void {
  v128.store(section, toMidSide(v128.load(section, BIQUAD_STATE)), BIQUAD_STATE);
  v128.store(section, toMidSide(v128.load(section, BIQUAD_STATE + 16)), BIQUAD_STATE + 16);
  v128.store(section, toMidSide(v128.load(section, SVF + SVF_STATE)), SVF + SVF_STATE);
  v128.store(section, toMidSide(v128.load(section, SVF + SVF_STATE + 16)), SVF + SVF_STATE + 16);
}

/** The way back. */
export function joinState(section: usize): void {
  v128.store(section, toLeftRight(v128.load(section, BIQUAD_STATE)), BIQUAD_STATE);
  v128.store(section, toLeftRight(v128.load(section, BIQUAD_STATE + 16)), BIQUAD_STATE + 16);
  v128.store(section, toLeftRight(v128.load(section, SVF + SVF_STATE)), SVF + SVF_STATE);
  v128.store(section, toLeftRight(v128.load(section, SVF + SVF_STATE + 16)), SVF + SVF_STATE + 16);
}

/** |H|² of the first (0) or second (1) lane where the section goes to, at an angular frequency per sample. */
export function biquadPower(section: usize, lane: i32, omega: f64): f64 {
  const goal = section + GOAL + (<usize>lane << 3);
  const c1 = cos(omega);
  const s1 = sin(omega);
  const c2 = c1 * c1 - s1 * s1;
  const s2 = 2.0 * c1 * s1;
  const zerosRe = load<f64>(goal) + load<f64>(goal, 16) * c1 + load<f64>(goal, 32) * c2;
  const zerosIm = load<f64>(goal, 16) * s1 + load<f64>(goal, 32) * s2;
  const polesRe = 1.0 + load<f64>(goal, 48) * c1 + load<f64>(goal, 64) * c2;
  const polesIm = load<f64>(goal, 48) * s1 + load<f64>(goal, 64) * s2;
  return (zerosRe * zerosRe + zerosIm * zerosIm) / (polesRe * polesRe + polesIm * polesIm);
}

/**
 * Runs the sections whose addresses (u32) stand in `list`, in that order. `output` may be `input`. Steady neighbours share
 * passes of up to four, evenly filled: the work of one section fills the time that another waits for its own result.
 * (Measured: 3 + 3 sections 8.0 ns per frame, all 6 in one pass 9.0, one by one 17.5.) Returns whether all stood still; then
 * `runStandingBiquads` does the same without looking, until one is set anew.
 */
export function runBiquads(list: usize, count: i32, input: usize, output: usize, frames: i32): bool {
  if (steadyCount(list, count) == count) {
    for (let i: i32 = 0; i < count; i++) settle(sectionAt(list, i));
    runStandingBiquads(list, count, input, output, frames);
    return true;
  }
  while (count > 0) {
    let together = evenShare(steadyCount(list, count));
    if (together == 0) {
      glide(sectionAt(list, 0), input, output, frames);
      together = 1;
    } else {
      for (let i: i32 = 0; i < together; i++) settle(sectionAt(list, i));
      runTogether(together, list, input, output, frames);
    }
    input = output;
    list += <usize>together << 2;
    count -= together;
  }
  return false;
}

export function runStandingBiquads(list: usize, count: i32, input: usize, output: usize, frames: i32): void {
  if (count == 0 && input != output) memory.copy(output, input, <usize>frames * FRAME_BYTES);
  while (count > 0) {
    const together = evenShare(count);
    runTogether(together, list, input, output, frames);
    input = output;
    list += <usize>together << 2;
    count -= together;
  }
}

// @ts-ignore: decorator
@inline
function sectionAt(list: usize, index: i32): usize {
  return <usize>load<u32>(list + (<usize>index << 2));
}

function steadyCount(list: usize, most: i32): i32 {
  let count: i32 = 0;
  while (count < most && isSteady(sectionAt(list, count))) count++;
  return count;
}

/** How many of `count` sections the next pass takes when no pass may take more than four. */
// @ts-ignore: decorator
@inline
function evenShare(count: i32): i32 {
  const passes = (count + 3) >> 2;
  return passes == 0 ? 0 : (count + passes - 1) / passes;
}

/** One section on its way from its coefficients to its goal. */
function glide(section: usize, input: usize, output: usize, frames: i32): void {
  const svf = section + SVF;
  const share = load<f64>(section, SHARE);
  if (load<i32>(section, GLIDES) == STANDS) {
    followCoefficients(svf, section);
    resetSvf(svf);
    statesToSvf(svf, section + BIQUAD_STATE, section);
  }
  followCoefficients(svf, section + GOAL);
  let arrived = true;
  if (share == 0.0) runSvf(svf, input, output, frames);
  else arrived = runSvfSmoothly(svf, share, input, output, frames);
  store<i32>(section, arrived ? ARRIVED : UNDER_WAY, GLIDES);
  if (arrived) memory.copy(section, section + GOAL, SET_BYTES);
}

/** A section that has arrived goes back to the direct form. */
function settle(section: usize): void {
  if (load<i32>(section, GLIDES) == STANDS) return;
  statesFromSvf(section + SVF, section + BIQUAD_STATE, section);
  store<i32>(section, STANDS, GLIDES);
}

function runTogether(together: i32, list: usize, input: usize, output: usize, frames: i32): void {
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
