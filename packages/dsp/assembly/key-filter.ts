// What a detector hears: a 12 dB/oct high-pass and a 12 dB/oct low-pass, both Butterworth. Each is one state-variable
// section, trapezoidal (Zavalishin, The Art of VA Filter Design, chapter 4), so that its frequency may be automated. It
// runs as its state matrix: each new state is a sum of three products, so a frame waits for one product and two sums. At
// the ends of their ranges the filters are off and cost nothing. A new frequency is glided to over a block. On and off take
// longer, as a filter near the end of its range still turns the phase of what it lets through: what is heard bends, and does
// not click.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { presenceAfter } from "./filter-presence";
import { PI, tan } from "./maths";

/** At or below this the high-pass is off. */
export const KEY_HIGH_PASS_OFF_HZ: f64 = 20.0;
/** At or above this the low-pass is off. */
export const KEY_LOW_PASS_OFF_HZ: f64 = 20000.0;

const DAMPING: f64 = 1.4142135623730951;
/** How long a filter takes to come or to go. */
const FADE_SECONDS: f64 = 0.02;

// A section: states s and t, then what makes of s, t and the input x the next s, the next t and the output, in that order
const FIRST: usize = 0; // v128
const SECOND: usize = 16; // v128
const NOW: usize = 32; // 9 f64
const GOAL: usize = 104; // 9 f64: where they are when the next block ends
const WHOLE: usize = 176; // 9 f64: the filter when all of it is there
const HZ: usize = 248; // f64: 0 before the first frequency
const PRESENCE: usize = 256; // f64: how much of the filter there is, 0 to 1
const FADE: usize = 264; // f64: by how much that changes in a frame while it comes or goes
const ON: usize = 272; // i32: whether the section is to filter
const WAY: usize = 276; // i32: what the next block is
const SECTION_BYTES: usize = 288;
export const KEY_FILTER_BYTES: usize = 2 * SECTION_BYTES;

/** A block that changes nothing, one that glides, and one that a filter begins with, still unheard. */
const STILL: i32 = 0;
const MOVING: i32 = 1;
const BEGINNING: i32 = 2;

const FACTORS: i32 = 9;
const STATE_FACTORS: i32 = 6;

export function setKeyFilter(address: usize, highPassHz: f64, lowPassHz: f64, sampleRate: f64): void {
  setSection(address, highPassHz, highPassHz > KEY_HIGH_PASS_OFF_HZ, sampleRate, 1.0, -DAMPING, -1.0);
  const lowPass = address + SECTION_BYTES;
  setSection(lowPass, lowPassHz, lowPassHz < KEY_LOW_PASS_OFF_HZ, sampleRate, 0.0, 0.0, 1.0);
}

/** The output is `direct·x + band·b + low·l`, with the section's band-pass and low-pass outputs b and l; off it is x. */
function setSection(section: usize, hz: f64, on: bool, sampleRate: f64, direct: f64, band: f64, low: f64): void {
  const last = load<f64>(section, HZ);
  if (last == hz) return;
  store<f64>(section, hz, HZ);
  store<i32>(section, on ? 1 : 0, ON);
  design(section + WHOLE, hz, sampleRate, direct, band, low);
  if (last == 0.0) {
    store<f64>(section, on ? 1.0 : 0.0, PRESENCE);
    store<f64>(section, 1.0 / (FADE_SECONDS * sampleRate), FADE);
    setGoal(section);
    memory.copy(section + NOW, section + GOAL, FACTORS << 3);
  } else if (load<f64>(section, PRESENCE) > 0.0) {
    store<i32>(section, MOVING, WAY);
  } else if (on) {
    setGoal(section);
    memory.copy(section + NOW, section + GOAL, FACTORS << 3);
    store<i32>(section, BEGINNING, WAY);
  }
}

/** As much of the filter as there is: its states run as they do, its output lies between x and what it makes of x. */
function setGoal(section: usize): void {
  const whole = section + WHOLE;
  const goal = section + GOAL;
  memory.copy(goal, whole, FACTORS << 3);
  const presence = load<f64>(section, PRESENCE);
  if (presence == 1.0) return;
  const share = presence * presence * (3.0 - 2.0 * presence);
  const first = STATE_FACTORS << 3;
  setFactors(
    goal + first,
    share * load<f64>(whole + first),
    share * load<f64>(whole + first, 8),
    1.0 + share * (load<f64>(whole + first, 16) - 1.0),
  );
}

function design(factors: usize, hz: f64, sampleRate: f64, direct: f64, band: f64, low: f64): void {
  const g = tan((PI * min(hz, 0.49 * sampleRate)) / sampleRate);
  const a1 = 1.0 / (1.0 + g * (g + DAMPING));
  const a2 = g * a1;
  const a3 = g * a2;
  // b = a1·s + a2·(x − t), l = t + a2·s + a3·(x − t); then s becomes 2·b − s and t becomes 2·l − t
  setFactors(factors, 2.0 * a1 - 1.0, -2.0 * a2, 2.0 * a2);
  setFactors(factors + 24, 2.0 * a2, 1.0 - 2.0 * a3, 2.0 * a3);
  setFactors(factors + 48, band * a1 + low * a2, low * (1.0 - a3) - band * a2, direct + band * a2 + low * a3);
}

function setFactors(to: usize, ofFirst: f64, ofSecond: f64, ofInput: f64): void {
  store<f64>(to, ofFirst);
  store<f64>(to, ofSecond, 8);
  store<f64>(to, ofInput, 16);
}

/** Filters into `output` where a filter is on; returns where the result lies, which else is `input` itself. */
export function keyFilterProcess(address: usize, input: usize, output: usize, frames: i32): usize {
  const behindHighPass = sectionProcess(address, input, output, frames);
  return sectionProcess(address + SECTION_BYTES, behindHighPass, output, frames);
}

function sectionProcess(section: usize, input: usize, output: usize, frames: i32): usize {
  const way = load<i32>(section, WAY);
  if (way == STILL && load<f64>(section, PRESENCE) == 0.0) return input;
  if (way == MOVING) {
    store<i32>(section, fade(section, frames) ? STILL : MOVING, WAY);
    setGoal(section);
    glide(section, input, output, frames);
    memory.copy(section + NOW, section + GOAL, FACTORS << 3);
    if (load<f64>(section, PRESENCE) == 0.0) memory.fill(section, 0, NOW);
    return output;
  }
  filter(section, input, output, frames);
  if (way == BEGINNING) store<i32>(section, MOVING, WAY);
  return output;
}

/** Lets the filter come or go for so many frames; whether it is there then. */
function fade(section: usize, frames: i32): bool {
  const wanted = load<i32>(section, ON) != 0 ? 1.0 : 0.0;
  const most = load<f64>(section, FADE) * <f64>frames;
  const presence = presenceAfter(load<f64>(section, PRESENCE), wanted, most);
  store<f64>(section, presence, PRESENCE);
  return presence == wanted;
}

// @ts-ignore: decorator
@inline
function factor(section: usize, index: i32): v128 {
  return v128.load64_splat(section + NOW + (<usize>index << 3));
}

function filter(section: usize, input: usize, output: usize, frames: i32): void {
  const firstOfFirst = factor(section, 0);
  const firstOfSecond = factor(section, 1);
  const firstOfInput = factor(section, 2);
  const secondOfFirst = factor(section, 3);
  const secondOfSecond = factor(section, 4);
  const secondOfInput = factor(section, 5);
  const outputOfFirst = factor(section, 6);
  const outputOfSecond = factor(section, 7);
  const outputOfInput = factor(section, 8);
  let first = v128.load(section, FIRST);
  let second = v128.load(section, SECOND);
  const end = input + <usize>frames * FRAME_BYTES;
  while (input < end) {
    const x = v128.load(input);
    const fromStates = f64x2.add(f64x2.mul(outputOfFirst, first), f64x2.mul(outputOfSecond, second));
    v128.store(output, f64x2.add(f64x2.mul(outputOfInput, x), fromStates));
    const toFirst = f64x2.add(f64x2.mul(firstOfSecond, second), f64x2.mul(firstOfInput, x));
    const toSecond = f64x2.add(f64x2.mul(secondOfFirst, first), f64x2.mul(secondOfInput, x));
    first = f64x2.add(f64x2.mul(firstOfFirst, first), toFirst);
    second = f64x2.add(f64x2.mul(secondOfSecond, second), toSecond);
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  v128.store(section, flushDenormal(first), FIRST);
  v128.store(section, flushDenormal(second), SECOND);
}

/** The same, frame by frame, while all factors go to their goals in straight lines. */
function glide(section: usize, input: usize, output: usize, frames: i32): void {
  for (let left = frames; left > 0; left--) {
    const share = 1.0 / <f64>left;
    for (let i: usize = 0; i < <usize>FACTORS << 3; i += 8) {
      const factor = load<f64>(section + NOW + i);
      store<f64>(section + NOW + i, factor + share * (load<f64>(section + GOAL + i) - factor));
    }
    filter(section, input, output, 1);
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}
