// Sections whose roots are dealt out anew now and then. Of real roots that meet and part as complex ones those two must share a
// section, and other roots must change places: the response is the same before and after, but on the way from one cascade
// to the other it would not be. So there are two cascades. Where the arrangement changes, the one at rest takes the design,
// hears what the input was lately, so that it has rung as long as the other, and fades in over it.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import { ringFrames } from "@twobus/dsp/assembly/ring";
import {
  cascadeBytes,
  cascadeInit,
  resetCascade,
  runCascade,
  setSections,
  smoothenCascade,
} from "@twobus/dsp/assembly/section-cascade";

/** At least; by then the slowest branch, 18 ms, has forgotten 94 %. */
const HISTORY_SECONDS: f64 = 0.05;
const FADE_SECONDS: f64 = 0.01;
const MOST_FRAMES: i32 = 128;

const SECTIONS: usize = 0; // i32, of each cascade
const ARRANGEMENT: usize = 4; // i32: of the cascade in force
const IN_FORCE: usize = 8; // i32: 0 or 1
const POSITION: usize = 12; // i32: where the history goes on
const HISTORY_FRAMES: usize = 16; // i32, a power of two
const PLACE: usize = 24; // f64: of the fade, 1 when it is over
const STEP: usize = 32; // f64: per frame
const FADING: usize = 48; // 128 frames
const CASCADES: usize = FADING + <usize>MOST_FRAMES * FRAME_BYTES;

// @ts-ignore: decorator
@inline
function historyFrames(sampleRate: f64): i32 {
  return ringFrames(<i32>(HISTORY_SECONDS * sampleRate));
}

export function changeoverBytes(sections: i32, sampleRate: f64): usize {
  return CASCADES + 2 * cascadeBytes(sections) + <usize>historyFrames(sampleRate) * FRAME_BYTES;
}

// @ts-ignore: decorator
@inline
function cascadeAt(changeover: usize, index: i32): usize {
  return changeover + CASCADES + <usize>index * cascadeBytes(load<i32>(changeover, SECTIONS));
}

/** Begins with a design of `sections` sections of five f64. */
export function changeoverInit(changeover: usize, sections: i32, design: usize, arrangement: i32, sampleRate: f64): void {
  memory.fill(changeover, 0, changeoverBytes(sections, sampleRate));
  store<i32>(changeover, sections, SECTIONS);
  store<i32>(changeover, arrangement, ARRANGEMENT);
  store<i32>(changeover, historyFrames(sampleRate), HISTORY_FRAMES);
  store<f64>(changeover, 1.0, PLACE);
  store<f64>(changeover, 1.0 / (FADE_SECONDS * sampleRate), STEP);
  for (let i: i32 = 0; i < 2; i++) {
    const cascade = cascadeAt(changeover, i);
    cascadeInit(cascade, sections);
    smoothenCascade(cascade, sampleRate);
    setSections(cascade, 0, sections, design, sections, BOTH_LANES);
    resetCascade(cascade);
  }
}

/** Goes to a design. Returns false where it must be asked again in the next block: while one arrangement fades into another. */
export function takeDesign(changeover: usize, design: usize, arrangement: i32): bool {
  const sections = load<i32>(changeover, SECTIONS);
  const inForce = load<i32>(changeover, IN_FORCE);
  if (arrangement == load<i32>(changeover, ARRANGEMENT)) {
    setSections(cascadeAt(changeover, inForce), 0, sections, design, sections, BOTH_LANES);
    return true;
  }
  if (load<f64>(changeover, PLACE) < 1.0) return false;
  const cascade = cascadeAt(changeover, 1 - inForce);
  setSections(cascade, 0, sections, design, sections, BOTH_LANES);
  resetCascade(cascade);
  hearHistory(changeover, cascade);
  store<i32>(changeover, arrangement, ARRANGEMENT);
  store<i32>(changeover, 1 - inForce, IN_FORCE);
  store<f64>(changeover, 0.0, PLACE);
  return true;
}

// @ts-ignore: decorator
@inline
function historyOf(changeover: usize): usize {
  return cascadeAt(changeover, 2);
}

/** From the oldest frame to the youngest. */
function hearHistory(changeover: usize, cascade: usize): void {
  const position = load<i32>(changeover, POSITION);
  hear(changeover, cascade, position, load<i32>(changeover, HISTORY_FRAMES));
  hear(changeover, cascade, 0, position);
}

function hear(changeover: usize, cascade: usize, first: i32, end: i32): void {
  for (; first < end; first += MOST_FRAMES) {
    const past = historyOf(changeover) + <usize>first * FRAME_BYTES;
    runCascade(cascade, past, changeover + FADING, min(MOST_FRAMES, end - first));
  }
}

function remember(changeover: usize, input: usize, frames: i32): void {
  const length = load<i32>(changeover, HISTORY_FRAMES);
  const position = load<i32>(changeover, POSITION);
  const history = historyOf(changeover);
  const first = min(frames, length - position);
  memory.copy(history + <usize>position * FRAME_BYTES, input, <usize>first * FRAME_BYTES);
  memory.copy(history, input + <usize>first * FRAME_BYTES, <usize>(frames - first) * FRAME_BYTES);
  store<i32>(changeover, (position + frames) & (length - 1), POSITION);
}

/** Filters 1 to 128 frames. `output` is another than `input`. */
export function runChangeover(changeover: usize, input: usize, output: usize, frames: i32): void {
  const inForce = load<i32>(changeover, IN_FORCE);
  runCascade(cascadeAt(changeover, inForce), input, output, frames);
  remember(changeover, input, frames);
  if (load<f64>(changeover, PLACE) == 1.0) return;
  runCascade(cascadeAt(changeover, 1 - inForce), input, changeover + FADING, frames);
  fadeOver(changeover, output, frames);
}

/** What is in `FADING` goes, `output` comes. */
function fadeOver(changeover: usize, output: usize, frames: i32): void {
  const step = load<f64>(changeover, STEP);
  let place = load<f64>(changeover, PLACE);
  let going = changeover + FADING;
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    place = min(1.0, place + step);
    const left = f64x2.splat(1.0 - place * place * place * (10.0 + place * (6.0 * place - 15.0)));
    const coming = v128.load(output);
    v128.store(output, f64x2.add(coming, f64x2.mul(left, f64x2.sub(v128.load(going), coming))));
    going += FRAME_BYTES;
  }
  store<f64>(changeover, place, PLACE);
}
