// Attack and release of feed-forward compressors, on gain reductions in logarithms. All constants are times to 63 % of the
// way. Two forms (Giannoulis, Massberg, Reiss 2012): *branching* heads for the target at the attack's speed when it must
// reduce more and at the release's when it may reduce less; *decoupled* first lets the target fall only at the release's
// speed, then rises toward that at the attack's. Branching lets short transients by; decoupled does not lose a low tone
// between its crests.
//
// Automatic release: a slow follower of the reduction, as slow as five releases. A share of it is a floor that the
// release does not fall below, so a short peak is released at the knob's speed and a long one several times slower.

import { FRAME_BYTES } from "./abi";
import { frameStride, greaterLane, lanesAgree, loadFrame, secondLane, storeFrame } from "./control-row";
import { flushDenormal } from "./fast-maths";
import { gainOfReduction, STAGE_MAKEUP, STAGE_MIX } from "./gain-stage";
import { approachRate } from "./time-constant";

const AUTO_SHARE: f64 = 0.7;
const AUTO_SLOWNESS: f64 = 5.0;

// @ts-ignore: decorator
@unmanaged
class Ballistics {
  reduction: v128;
  /** The decoupled form's target, falling at the release's speed. */
  falling: v128;
  /** The slow follower of the automatic release. */
  slow: v128;
  attack: f64;
  release: f64;
  slowRate: f64;
  slowShare: f64;
  attackKeeps: f64;
  releaseKeeps: f64;
}

export const BALLISTICS_BYTES: usize = 96;

export function setBallistics(
  address: usize,
  attackSeconds: f64,
  releaseSeconds: f64,
  automatic: bool,
  sampleRate: f64,
): void {
  const state = changetype<Ballistics>(address);
  state.attack = approachRate(attackSeconds, sampleRate);
  state.release = approachRate(releaseSeconds, sampleRate);
  state.attackKeeps = 1.0 - state.attack;
  state.releaseKeeps = 1.0 - state.release;
  state.slowRate = automatic ? approachRate(AUTO_SLOWNESS * releaseSeconds, sampleRate) : 0.0;
  state.slowShare = automatic ? AUTO_SHARE : 0.0;
  if (!automatic) state.slow = f64x2.splat(0.0);
}

/** Whether both channels stand at the same reduction, so that a linked row may carry them as one. */
export function ballisticsAgree(address: usize): bool {
  const state = changetype<Ballistics>(address);
  return lanesAgree(state.reduction) && lanesAgree(state.falling) && lanesAgree(state.slow);
}

/** Takes back what is more than `most`: what may no longer be reduced does not wait to be released. */
export function limitBallistics(address: usize, most: f64): void {
  const state = changetype<Ballistics>(address);
  state.reduction = f64x2.pmin(state.reduction, f64x2.splat(most));
  state.falling = f64x2.pmin(state.falling, f64x2.splat(most));
}

/** Row of targets to row of reductions. Returns the greatest reduction. */
export function branchingBallistics(address: usize, row: usize, frames: i32, linked: bool): f64 {
  const state = changetype<Ballistics>(address);
  return state.slowShare == 0.0
    ? branchingOnly(state, row, frames, linked)
    : branchingOverFloor(state, row, frames, linked);
}

/** Without the slow follower, which costs as much again. */
function branchingOnly(state: Ballistics, row: usize, frames: i32, linked: bool): f64 {
  const attack = f64x2.splat(state.attack);
  const release = f64x2.splat(state.release);
  const attackKeeps = f64x2.splat(state.attackKeeps);
  const releaseKeeps = f64x2.splat(state.releaseKeeps);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  let reduction = state.reduction;
  let greatest = f64x2.splat(0.0);
  for (let i: i32 = 0; i < frames; i++) {
    const target = loadFrame(row, second);
    const rising = f64x2.gt(target, reduction);
    const upward = f64x2.add(f64x2.mul(attackKeeps, reduction), f64x2.mul(attack, target));
    const downward = f64x2.add(f64x2.mul(releaseKeeps, reduction), f64x2.mul(release, target));
    reduction = v128.bitselect(upward, downward, rising);
    greatest = f64x2.pmax(greatest, reduction);
    storeFrame(row, second, reduction);
    row += stride;
  }
  return keepReduction(changetype<usize>(state), reduction, greatest);
}

/**
 * Linked row of targets to row of gains: what `branchingBallistics` and `gainsOfReductions` do one after the other, for the
 * most common case. In one loop the exponential of one pair of frames fills the time in which the next waits for itself.
 */
export function branchingGains(address: usize, row: usize, frames: i32, stage: usize): f64 {
  let makeup = v128.load(stage + STAGE_MAKEUP);
  let mix = v128.load(stage + STAGE_MIX);
  let reduction = reductionInForce(address);
  let greatest = f64x2.splat(0.0);
  const end = row + (<usize>(frames >> 1) << 4);
  for (; row < end; row += FRAME_BYTES) {
    const targets = v128.load(row);
    const upward = upwardShares(address, targets);
    const downward = downwardShares(address, targets);
    const first = branchToFirst(address, reduction, upward, downward);
    reduction = branchToSecond(address, first, upward, downward);
    const both = v128.shuffle<i64>(first, reduction, 0, 2);
    greatest = f64x2.pmax(greatest, both);
    v128.store(row, gainOfReduction(both, makeup, mix));
    makeup = f64x2.add(makeup, v128.load(stage + STAGE_MAKEUP, 16));
    mix = f64x2.add(mix, v128.load(stage + STAGE_MIX, 16));
  }
  if ((frames & 1) != 0) {
    const target = v128.load64_zero(row);
    reduction = branchToFirst(address, reduction, upwardShares(address, target), downwardShares(address, target));
    greatest = f64x2.pmax(greatest, reduction);
    v128.store64_lane(row, gainOfReduction(reduction, makeup, mix), 0);
  }
  return keepReduction(address, reduction, greatest);
}

// What `branchingGains` is made of, for loops that do something else with reductions. Coefficients are loaded in every turn:
// there are not enough registers, and what moves had better have one.

// @ts-ignore: decorator
@inline
export function reductionInForce(address: usize): v128 {
  return changetype<Ballistics>(address).reduction;
}

/** The last reduction, and the greatest ones of both lanes. Returns the greater. */
// @ts-ignore: decorator
@inline
export function keepReduction(address: usize, reduction: v128, greatest: v128): f64 {
  const state = changetype<Ballistics>(address);
  state.reduction = flushDenormal(reduction);
  state.falling = state.reduction;
  return greaterLane(greatest);
}

/** What two targets add to reductions on their way up. */
// @ts-ignore: decorator
@inline
export function upwardShares(address: usize, targets: v128): v128 {
  return f64x2.mul(v128.load64_splat(address, offsetof<Ballistics>("attack")), targets);
}

/** The same on the way down. */
// @ts-ignore: decorator
@inline
export function downwardShares(address: usize, targets: v128): v128 {
  return f64x2.mul(v128.load64_splat(address, offsetof<Ballistics>("release")), targets);
}

/** From a reduction to that of the first frame of two. */
// @ts-ignore: decorator
@inline
export function branchToFirst(address: usize, reduction: v128, upward: v128, downward: v128): v128 {
  return branch(
    address,
    reduction,
    v128.shuffle<i64>(upward, upward, 0, 0),
    v128.shuffle<i64>(downward, downward, 0, 0),
  );
}

/** From there to that of the second. */
// @ts-ignore: decorator
@inline
export function branchToSecond(address: usize, reduction: v128, upward: v128, downward: v128): v128 {
  return branch(
    address,
    reduction,
    v128.shuffle<i64>(upward, upward, 1, 1),
    v128.shuffle<i64>(downward, downward, 1, 1),
  );
}

/** Both ways from a reduction to a target, of which `upward` and `downward` are the shares; the greater one is right. */
// @ts-ignore: decorator
@inline
export function branch(address: usize, reduction: v128, upward: v128, downward: v128): v128 {
  const attackKeeps = v128.load64_splat(address, offsetof<Ballistics>("attackKeeps"));
  const releaseKeeps = v128.load64_splat(address, offsetof<Ballistics>("releaseKeeps"));
  return f64x2.pmax(
    f64x2.add(f64x2.mul(attackKeeps, reduction), upward),
    f64x2.add(f64x2.mul(releaseKeeps, reduction), downward),
  );
}

/** Whether `branchingGains` may be used: without the slow follower, and with an attack no slower than the release. */
export function isPlainBranching(address: usize): bool {
  const state = changetype<Ballistics>(address);
  return state.slowShare == 0.0 && state.attack >= state.release;
}

function branchingOverFloor(state: Ballistics, row: usize, frames: i32, linked: bool): f64 {
  const attack = f64x2.splat(state.attack);
  const release = f64x2.splat(state.release);
  const attackKeeps = f64x2.splat(state.attackKeeps);
  const releaseKeeps = f64x2.splat(state.releaseKeeps);
  const slowRate = f64x2.splat(state.slowRate);
  const slowShare = f64x2.splat(state.slowShare);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  let reduction = state.reduction;
  let slow = state.slow;
  let greatest = f64x2.splat(0.0);
  for (let i: i32 = 0; i < frames; i++) {
    const target = loadFrame(row, second);
    const floor = f64x2.pmax(target, f64x2.mul(slow, slowShare));
    const rising = f64x2.gt(target, reduction);
    const upward = f64x2.add(f64x2.mul(attackKeeps, reduction), f64x2.mul(attack, target));
    const downward = f64x2.add(f64x2.mul(releaseKeeps, reduction), f64x2.mul(release, floor));
    slow = f64x2.add(slow, f64x2.mul(slowRate, f64x2.sub(reduction, slow)));
    reduction = v128.bitselect(upward, downward, rising);
    greatest = f64x2.pmax(greatest, reduction);
    storeFrame(row, second, reduction);
    row += stride;
  }
  state.reduction = flushDenormal(reduction);
  state.falling = state.reduction;
  state.slow = flushDenormal(slow);
  return greaterLane(greatest);
}

/** Row of targets to row of reductions. Returns the greatest reduction. */
export function decoupledBallistics(address: usize, row: usize, frames: i32, linked: bool): f64 {
  const state = changetype<Ballistics>(address);
  const attack = f64x2.splat(state.attack);
  const release = f64x2.splat(state.release);
  const attackKeeps = f64x2.splat(state.attackKeeps);
  const releaseKeeps = f64x2.splat(state.releaseKeeps);
  const slowRate = f64x2.splat(state.slowRate);
  const slowShare = f64x2.splat(state.slowShare);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  let reduction = state.reduction;
  let falling = state.falling;
  let slow = state.slow;
  let greatest = f64x2.splat(0.0);
  for (let i: i32 = 0; i < frames; i++) {
    const target = loadFrame(row, second);
    const floor = f64x2.pmax(target, f64x2.mul(slow, slowShare));
    falling = f64x2.pmax(target, f64x2.add(f64x2.mul(releaseKeeps, falling), f64x2.mul(release, floor)));
    slow = f64x2.add(slow, f64x2.mul(slowRate, f64x2.sub(reduction, slow)));
    const risen = f64x2.add(f64x2.mul(attackKeeps, reduction), f64x2.mul(attack, falling));
    reduction = f64x2.pmin(risen, falling);
    greatest = f64x2.pmax(greatest, reduction);
    storeFrame(row, second, reduction);
    row += stride;
  }
  state.reduction = flushDenormal(reduction);
  state.falling = flushDenormal(falling);
  state.slow = flushDenormal(slow);
  return greaterLane(greatest);
}
