// The gain stage of compressors whose element has a colour of its own. The clean way multiplies frames by the blended gain
// and waits; beside it, at the inner rate, stands only what the element adds to the reduced signal v: v·q·(e·v·q − o·v²/2)
// with q = 1/(1 + ¾·o·v²). Odd harmonics grow with o (the third is o·A²/8 of a tone of amplitude A), even ones with e (the
// second is e·A/2), both in a straight line with the reduction. (The odd part with v is v/√(1 + o·v²) by its Padé
// approximant, which rises everywhere.) Without a mix the input comes out as it was, to the bit; only what is added passes
// filters, so nothing combs.
//
// The even part has a mean; a high-pass at 5 Hz takes it out of what is added. In mid/side the element colours mid and side.

import { aligned, FRAME_BYTES, startOf } from "./abi";
import { RAMP_BYTES, ROW_BYTES, setRamp } from "./control-row";
import { dcBlockerPole } from "./dc-blocker";
import { delayInit, delayProcess, delayStateBytes } from "./delay";
import { encodeMidSide } from "./detector";
import { exp2Pair, flushDenormal } from "./fast-maths";
import { followFactors, followGains, GAIN_RECORD_BYTES, recordGains } from "./follow";
import { applyGains, listenToKey } from "./gain-stage";
import { toLeftRight } from "./mid-side";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "./oversampling";
import { isMidSide, KEY_LISTEN, mixShare } from "./side-chain";


// @ts-ignore: decorator
@unmanaged
class Stage {
  factor: i32;
  records: i32;
  midSide: i32;
  blockerPole: f64;
  /** How loud what is added comes out, at the start and at the end of the quantum. */
  addedStart: f64;
  addedEnd: f64;
  oversampler: usize;
  delay: usize;
  factors: usize;
}

/** A colour: o and e at rest, and how much each gains per 6.02 dB of reduction. */
const ODD: usize = 0;
const ODD_GROWTH: usize = 8;
const EVEN: usize = 16;
const EVEN_GROWTH: usize = 24;
const COLOUR_BYTES: usize = 32;

const FROM: usize = 64;
const TO: usize = FROM + COLOUR_BYTES;
const BLOCKER: usize = TO + COLOUR_BYTES; // two v128: last input and output
const RAMPS: usize = BLOCKER + 32;
const RECORD: usize = RAMPS + 2 * RAMP_BYTES;
const GAINS: usize = RECORD + GAIN_RECORD_BYTES;
const BLENDS: usize = GAINS + ROW_BYTES;
const ADDED: usize = BLENDS + ROW_BYTES;
const CLEAN: usize = ADDED + ROW_BYTES;
const FIXED_BYTES: usize = CLEAN + ROW_BYTES;

export function gainColourBytes(factor: i32): i32 {
  return (
    <i32>FIXED_BYTES +
    aligned(oversamplingStateBytes(factor)) +
    aligned(delayStateBytes(oversamplingLatency(factor, 0, LONG_FIRST_PAIRS))) +
    128 * factor * <i32>FRAME_BYTES
  );
}

export function gainColourInit(address: usize, factor: i32, sampleRate: f64): void {
  memory.fill(address, 0, FIXED_BYTES);
  const stage = changetype<Stage>(address);
  const firstPairs = firstPairsFor(sampleRate);
  const latency = oversamplingLatency(factor, 0, firstPairs);
  stage.factor = factor;
  stage.blockerPole = dcBlockerPole(sampleRate);
  stage.oversampler = address + FIXED_BYTES;
  stage.delay = stage.oversampler + aligned(oversamplingStateBytes(factor));
  stage.factors = stage.delay + aligned(delayStateBytes(latency));
  oversamplingInit(stage.oversampler, factor, 0, firstPairs);
  delayInit(stage.delay, latency);
}

/** Parts will follow: keep what frames are multiplied with. */
export function gainColourRecord(address: usize): void {
  changetype<Stage>(address).records = 1;
}

/** Sets the colour that the quantum begins with. */
export function setColourFrom(address: usize, odd: f64, oddGrowth: f64, even: f64, evenGrowth: f64): void {
  setColour(address + FROM, odd, oddGrowth, even, evenGrowth);
}

/** Sets the colour that the quantum ends with. */
export function setColourTo(address: usize, odd: f64, oddGrowth: f64, even: f64, evenGrowth: f64): void {
  setColour(address + TO, odd, oddGrowth, even, evenGrowth);
}

function setColour(colour: usize, odd: f64, oddGrowth: f64, even: f64, evenGrowth: f64): void {
  store<f64>(colour, odd, ODD);
  store<f64>(colour, oddGrowth, ODD_GROWTH);
  store<f64>(colour, even, EVEN);
  store<f64>(colour, evenGrowth, EVEN_GROWTH);
}

/**
 * Does a row of reductions to `main`. `values` and `ends` are the side-chain's parameters at both ends of the quantum, as
 * are the gains after the element. `heard` is what listening to the key plays.
 */
export function colouredGain(
  address: usize,
  reductions: usize,
  main: usize,
  heard: usize,
  output: usize,
  values: usize,
  ends: usize,
  makeupStart: f64,
  makeupEnd: f64,
  frames: i32,
): void {
  const stage = changetype<Stage>(address);
  const midSide = isMidSide(ends);
  const listenStart = startOf(values, KEY_LISTEN);
  const listenEnd = startOf(ends, KEY_LISTEN);
  setRamp(address + RAMPS, makeupStart, makeupEnd, frames, false);
  setRamp(address + RAMPS + RAMP_BYTES, mixShare(values), mixShare(ends), frames, false);
  stage.addedStart = makeupStart * mixShare(values) * (1.0 - listenStart);
  stage.addedEnd = makeupEnd * mixShare(ends) * (1.0 - listenEnd);
  stage.midSide = midSide ? 1 : 0;
  writeGains(address, reductions, frames);
  recordGains(address + RECORD, false, midSide, listenStart, listenEnd);

  applyGains(address + BLENDS, main, address + CLEAN, frames, false, midSide);
  listenToKey(heard, address + CLEAN, frames, listenStart, listenEnd);
  delayProcess(stage.delay, address + CLEAN, output, frames);

  const area = oversampleUp(stage.oversampler, reduced(address, address + GAINS, main, midSide, frames), frames);
  colour(address, area, reductions, frames);
  oversampleDown(stage.oversampler, address + ADDED, frames);
  add(address, stage, output, frames);
}

/** Does to a part what `colouredGain` did to the whole; `address` is the part's own stage. */
export function followColouredGain(address: usize, whole: usize, input: usize, output: usize, frames: i32): void {
  const stage = changetype<Stage>(address);
  const recorded = changetype<Stage>(whole);
  followGains(whole + RECORD, whole + BLENDS, input, address + CLEAN, frames);
  delayProcess(stage.delay, address + CLEAN, output, frames);
  const midSide = recorded.midSide != 0;
  const area = oversampleUp(stage.oversampler, reduced(address, whole + GAINS, input, midSide, frames), frames);
  followFactors(area, recorded.factors, frames * stage.factor);
  oversampleDown(stage.oversampler, address + ADDED, frames);
  add(address, recorded, output, frames);
}

/** The element's own gains, and those that make-up and mix leave of them: 1 + (g·makeup − 1)·mix. */
function writeGains(address: usize, reductions: usize, frames: i32): void {
  const one = f64x2.splat(1.0);
  let makeup = v128.load(address, RAMPS);
  const makeupStep = v128.load(address, RAMPS + 16);
  let mix = v128.load(address, RAMPS + RAMP_BYTES);
  const mixStep = v128.load(address, RAMPS + RAMP_BYTES + 16);
  let gains = address + GAINS;
  const end = gains + <usize>frames * FRAME_BYTES;
  for (; gains < end; gains += FRAME_BYTES) {
    const gain = exp2Pair(f64x2.neg(v128.load(reductions)));
    v128.store(gains, gain);
    const blend = f64x2.mul(f64x2.sub(f64x2.mul(gain, makeup), one), mix);
    v128.store(gains, f64x2.add(one, blend), BLENDS - GAINS);
    makeup = f64x2.add(makeup, makeupStep);
    mix = f64x2.add(mix, mixStep);
    reductions += FRAME_BYTES;
  }
}

/** What the element sees, as the channels that it works on. */
function reduced(address: usize, gains: usize, input: usize, midSide: bool, frames: i32): usize {
  const element = address + ADDED;
  if (midSide) encodeMidSide(input, element, frames);
  applyGains(gains, midSide ? element : input, element, frames, false, false);
  return element;
}

/** Turns the reduced signal at the inner rate into what the element adds to it, in place. */
function colour(address: usize, area: usize, reductions: usize, frames: i32): void {
  const stage = changetype<Stage>(address);
  const records = stage.records != 0;
  const innerBytes = <usize>stage.factor * FRAME_BYTES;
  const one = f64x2.splat(1.0);
  const threeHalves = f64x2.splat(1.5);
  const part = f64x2.splat(1.0 / <f64>frames);
  let odd = v128.load64_splat(address, FROM + ODD);
  let oddGrowth = v128.load64_splat(address, FROM + ODD_GROWTH);
  let even = v128.load64_splat(address, FROM + EVEN);
  let evenGrowth = v128.load64_splat(address, FROM + EVEN_GROWTH);
  const oddStep = f64x2.mul(f64x2.sub(v128.load64_splat(address, TO + ODD), odd), part);
  const oddGrowthStep = f64x2.mul(f64x2.sub(v128.load64_splat(address, TO + ODD_GROWTH), oddGrowth), part);
  const evenStep = f64x2.mul(f64x2.sub(v128.load64_splat(address, TO + EVEN), even), part);
  const evenGrowthStep = f64x2.mul(f64x2.sub(v128.load64_splat(address, TO + EVEN_GROWTH), evenGrowth), part);
  let factors = stage.factors;
  for (let i: i32 = 0; i < frames; i++) {
    odd = f64x2.add(odd, oddStep);
    oddGrowth = f64x2.add(oddGrowth, oddGrowthStep);
    even = f64x2.add(even, evenStep);
    evenGrowth = f64x2.add(evenGrowth, evenGrowthStep);
    const reduction = v128.load(reductions);
    const halfOdd = f64x2.mul(f64x2.add(odd, f64x2.mul(oddGrowth, reduction)), f64x2.splat(0.5));
    const e = f64x2.add(even, f64x2.mul(evenGrowth, reduction));
    const end = area + innerBytes;
    for (; area < end; area += FRAME_BYTES) {
      const v = v128.load(area);
      const half = f64x2.mul(f64x2.mul(v, v), halfOdd);
      const q = f64x2.div(one, f64x2.add(one, f64x2.mul(half, threeHalves)));
      const factor = f64x2.mul(q, f64x2.sub(f64x2.mul(f64x2.mul(e, v), q), half));
      v128.store(area, f64x2.mul(v, factor));
      if (records) {
        v128.store(factors, factor);
        factors += FRAME_BYTES;
      }
    }
    reductions += FRAME_BYTES;
  }
}

/** Adds what the element added, without its mean, at the level that `level` says. */
function add(address: usize, level: Stage, output: usize, frames: i32): void {
  const midSide = level.midSide != 0;
  const pole = f64x2.splat(changetype<Stage>(address).blockerPole);
  const step = f64x2.splat((level.addedEnd - level.addedStart) / <f64>frames);
  let share = f64x2.splat(level.addedStart);
  let previous = v128.load(address, BLOCKER);
  let blocked = v128.load(address, BLOCKER + 16);
  let added = address + ADDED;
  const end = added + <usize>frames * FRAME_BYTES;
  for (; added < end; added += FRAME_BYTES) {
    share = f64x2.add(share, step);
    const frame = v128.load(added);
    blocked = f64x2.add(f64x2.sub(frame, previous), f64x2.mul(pole, blocked));
    previous = frame;
    const heard = midSide ? toLeftRight(blocked) : blocked;
    v128.store(output, f64x2.add(v128.load(output), f64x2.mul(heard, share)));
    output += FRAME_BYTES;
  }
  v128.store(address, flushDenormal(previous), BLOCKER);
  v128.store(address, flushDenormal(blocked), BLOCKER + 16);
}
