// A feedback delay network: sixteen lines whose ends are mixed by a Hadamard matrix, which loses nothing, and led back into
// them. What each line loses is set so that every path falls by 60 dB in the decay time; shelves in the lines give lows and
// highs decays of their own (J.-M. Jot and A. Chaigne, AES 90, 1991). Some lines sway.
//
// Lines come in pairs, a lane each. The network runs in stretches shorter than its shortest line: each stretch reads all
// lines, then mixes, then writes.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { sineOfTurns, wrapTurns } from "./lfo";
import { exp, PI, tan } from "./maths";
import { loadLanes, pastOf, ringFrames } from "./ring";

export const NETWORK_PAIRS: i32 = 8;

const MOST_FRAMES: i32 = 128;
/** Frames that interpolation reads before and after its place. */
const INTERPOLATION_FRAMES: i32 = 4;
/** ln 1000: a fall by 60 dB. */
const NEPERS_60_DB: f64 = 6.907755278982137;
/** Where the decay time holds. */
const NOMINAL_HZ: f64 = 1000.0;
const HADAMARD_SCALE: f64 = 0.25;

// @ts-ignore: decorator
@unmanaged
class Network {
  /** How far the integrators of the shelves go towards a frame. */
  lowShare: v128;
  highShare: v128;
  sampleRate: f64;
  /** Counts frames; lines are read and written at this, less their length, under the mask. */
  position: i32;
  mask: i32;
  /** Most frames that may run in one stretch. */
  stretch: i32;
}

/** A pair of lines. The first three numbers are its decay, the next three where that goes to. */
// @ts-ignore: decorator
@unmanaged
class Pair {
  gain: v128;
  lowExtra: v128;
  highExtra: v128;
  nextGain: v128;
  nextLowExtra: v128;
  nextHighExtra: v128;
  /** Integrators of the shelves. */
  lows: v128;
  highs: v128;
  /** Phases of the sway, and turns per frame. */
  phase: v128;
  turns: v128;
  firstLength: i32;
  secondLength: i32;
  /** 1 where it sways. */
  sways: i32;
}

const DECAY_BYTES: usize = 48;
const PAIR_BYTES: usize = 176;
const BUFFER_BYTES: usize = <usize>MOST_FRAMES * FRAME_BYTES;
const PAIRS_AREA: usize = 64;
const ENDS: usize = PAIRS_AREA + <usize>NETWORK_PAIRS * PAIR_BYTES; // what comes out of each pair of lines
const RINGS: usize = ENDS + <usize>NETWORK_PAIRS * BUFFER_BYTES;

/** `longest` is the longest line in frames, sway included. */
export function networkBytes(longest: i32): i32 {
  return <i32>(RINGS + <usize>(NETWORK_PAIRS * ringFrames(longest + INTERPOLATION_FRAMES)) * FRAME_BYTES);
}

export function networkInit(address: usize, longest: i32, sampleRate: f64): void {
  memory.fill(address, 0, networkBytes(longest));
  const network = changetype<Network>(address);
  network.sampleRate = sampleRate;
  network.mask = ringFrames(longest + INTERPOLATION_FRAMES) - 1;
  network.stretch = MOST_FRAMES;
}

// @ts-ignore: decorator
@inline
function pairAt(address: usize, index: i32): Pair {
  return changetype<Pair>(address + PAIRS_AREA + <usize>index * PAIR_BYTES);
}

/** Frames of both lines of a pair. */
export function setPair(address: usize, index: i32, firstLength: i32, secondLength: i32): void {
  const network = changetype<Network>(address);
  const pair = pairAt(address, index);
  pair.firstLength = firstLength;
  pair.secondLength = secondLength;
  // A line that sways is read up to two frames before its end
  network.stretch = min(network.stretch, min(firstLength, secondLength) - 2);
}

/** Makes a pair sway: phases in turns from −½ to ½, rates in hertz, a lane each. */
// @ts-ignore: decorator
@inline
export function swayPair(address: usize, index: i32, phases: v128, ratesHz: v128): void {
  const pair = pairAt(address, index);
  pair.phase = phases;
  pair.turns = f64x2.div(ratesHz, f64x2.splat(changetype<Network>(address).sampleRate));
  pair.sways = 1;
}

/** What is left of a sound after a line of `frames`, where it decays by 60 dB in `seconds`. */
function leftAfter(frames: i32, seconds: f64, sampleRate: f64): f64 {
  return exp((-NEPERS_60_DB * <f64>frames) / (seconds * sampleRate));
}

/** The integrator gain of a crossover. */
function tuning(hz: f64, sampleRate: f64): f64 {
  return tan(PI * min(hz / sampleRate, 0.49));
}

/**
 * Where the decays go to over the next quantum: seconds to fall by 60 dB at 1 kHz, those of lows and highs relative to that,
 * and where lows end and highs begin. Each line's gain makes up for what its shelves do at 1 kHz.
 */
export function setDecays(
  address: usize,
  seconds: f64,
  lowRatio: f64,
  highRatio: f64,
  lowHz: f64,
  highHz: f64,
): void {
  const network = changetype<Network>(address);
  const sampleRate = network.sampleRate;
  const lowTuning = tuning(lowHz, sampleRate);
  const highTuning = tuning(highHz, sampleRate);
  network.lowShare = f64x2.splat(lowTuning / (1.0 + lowTuning));
  network.highShare = f64x2.splat(highTuning / (1.0 + highTuning));
  const aboveLow = tuning(NOMINAL_HZ, sampleRate) / lowTuning;
  const aboveHigh = tuning(NOMINAL_HZ, sampleRate) / highTuning;
  for (let line: i32 = 0; line < 2 * NETWORK_PAIRS; line++) {
    const pair = pairAt(address, line >> 1);
    const frames = (line & 1) == 0 ? pair.firstLength : pair.secondLength;
    const middle = leftAfter(frames, seconds, sampleRate);
    const low = leftAfter(frames, seconds * lowRatio, sampleRate) / middle;
    const high = leftAfter(frames, seconds * highRatio, sampleRate) / middle;
    const lowPower = (low * low + aboveLow * aboveLow) / (1.0 + aboveLow * aboveLow);
    const highPower = (1.0 + high * high * aboveHigh * aboveHigh) / (1.0 + aboveHigh * aboveHigh);
    const next = changetype<usize>(pair) + DECAY_BYTES + (<usize>(line & 1) << 3);
    store<f64>(next, (HADAMARD_SCALE * middle) / Math.sqrt(lowPower * highPower));
    store<f64>(next, low - 1.0, 16);
    store<f64>(next, high - 1.0, 32);
  }
}

/** Decays are where they were sent: called after each quantum, and once before the first. */
export function arriveDecays(address: usize): void {
  for (let i: i32 = 0; i < NETWORK_PAIRS; i++) {
    const pair = changetype<usize>(pairAt(address, i));
    memory.copy(pair, pair + DECAY_BYTES, DECAY_BYTES);
  }
}

/** Most frames that `runNetwork` may be given at once. */
export function networkStretch(address: usize): i32 {
  return changetype<Network>(address).stretch;
}

/**
 * Runs `count` frames, the first of which is frame `done` of a quantum of `frames`: adds the late sound, `level` loud, to
 * `wet`, and feeds `arriving` in. Lines sway by up to twice `reach` frames, which grows by `reachStep` each frame.
 */
export function runNetwork(
  address: usize,
  arriving: usize,
  wet: usize,
  level: f64,
  reach: f64,
  reachStep: f64,
  done: i32,
  count: i32,
  frames: i32,
): void {
  const network = changetype<Network>(address);
  for (let i: i32 = 0; i < NETWORK_PAIRS; i++) {
    const pair = pairAt(address, i);
    const ends = address + ENDS + <usize>i * BUFFER_BYTES;
    const ring = address + RINGS + <usize>(i * (network.mask + 1)) * FRAME_BYTES;
    if (pair.sways != 0) readSwaying(network, pair, ring, ends, reach, reachStep, count);
    else readStill(network, pair, ring, ends, count);
    // Left and right hear the pairs with alternating polarity
    collect(ends, wet, (i & 1) == 0 ? level : -level, count);
    damp(network, pair, ends, done, count, frames);
  }
  mixLines(address, arriving, count);
  network.position += count;
}

function readStill(network: Network, pair: Pair, ring: usize, output: usize, count: i32): void {
  const mask = network.mask;
  let first = network.position - pair.firstLength;
  let second = network.position - pair.secondLength;
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    v128.store(output, loadLanes(ring, mask, first, second));
    first++;
    second++;
  }
}

/** Lines that get longer and shorter again, read between their frames. */
function readSwaying(
  network: Network,
  pair: Pair,
  ring: usize,
  output: usize,
  reach: f64,
  reachStep: f64,
  count: i32,
): void {
  const mask = network.mask;
  const one = f64x2.splat(1.0);
  const lengths = f64x2.replace_lane(f64x2.splat(<f64>pair.firstLength), 1, <f64>pair.secondLength);
  let phase = pair.phase;
  let position = network.position;
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    reach += reachStep;
    phase = wrapTurns(f64x2.add(phase, pair.turns));
    const sway = f64x2.mul(f64x2.splat(reach), f64x2.add(one, sineOfTurns(phase)));
    v128.store(output, pastOf(ring, mask, position, f64x2.add(lengths, sway)));
    position++;
  }
  pair.phase = phase;
}

function collect(ends: usize, wet: usize, level: f64, count: i32): void {
  const gain = f64x2.splat(level);
  for (const end = wet + <usize>count * FRAME_BYTES; wet < end; wet += FRAME_BYTES) {
    v128.store(wet, f64x2.add(v128.load(wet), f64x2.mul(v128.load(ends), gain)));
    ends += FRAME_BYTES;
  }
}

/** Shelves and gain of a pair, in place. */
function damp(network: Network, pair: Pair, area: usize, done: i32, count: i32, frames: i32): void {
  const perFrame = f64x2.splat(1.0 / <f64>frames);
  const gainStep = f64x2.mul(f64x2.sub(pair.nextGain, pair.gain), perFrame);
  const lowStep = f64x2.mul(f64x2.sub(pair.nextLowExtra, pair.lowExtra), perFrame);
  const highStep = f64x2.mul(f64x2.sub(pair.nextHighExtra, pair.highExtra), perFrame);
  const gone = f64x2.splat(<f64>done);
  let gain = f64x2.add(pair.gain, f64x2.mul(gainStep, gone));
  let lowExtra = f64x2.add(pair.lowExtra, f64x2.mul(lowStep, gone));
  let highExtra = f64x2.add(pair.highExtra, f64x2.mul(highStep, gone));
  const lowShare = network.lowShare;
  const highShare = network.highShare;
  let lows = pair.lows;
  let highs = pair.highs;
  for (const end = area + <usize>count * FRAME_BYTES; area < end; area += FRAME_BYTES) {
    gain = f64x2.add(gain, gainStep);
    lowExtra = f64x2.add(lowExtra, lowStep);
    highExtra = f64x2.add(highExtra, highStep);
    const frame = v128.load(area);
    const lowWay = f64x2.mul(f64x2.sub(frame, lows), lowShare);
    const low = f64x2.add(lows, lowWay);
    lows = f64x2.add(low, lowWay);
    const shelved = f64x2.add(frame, f64x2.mul(lowExtra, low));
    const highWay = f64x2.mul(f64x2.sub(shelved, highs), highShare);
    const below = f64x2.add(highs, highWay);
    highs = f64x2.add(below, highWay);
    const damped = f64x2.add(shelved, f64x2.mul(highExtra, f64x2.sub(shelved, below)));
    v128.store(area, f64x2.mul(damped, gain));
  }
  pair.lows = flushDenormal(lows);
  pair.highs = flushDenormal(highs);
}

/** (a + b, a − b) of a frame (a, b). */
// @ts-ignore: decorator
@inline
function crossed(frame: v128): v128 {
  const swapped = v128.shuffle<i64>(frame, frame, 1, 0);
  return f64x2.add(swapped, v128.xor(frame, i64x2(0, 0x8000000000000000)));
}

/** Writes into the line pair at `cell`; returns the cell of the next one. */
// @ts-ignore: decorator
@inline
function writeLine(cell: usize, ringBytes: usize, frame: v128): usize {
  v128.store(cell, flushDenormal(frame));
  return cell + ringBytes;
}

/** The Hadamard matrix in four steps of sums and differences, then back into the lines with what arrives. */
function mixLines(address: usize, arriving: usize, count: i32): void {
  const network = changetype<Network>(address);
  const ringBytes = <usize>(network.mask + 1) * FRAME_BYTES;
  let ends = address + ENDS;
  let position = network.position;
  for (const last = ends + <usize>count * FRAME_BYTES; ends < last; ends += FRAME_BYTES) {
    const a = crossed(v128.load(ends));
    const b = crossed(v128.load(ends + BUFFER_BYTES));
    const c = crossed(v128.load(ends + 2 * BUFFER_BYTES));
    const d = crossed(v128.load(ends + 3 * BUFFER_BYTES));
    const e = crossed(v128.load(ends + 4 * BUFFER_BYTES));
    const f = crossed(v128.load(ends + 5 * BUFFER_BYTES));
    const g = crossed(v128.load(ends + 6 * BUFFER_BYTES));
    const h = crossed(v128.load(ends + 7 * BUFFER_BYTES));
    const first = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
    const second = f64x2.add(f64x2.sub(a, b), f64x2.sub(c, d));
    const third = f64x2.sub(f64x2.add(a, b), f64x2.add(c, d));
    const fourth = f64x2.sub(f64x2.sub(a, b), f64x2.sub(c, d));
    const fifth = f64x2.add(f64x2.add(e, f), f64x2.add(g, h));
    const sixth = f64x2.add(f64x2.sub(e, f), f64x2.sub(g, h));
    const seventh = f64x2.sub(f64x2.add(e, f), f64x2.add(g, h));
    const eighth = f64x2.sub(f64x2.sub(e, f), f64x2.sub(g, h));
    const x = v128.load(arriving);
    let cell = address + RINGS + <usize>(position & network.mask) * FRAME_BYTES;
    cell = writeLine(cell, ringBytes, f64x2.add(f64x2.add(first, fifth), x));
    cell = writeLine(cell, ringBytes, f64x2.sub(f64x2.add(second, sixth), x));
    cell = writeLine(cell, ringBytes, f64x2.add(f64x2.add(third, seventh), x));
    cell = writeLine(cell, ringBytes, f64x2.add(f64x2.add(fourth, eighth), x));
    cell = writeLine(cell, ringBytes, f64x2.sub(f64x2.sub(first, fifth), x));
    cell = writeLine(cell, ringBytes, f64x2.add(f64x2.sub(second, sixth), x));
    cell = writeLine(cell, ringBytes, f64x2.sub(f64x2.sub(third, seventh), x));
    writeLine(cell, ringBytes, f64x2.sub(f64x2.sub(fourth, eighth), x));
    arriving += FRAME_BYTES;
    position++;
  }
}
