// Attack and release of compressors that remember: reductions fall fast at first, then along what two slow memories hold. A
// memory fills while there is reduction and empties towards what the signal asks for; a share of it is a floor that the
// release does not fall below. So a short peak is given back at the release's speed, a long one at the memory's.
//
// `target` is the reduction of the closed loop at rest: compressors that feed back are solved beforehand, so that their
// curve holds at any combination of times. An attack that grows with what is lacking is faster on bigger steps, as light is.
//
// Reductions are base-2 logarithms of amplitude, a lane per channel.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { approachRate } from "./time-constant";

// @ts-ignore: decorator
@unmanaged
class MemoryBallistics {
  reduction: v128;
  first: v128;
  second: v128;
  attack: f64;
  attackGrowth: f64;
  release: f64;
  firstShare: f64;
  firstFill: f64;
  firstLeak: f64;
  secondShare: f64;
  secondFill: f64;
  secondLeak: f64;
}

export const MEMORY_BALLISTICS_BYTES: usize = 128;

/**
 * Time constants of attack and release, in seconds. `attackGrowth` is how much faster the attack is per 6.02 dB that lack.
 */
export function setTimes(address: usize, attack: f64, attackGrowth: f64, release: f64, sampleRate: f64): void {
  const state = changetype<MemoryBallistics>(address);
  state.attack = approachRate(attack, sampleRate);
  state.attackGrowth = attackGrowth;
  state.release = approachRate(release, sampleRate);
}

/** A memory that takes `fill` seconds to learn and `leak` seconds to forget; a share of 0 is none. */
export function setFirstMemory(address: usize, share: f64, fill: f64, leak: f64, sampleRate: f64): void {
  const state = changetype<MemoryBallistics>(address);
  state.firstShare = share;
  state.firstFill = approachRate(fill, sampleRate);
  state.firstLeak = approachRate(leak, sampleRate);
}

export function setSecondMemory(address: usize, share: f64, fill: f64, leak: f64, sampleRate: f64): void {
  const state = changetype<MemoryBallistics>(address);
  state.secondShare = share;
  state.secondFill = approachRate(fill, sampleRate);
  state.secondLeak = approachRate(leak, sampleRate);
}

/** Nothing has been reduced yet. */
export function forgetReductions(address: usize): void {
  const state = changetype<MemoryBallistics>(address);
  state.reduction = f64x2.splat(0.0);
  state.first = f64x2.splat(0.0);
  state.second = f64x2.splat(0.0);
}

/** One step of a memory that has heard `reduction` and is asked for `target`. */
// @ts-ignore: decorator
@inline
function remember(memory: v128, reduction: v128, target: v128, fill: v128, leak: v128): v128 {
  const zero = f64x2.splat(0.0);
  const learned = f64x2.mul(fill, f64x2.pmax(zero, f64x2.sub(reduction, memory)));
  const forgotten = f64x2.mul(leak, f64x2.pmax(zero, f64x2.sub(memory, target)));
  return f64x2.add(memory, f64x2.sub(learned, forgotten));
}

/** Row of targets to row of reductions, in place. */
export function rememberingBallistics(address: usize, row: usize, frames: i32): void {
  const state = changetype<MemoryBallistics>(address);
  const one = f64x2.splat(1.0);
  const attack = f64x2.splat(state.attack);
  const growth = f64x2.splat(state.attack * state.attackGrowth);
  const release = f64x2.splat(state.release);
  const firstShare = f64x2.splat(state.firstShare);
  const firstFill = f64x2.splat(state.firstFill);
  const firstLeak = f64x2.splat(state.firstLeak);
  const secondShare = f64x2.splat(state.secondShare);
  const secondFill = f64x2.splat(state.secondFill);
  const secondLeak = f64x2.splat(state.secondLeak);
  let reduction = state.reduction;
  let first = state.first;
  let second = state.second;
  const end = row + <usize>frames * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    const target = v128.load(row);
    const held = f64x2.pmax(f64x2.mul(first, firstShare), f64x2.mul(second, secondShare));
    const floor = f64x2.pmax(target, held);
    const lack = f64x2.sub(target, reduction);
    const speed = f64x2.pmin(one, f64x2.add(attack, f64x2.mul(growth, lack)));
    const upward = f64x2.mul(speed, lack);
    const downward = f64x2.mul(release, f64x2.sub(floor, reduction));
    const rises = f64x2.gt(lack, f64x2.splat(0.0));
    reduction = f64x2.add(reduction, v128.bitselect(upward, downward, rises));
    first = remember(first, reduction, target, firstFill, firstLeak);
    second = remember(second, reduction, target, secondFill, secondLeak);
    v128.store(row, reduction);
  }
  state.reduction = flushDenormal(reduction);
  state.first = flushDenormal(first);
  state.second = flushDenormal(second);
}
