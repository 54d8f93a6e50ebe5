// What a detector hears: a 12 dB/oct high-pass and a 12 dB/oct low-pass, both Butterworth. Each is one state-variable
// section, trapezoidal (Zavalishin, The Art of VA Filter Design, chapter 4), so that its frequency may be automated. It
// runs as its state matrix: each new state is a sum of three products, so a frame waits for one product and two sums. At
// the ends of their ranges the filters are off and cost nothing.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { PI, tan } from "./maths";

/** At or below this the high-pass is off. */
export const KEY_HIGH_PASS_OFF_HZ: f64 = 20.0;
/** At or above this the low-pass is off. */
export const KEY_LOW_PASS_OFF_HZ: f64 = 20000.0;

const DAMPING: f64 = 1.4142135623730951;

/** States s, t and the rows that make of s, t and the input x the next s, the next t and the output. */
// @ts-ignore: decorator
@unmanaged
class Section {
  first: v128;
  second: v128;
  firstOfFirst: f64;
  firstOfSecond: f64;
  firstOfInput: f64;
  secondOfFirst: f64;
  secondOfSecond: f64;
  secondOfInput: f64;
  outputOfFirst: f64;
  outputOfSecond: f64;
  outputOfInput: f64;
  /** 1 while the section filters. */
  on: i32;
}

const SECTION_BYTES: usize = 112;
export const KEY_FILTER_BYTES: usize = 2 * SECTION_BYTES;

export function setKeyFilter(address: usize, highPassHz: f64, lowPassHz: f64, sampleRate: f64): void {
  setSection(address, highPassHz, highPassHz > KEY_HIGH_PASS_OFF_HZ, sampleRate, 1.0, -DAMPING, -1.0);
  const lowPass = address + SECTION_BYTES;
  setSection(lowPass, lowPassHz, lowPassHz < KEY_LOW_PASS_OFF_HZ, sampleRate, 0.0, 0.0, 1.0);
}

/** The output is `direct·x + band·b + low·l`, with the section's band-pass and low-pass outputs b and l. */
function setSection(address: usize, hz: f64, on: bool, sampleRate: f64, direct: f64, band: f64, low: f64): void {
  const section = changetype<Section>(address);
  section.on = on ? 1 : 0;
  if (!on) {
    section.first = f64x2.splat(0.0);
    section.second = f64x2.splat(0.0);
    return;
  }
  const g = tan((PI * min(hz, 0.49 * sampleRate)) / sampleRate);
  const a1 = 1.0 / (1.0 + g * (g + DAMPING));
  const a2 = g * a1;
  const a3 = g * a2;
  // b = a1·s + a2·(x − t), l = t + a2·s + a3·(x − t); then s becomes 2·b − s and t becomes 2·l − t
  section.firstOfFirst = 2.0 * a1 - 1.0;
  section.firstOfSecond = -2.0 * a2;
  section.firstOfInput = 2.0 * a2;
  section.secondOfFirst = 2.0 * a2;
  section.secondOfSecond = 1.0 - 2.0 * a3;
  section.secondOfInput = 2.0 * a3;
  section.outputOfFirst = band * a1 + low * a2;
  section.outputOfSecond = low * (1.0 - a3) - band * a2;
  section.outputOfInput = direct + band * a2 + low * a3;
}

/** Filters into `output` where a filter is on; returns where the result lies, which else is `input` itself. */
export function keyFilterProcess(address: usize, input: usize, output: usize, frames: i32): usize {
  const highPass = changetype<Section>(address);
  const lowPass = changetype<Section>(address + SECTION_BYTES);
  let result = input;
  if (highPass.on == 1) {
    filter(highPass, result, output, frames);
    result = output;
  }
  if (lowPass.on == 1) {
    filter(lowPass, result, output, frames);
    result = output;
  }
  return result;
}

function filter(section: Section, input: usize, output: usize, frames: i32): void {
  const firstOfFirst = f64x2.splat(section.firstOfFirst);
  const firstOfSecond = f64x2.splat(section.firstOfSecond);
  const firstOfInput = f64x2.splat(section.firstOfInput);
  const secondOfFirst = f64x2.splat(section.secondOfFirst);
  const secondOfSecond = f64x2.splat(section.secondOfSecond);
  const secondOfInput = f64x2.splat(section.secondOfInput);
  const outputOfFirst = f64x2.splat(section.outputOfFirst);
  const outputOfSecond = f64x2.splat(section.outputOfSecond);
  const outputOfInput = f64x2.splat(section.outputOfInput);
  let first = section.first;
  let second = section.second;
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
  section.first = flushDenormal(first);
  section.second = flushDenormal(second);
}
