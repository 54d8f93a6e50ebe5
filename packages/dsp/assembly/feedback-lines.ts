// The lines of a feedback delay network: where they lie in memory, how long they are, how they sway, and what comes out of
// their ends. They come in pairs, a lane each.

import { FRAME_BYTES } from "./abi";
import { sineOfTurns, wrapTurns } from "./lfo";
import { loadLanes, pastOf, ringFrames } from "./ring";

export const NETWORK_PAIRS: i32 = 8;

const MOST_FRAMES: i32 = 128;
/** Frames that interpolation reads before and after its place. */
const INTERPOLATION_FRAMES: i32 = 4;

// @ts-ignore: decorator
@unmanaged
export class Network {
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
export class Pair {
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

const PAIR_BYTES: usize = 176;
/** Bytes of what comes out of a pair of lines in a stretch. */
export const END_BYTES: usize = <usize>MOST_FRAMES * FRAME_BYTES;
const PAIRS_AREA: usize = 64;
const ENDS: usize = PAIRS_AREA + <usize>NETWORK_PAIRS * PAIR_BYTES;
const RINGS: usize = ENDS + <usize>NETWORK_PAIRS * END_BYTES;

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
export function pairAt(address: usize, index: i32): Pair {
  return changetype<Pair>(address + PAIRS_AREA + <usize>index * PAIR_BYTES);
}

/** What came out of a pair of lines. */
// @ts-ignore: decorator
@inline
export function endsOf(address: usize, index: i32): usize {
  return address + ENDS + <usize>index * END_BYTES;
}

/** Bytes from the ring of one pair to that of the next. */
// @ts-ignore: decorator
@inline
export function ringBytes(network: Network): usize {
  return <usize>(network.mask + 1) * FRAME_BYTES;
}

// @ts-ignore: decorator
@inline
export function ringOf(address: usize, index: i32): usize {
  return address + RINGS + <usize>index * ringBytes(changetype<Network>(address));
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

/** Lets so many frames of swaying pass. */
export function advanceSway(address: usize, frames: f64): void {
  for (let i: i32 = 0; i < NETWORK_PAIRS; i++) {
    const pair = pairAt(address, i);
    if (pair.sways != 0) pair.phase = wrapTurns(f64x2.add(pair.phase, f64x2.mul(pair.turns, f64x2.splat(frames))));
  }
}

/** Reads `count` frames out of a pair's lines. They sway by up to twice `reach` frames, which grows by `reachStep`. */
export function readLines(address: usize, index: i32, reach: f64, reachStep: f64, count: i32): void {
  const network = changetype<Network>(address);
  const pair = pairAt(address, index);
  const ring = ringOf(address, index);
  if (pair.sways != 0) readSwaying(network, pair, ring, endsOf(address, index), reach, reachStep, count);
  else readStill(network, pair, ring, endsOf(address, index), count);
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
