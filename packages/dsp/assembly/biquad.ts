// Cascades of biquads on stereo frames, transposed direct form II in double precision. A lane has its own coefficients, so
// that a section may treat mid and side differently.
//
// A section in memory: the five coefficients in force (v128 b0, b1, b2, a1, a2), the five that it goes to, two states;
// then the state-variable filter as which it runs while they differ, whether the states are there now (i32), and how smoothly
// it goes (f64: share of the way per frame as in `runSvfSmoothly`, 0 to arrive straight at the block's end).

import { FRAME_BYTES } from "./abi";
import { followCoefficients, statesFromSvf, statesToSvf } from "./biquad-glide";
import { BIQUAD_STATE, runTogether, sectionAt, SET_BYTES } from "./biquad-pass";
import { cos, sin } from "./maths";
import { toLeftRight, toMidSide } from "./mid-side";
import { resetSvf, runSvf, runSvfSmoothly, SVF_BYTES, SVF_STATE } from "./svf";

const GOAL: usize = SET_BYTES;
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
 * passes of up to four, evenly filled. (Measured: 3 + 3 sections 8.0 ns per frame, all 6 in one pass 9.0, one by one 17.5.)
 * Returns whether all stood still; then `runStandingBiquads` does the same without looking, until one is set anew.
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
