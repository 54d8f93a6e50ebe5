// A row of biquads that an equaliser sets now and then and runs always. Sections that change nothing are left out, and while
// none moves nobody looks at them.
//
// In memory: how many sections it holds (i32), how many are listed while all stand still (i32, −1 when any may move), the
// list (u32 each), the sections.

import { BIQUAD_BYTES, isThrough, resetBiquad, runBiquads, runStandingBiquads, setBiquad, setBiquadLane, setSmoothness } from "./biquad";
import { designThrough, SECTION_BYTES } from "./filter-design";
import { exp } from "./maths";

const STANDING: usize = 4;
const LIST: usize = 16;
const MOVING: i32 = -1;
const SMOOTHING_SECONDS: f64 = 0.002;

// @ts-ignore: decorator
@inline
function listBytes(capacity: i32): usize {
  return ((<usize>capacity << 2) + 15) & ~15;
}

/** Bytes of a cascade of `capacity` sections. */
// @ts-ignore: decorator
@inline
export function cascadeBytes(capacity: i32): usize {
  return LIST + listBytes(capacity) + <usize>capacity * BIQUAD_BYTES;
}

// @ts-ignore: decorator
@inline
function sectionAt(cascade: usize, index: i32): usize {
  return cascade + LIST + listBytes(load<i32>(cascade)) + <usize>index * BIQUAD_BYTES;
}

/** Makes room for `capacity` sections; each must then be set. */
export function cascadeInit(cascade: usize, capacity: i32): void {
  memory.fill(cascade, 0, cascadeBytes(capacity));
  store<i32>(cascade, capacity);
  store<i32>(cascade, MOVING, STANDING);
}

/** Sections go to what they are set to without corners on the way, and are there to 99 % after about 13 ms. */
export function smoothenCascade(cascade: usize, sampleRate: f64): void {
  const share = 1.0 - exp(-1.0 / (SMOOTHING_SECONDS * sampleRate));
  for (let i: i32 = 0; i < load<i32>(cascade); i++) setSmoothness(sectionAt(cascade, i), share);
}

/**
 * Sends `room` sections from `first` on to a design: `count` sections of five f64 at `design`, which has room for all, and
 * nothing for the rest. `lanes` as in `setBiquad`.
 */
export function setSections(cascade: usize, first: i32, room: i32, design: usize, count: i32, lanes: i32): void {
  for (let i: i32 = 0; i < room; i++) {
    const coefficients = design + <usize>i * SECTION_BYTES;
    if (i >= count) designThrough(coefficients);
    setBiquad(sectionAt(cascade, first + i), coefficients, lanes);
  }
  store<i32>(cascade, MOVING, STANDING);
}

/** The same for one lane alone, `LEFT_OR_MID` or `RIGHT_OR_SIDE`. */
export function setLaneSections(cascade: usize, first: i32, room: i32, design: usize, count: i32, lane: i32): void {
  for (let i: i32 = 0; i < room; i++) {
    const coefficients = design + <usize>i * SECTION_BYTES;
    if (i >= count) designThrough(coefficients);
    setBiquadLane(sectionAt(cascade, first + i), coefficients, lane);
  }
  store<i32>(cascade, MOVING, STANDING);
}

/** Every section arrives at once, and forgets what was heard. */
export function resetCascade(cascade: usize): void {
  for (let i: i32 = 0; i < load<i32>(cascade); i++) resetBiquad(sectionAt(cascade, i));
  store<i32>(cascade, MOVING, STANDING);
}

/** Filters 1 to 128 frames. `output` may be `input`. */
export function runCascade(cascade: usize, input: usize, output: usize, frames: i32): void {
  const list = cascade + LIST;
  const standing = load<i32>(cascade, STANDING);
  if (standing != MOVING) {
    runStandingBiquads(list, standing, input, output, frames);
    return;
  }
  let count: i32 = 0;
  for (let i: i32 = 0; i < load<i32>(cascade); i++) {
    const section = sectionAt(cascade, i);
    if (isThrough(section)) continue;
    store<u32>(list + (<usize>count << 2), <u32>section);
    count++;
  }
  if (runBiquads(list, count, input, output, frames)) store<i32>(cascade, count, STANDING);
}

/** The section of a cascade of one that stands still and is not through; 0 where it has to be run as any other. */
export function standingSection(cascade: usize): usize {
  return load<i32>(cascade, STANDING) == 1 ? <usize>load<u32>(cascade, LIST) : 0;
}
