// What a detector hears: a 12 dB/oct high-pass and a 12 dB/oct low-pass, both Butterworth. Each is one state-variable
// section, trapezoidal (Zavalishin, The Art of VA Filter Design, chapter 4), so that its frequency may be automated. At
// the ends of their ranges they are off and cost nothing.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { PI, tan } from "./maths";

/** At or below this the high-pass is off. */
export const KEY_HIGH_PASS_OFF_HZ: f64 = 20.0;
/** At or above this the low-pass is off. */
export const KEY_LOW_PASS_OFF_HZ: f64 = 20000.0;

const DAMPING: f64 = 1.4142135623730951;

// @ts-ignore: decorator
@unmanaged
class Section {
  first: v128;
  second: v128;
  a1: f64;
  a2: f64;
  a3: f64;
  /** 1 while the section filters. */
  on: i32;
}

const SECTION_BYTES: usize = 64;
export const KEY_FILTER_BYTES: usize = 2 * SECTION_BYTES;

export function setKeyFilter(address: usize, highPassHz: f64, lowPassHz: f64, sampleRate: f64): void {
  setSection(address, highPassHz, highPassHz > KEY_HIGH_PASS_OFF_HZ, sampleRate);
  setSection(address + SECTION_BYTES, lowPassHz, lowPassHz < KEY_LOW_PASS_OFF_HZ, sampleRate);
}

function setSection(address: usize, hz: f64, on: bool, sampleRate: f64): void {
  const section = changetype<Section>(address);
  section.on = on ? 1 : 0;
  if (!on) {
    section.first = f64x2.splat(0.0);
    section.second = f64x2.splat(0.0);
    return;
  }
  const g = tan((PI * min(hz, 0.49 * sampleRate)) / sampleRate);
  section.a1 = 1.0 / (1.0 + g * (g + DAMPING));
  section.a2 = g * section.a1;
  section.a3 = g * section.a2;
}

/** Filters into `output` where a filter is on; returns where the result lies, which else is `input` itself. */
export function keyFilterProcess(address: usize, input: usize, output: usize, frames: i32): usize {
  const highPass = changetype<Section>(address);
  const lowPass = changetype<Section>(address + SECTION_BYTES);
  let result = input;
  if (highPass.on == 1) {
    filter(address, result, output, frames, 1.0, -DAMPING, -1.0);
    result = output;
  }
  if (lowPass.on == 1) {
    filter(address + SECTION_BYTES, result, output, frames, 0.0, 0.0, 1.0);
    result = output;
  }
  return result;
}

/**
 * `output = direct·input + band·b + low·l`, with the section's band-pass and low-pass outputs b and l. The key can be
 * listened to, so the state is flushed frame by frame: once per call would show where the signal was cut.
 */
function filter(address: usize, input: usize, output: usize, frames: i32, direct: f64, band: f64, low: f64): void {
  const section = changetype<Section>(address);
  const a1 = f64x2.splat(section.a1);
  const a2 = f64x2.splat(section.a2);
  const a3 = f64x2.splat(section.a3);
  const ofInput = f64x2.splat(direct);
  const ofBand = f64x2.splat(band);
  const ofLow = f64x2.splat(low);
  let first = section.first;
  let second = section.second;
  const end = input + <usize>frames * FRAME_BYTES;
  while (input < end) {
    const frame = v128.load(input);
    const drive = f64x2.sub(frame, second);
    const b = f64x2.add(f64x2.mul(a1, first), f64x2.mul(a2, drive));
    const l = f64x2.add(second, f64x2.add(f64x2.mul(a2, first), f64x2.mul(a3, drive)));
    first = flushDenormal(f64x2.sub(f64x2.add(b, b), first));
    second = flushDenormal(f64x2.sub(f64x2.add(l, l), second));
    const sum = f64x2.add(f64x2.mul(ofBand, b), f64x2.mul(ofLow, l));
    v128.store(output, f64x2.add(f64x2.mul(ofInput, frame), sum));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  section.first = first;
  section.second = second;
}
