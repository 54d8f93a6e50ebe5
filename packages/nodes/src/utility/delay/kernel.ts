// A delay line with one tap, or two while the time changes: the old tap then fades into the new one along a raised cosine.

import { aligned, FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { cos, PI } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";

const DELAY_MS: i32 = 0;
const INTERPOLATE: i32 = 1;
const FEEDBACK_PERCENT: i32 = 2;
const MIX_PERCENT: i32 = 3;

const MAXIMUM_SECONDS: f64 = 2.0;
const FADE_SECONDS: f64 = 0.01;
/** Frames under one tap. The ring repeats its beginning behind its end, so that they always lie in a row. */
const TAP_FRAMES: i32 = 4;

// @ts-ignore: decorator
@unmanaged
class Header {
  sampleRate: f64;
  /** Frames of the ring, without the repeated ones. */
  length: i32;
  position: i32;
  fadeFrames: i32;
  /** Frames that the fade from the first tap to the second has still to go. */
  fading: i32;
}

/** Four weighted frames of the past, or the arriving frame itself. */
// @ts-ignore: decorator
@unmanaged
class Tap {
  samples: f64;
  direct: f64;
  /** Weights from the oldest frame to the youngest. */
  weight0: f64;
  weight1: f64;
  weight2: f64;
  weight3: f64;
  /** How many frames ago the oldest was written. */
  oldest: i32;
}

const TAP_BYTES: usize = 64;
const FIRST_TAP: usize = 32;
const SECOND_TAP: usize = FIRST_TAP + TAP_BYTES;
const FADE: usize = SECOND_TAP + TAP_BYTES;

function fadeFrames(sampleRate: f64): i32 {
  return <i32>ceil(FADE_SECONDS * sampleRate);
}

function ringFrames(sampleRate: f64): i32 {
  return <i32>ceil(MAXIMUM_SECONDS * sampleRate) + TAP_FRAMES;
}

function ringOffset(sampleRate: f64): usize {
  return FADE + aligned(fadeFrames(sampleRate) << 3);
}

export function delayStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>ringOffset(sampleRate) + (ringFrames(sampleRate) + TAP_FRAMES - 1) * <i32>FRAME_BYTES;
}

export function delayInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, delayStateBytes(parameters, sampleRate));
  const header = changetype<Header>(state);
  header.sampleRate = sampleRate;
  header.length = ringFrames(sampleRate);
  header.fadeFrames = fadeFrames(sampleRate);
  for (let i: i32 = 0; i < header.fadeFrames; i++) {
    const share = 0.5 - 0.5 * cos((PI * <f64>(i + 1)) / <f64>header.fadeFrames);
    store<f64>(state + FADE + (<usize>i << 3), share);
  }
  setTap(state + FIRST_TAP, samplesOf(endValues(parameters), sampleRate));
}

export function delayProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  const wanted = samplesOf(ends, header.sampleRate);
  const ring = state + ringOffset(header.sampleRate);
  const first = state + FIRST_TAP;
  const second = state + SECOND_TAP;
  const length = header.length;
  const fadeEnd = state + FADE + (<usize>header.fadeFrames << 3);
  let position = header.position;
  let fading = header.fading;
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);

  const perFrame = 0.01 / <f64>frames;
  const feedbackStep = f64x2.splat((startOf(ends, FEEDBACK_PERCENT) - startOf(parameters, FEEDBACK_PERCENT)) * perFrame);
  const mixStep = f64x2.splat((startOf(ends, MIX_PERCENT) - startOf(parameters, MIX_PERCENT)) * perFrame);
  let feedback = f64x2.splat(0.01 * startOf(parameters, FEEDBACK_PERCENT));
  let mix = f64x2.splat(0.01 * startOf(parameters, MIX_PERCENT));
  const one = f64x2.splat(1.0);

  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    feedback = f64x2.add(feedback, feedbackStep);
    mix = f64x2.add(mix, mixStep);
    const arriving = v128.load(input);
    let late = pastOf(first, ring, position, length);
    let direct = v128.load64_splat(first, 8);
    if (fading == 0 && wanted != changetype<Tap>(first).samples) {
      setTap(second, wanted);
      fading = header.fadeFrames;
    }
    if (fading > 0) {
      const share = v128.load64_splat(fadeEnd - (<usize>fading << 3));
      late = blend(late, pastOf(second, ring, position, length), share);
      direct = blend(direct, v128.load64_splat(second, 8), share);
      fading--;
      if (fading == 0) memory.copy(first, second, TAP_BYTES);
    }
    const written = flushDenormal(f64x2.add(arriving, f64x2.mul(late, feedback)));
    v128.store(ring + <usize>position * FRAME_BYTES, written);
    if (position < TAP_FRAMES - 1) v128.store(ring + <usize>(length + position) * FRAME_BYTES, written);
    position++;
    position = select(0, position, position == length);
    late = f64x2.add(late, f64x2.mul(direct, arriving));
    v128.store(output, f64x2.add(f64x2.mul(arriving, f64x2.sub(one, mix)), f64x2.mul(late, mix)));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  header.position = position;
  header.fading = fading;
}

// @ts-ignore: decorator
@inline
function blend(from: v128, to: v128, share: v128): v128 {
  return f64x2.add(f64x2.mul(from, f64x2.sub(f64x2.splat(1.0), share)), f64x2.mul(to, share));
}

/** What the ring holds under a tap. `position` is where the arriving frame will be written. */
// @ts-ignore: decorator
@inline
function pastOf(address: usize, ring: usize, position: i32, length: i32): v128 {
  const tap = changetype<Tap>(address);
  let index = position - tap.oldest;
  index += index < 0 ? length : 0;
  const frames = ring + <usize>index * FRAME_BYTES;
  const older = f64x2.add(
    f64x2.mul(v128.load(frames), v128.load64_splat(address, 16)),
    f64x2.mul(v128.load(frames, 16), v128.load64_splat(address, 24)),
  );
  const younger = f64x2.add(
    f64x2.mul(v128.load(frames, 32), v128.load64_splat(address, 32)),
    f64x2.mul(v128.load(frames, 48), v128.load64_splat(address, 40)),
  );
  return f64x2.add(older, younger);
}

/** Below one sample there is no past to interpolate from: the delay is then none or one sample. */
function samplesOf(values: usize, sampleRate: f64): f64 {
  const samples = startOf(values, DELAY_MS) * 0.001 * sampleRate;
  return startOf(values, INTERPOLATE) == 1.0 && samples >= 1.0 ? samples : floor(samples + 0.5);
}

/** Third-order Lagrange weights; at a whole number of samples they are exactly 0, 1, 0, 0. */
function setTap(address: usize, samples: f64): void {
  const tap = changetype<Tap>(address);
  const youngest = max(1.0, floor(samples) - 1.0);
  const d = samples - youngest;
  const present: f64 = samples < 1.0 ? 0.0 : 1.0;
  tap.samples = samples;
  tap.direct = 1.0 - present;
  tap.weight3 = (present * ((d - 1.0) * (d - 2.0) * (d - 3.0))) / -6.0;
  tap.weight2 = (present * (d * (d - 2.0) * (d - 3.0))) / 2.0;
  tap.weight1 = (present * (d * (d - 1.0) * (d - 3.0))) / -2.0;
  tap.weight0 = (present * (d * (d - 1.0) * (d - 2.0))) / 6.0;
  tap.oldest = <i32>youngest + TAP_FRAMES - 1;
}
