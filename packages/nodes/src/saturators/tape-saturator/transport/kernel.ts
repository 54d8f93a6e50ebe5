// Wow and flutter: the tape passes the head faster and slower, so the sound comes earlier and later. Four slow tones move the
// delay, from a start of their own on every machine. Their shares are of the deviation as it is weighted by DIN 45507 / IEC
// 60386, so that what is set is what a meter shows as weighted peak [spectrum: estimate].
//
// It runs at the inner rate, where four points of Lagrange are enough.

import { aligned, FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { cos, PI, sin } from "@twobus/dsp/assembly/maths";

const WOW_HZ: f64 = 0.8;
const WOW_SHARE: f64 = 0.35 * 2.0; // weighted −6.0 dB
const SLOW_HZ: f64 = 4.0;
const SLOW_SHARE: f64 = 0.35;
const FAST_HZ: f64 = 10.0;
const FAST_SHARE: f64 = 0.2 * 1.274; // −2.1 dB
const SCRAPE_HZ: f64 = 40.0;
const SCRAPE_SHARE: f64 = 0.1 * 3.311; // −10.4 dB
/** A bound of all excursions together, per 1 % of deviation. */
const EXCURSION_SECONDS: f64 = 0.0017;
/** For the four points. */
const MARGIN_FRAMES: f64 = 2.0;

const POSITION: usize = 0; // i32: of the newest frame in the ring
const MASK: usize = 4; // i32: length of the ring − 1
const CENTRE: usize = 8; // f64: inner frames
// Two tones per v128: how far one frame turns them, where they stand, how many inner frames they move the delay
const TURN_COSINES: usize = 16;
const TURN_SINES: usize = 48;
const COSINES: usize = 80;
const SINES: usize = 112;
const REACHES: usize = 144;
const RING: usize = 176;

/** Whole frames that the transport is late, none without flutter. `node.ts` declares the same sum. */
export function transportLatency(percent: f64, sampleRate: f64): i32 {
  return percent == 0.0 ? 0 : <i32>(ceil(percent * EXCURSION_SECONDS * sampleRate) + MARGIN_FRAMES);
}

/** Frames of a ring that holds twice the centre, a power of two. */
function ringFrames(latency: i32, factor: i32): i32 {
  let length: i32 = 16;
  while (length < 2 * (latency + 2) * factor) length <<= 1;
  return length;
}

export function transportBytes(percent: f64, sampleRate: f64, factor: i32): i32 {
  const latency = transportLatency(percent, sampleRate);
  return latency == 0 ? 0 : aligned(<i32>RING + ringFrames(latency, factor) * <i32>FRAME_BYTES);
}

export function transportInit(transport: usize, percent: f64, sampleRate: f64, factor: i32, machine: f64): void {
  const latency = transportLatency(percent, sampleRate);
  if (latency == 0) return;
  memory.fill(transport, 0, <usize>transportBytes(percent, sampleRate, factor));
  store<i32>(transport, ringFrames(latency, factor) - 1, MASK);
  store<f64>(transport, <f64>(latency * factor), CENTRE);
  setTone(transport, 0, WOW_HZ, WOW_SHARE * percent, sampleRate, factor, machine);
  setTone(transport, 8, SLOW_HZ, SLOW_SHARE * percent, sampleRate, factor, machine);
  setTone(transport, 16, FAST_HZ, FAST_SHARE * percent, sampleRate, factor, machine);
  setTone(transport, 24, SCRAPE_HZ, SCRAPE_SHARE * percent, sampleRate, factor, machine);
}

function setTone(tone: usize, lane: usize, hz: f64, percent: f64, sampleRate: f64, factor: i32, machine: f64): void {
  const turn = (2.0 * PI * hz) / sampleRate;
  const phase = 2.4 * machine * (<f64>lane + 1.0);
  tone += lane;
  store<f64>(tone, cos(turn), TURN_COSINES);
  store<f64>(tone, sin(turn), TURN_SINES);
  store<f64>(tone, cos(phase), COSINES);
  store<f64>(tone, sin(phase), SINES);
  store<f64>(tone, (0.01 * percent * <f64>factor) / turn, REACHES);
}

/** Lets so many frames of wow and flutter pass. */
export function advanceTransport(transport: usize, percent: f64, sampleRate: f64, frames: f64): void {
  if (percent == 0.0) return;
  advanceTone(transport, WOW_HZ, sampleRate, frames);
  advanceTone(transport + 8, SLOW_HZ, sampleRate, frames);
  advanceTone(transport + 16, FAST_HZ, sampleRate, frames);
  advanceTone(transport + 24, SCRAPE_HZ, sampleRate, frames);
}

function advanceTone(tone: usize, hz: f64, sampleRate: f64, frames: f64): void {
  const turns = (hz * frames) / sampleRate;
  const angle = 2.0 * PI * (turns - floor(turns));
  const cosine = load<f64>(tone, COSINES);
  const sine = load<f64>(tone, SINES);
  store<f64>(tone, cosine * cos(angle) - sine * sin(angle), COSINES);
  store<f64>(tone, sine * cos(angle) + cosine * sin(angle), SINES);
}

/** Moves two tones by one frame and returns what they add to the delay. */
// @ts-ignore: decorator
@inline
function turnTones(tones: usize): v128 {
  const turnCosine = v128.load(tones, TURN_COSINES);
  const turnSine = v128.load(tones, TURN_SINES);
  const cosine = v128.load(tones, COSINES);
  const sine = v128.load(tones, SINES);
  const next = f64x2.add(f64x2.mul(sine, turnCosine), f64x2.mul(cosine, turnSine));
  v128.store(tones, f64x2.sub(f64x2.mul(cosine, turnCosine), f64x2.mul(sine, turnSine)), COSINES);
  v128.store(tones, next, SINES);
  return f64x2.mul(next, v128.load(tones, REACHES));
}

// @ts-ignore: decorator
@inline
function sumOfLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

// @ts-ignore: decorator
@inline
function delayNow(transport: usize): f64 {
  const slow = f64x2.mul(v128.load(transport, SINES), v128.load(transport, REACHES));
  const fast = f64x2.mul(v128.load(transport, SINES + 16), v128.load(transport, REACHES + 16));
  return load<f64>(transport, CENTRE) + sumOfLanes(f64x2.add(slow, fast));
}

/** Delays inner frames in place, in a straight line from frame to frame of the base rate. */
export function transportProcess(transport: usize, area: usize, frames: i32, factor: i32): void {
  const mask = load<i32>(transport, MASK);
  const ring = transport + RING;
  const share = 1.0 / <f64>factor;
  let position = load<i32>(transport, POSITION);
  let delay = delayNow(transport);
  for (let i: i32 = 0; i < frames; i++) {
    const moved = f64x2.add(turnTones(transport), turnTones(transport + 16));
    const goal = load<f64>(transport, CENTRE) + sumOfLanes(moved);
    const step = (goal - delay) * share;
    for (let j: i32 = 0; j < factor; j++) {
      position = (position + 1) & mask;
      v128.store(ring + <usize>position * FRAME_BYTES, v128.load(area));
      v128.store(area, readBack(ring, mask, position, delay + step * <f64>(j + 1)));
      area += FRAME_BYTES;
    }
    delay = goal;
  }
  store<i32>(transport, position, POSITION);
}

// @ts-ignore: decorator
@inline
function ringFrame(ring: usize, index: i32, mask: i32): v128 {
  return v128.load(ring + <usize>(index & mask) * FRAME_BYTES);
}

/** The sound `delay` inner frames before the newest: Lagrange through four points, two on either side. */
// @ts-ignore: decorator
@inline
function readBack(ring: usize, mask: i32, newest: i32, delay: f64): v128 {
  const whole = floor(delay);
  const t = delay - whole;
  const at = newest - <i32>whole;
  const before = f64x2.splat(-t * (t - 1.0) * (t - 2.0) * (1.0 / 6.0));
  const first = f64x2.splat((t + 1.0) * (t - 1.0) * (t - 2.0) * 0.5);
  const second = f64x2.splat(-(t + 1.0) * t * (t - 2.0) * 0.5);
  const after = f64x2.splat((t + 1.0) * t * (t - 1.0) * (1.0 / 6.0));
  const outer = f64x2.add(
    f64x2.mul(before, ringFrame(ring, at + 1, mask)),
    f64x2.mul(after, ringFrame(ring, at - 2, mask)),
  );
  const inner = f64x2.add(
    f64x2.mul(first, ringFrame(ring, at, mask)),
    f64x2.mul(second, ringFrame(ring, at - 1, mask)),
  );
  return f64x2.add(inner, outer);
}
