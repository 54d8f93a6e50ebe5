// Feedback compression around an analogue timing network. The detector hears a gain-reduced copy of the key: what it finds
// above the threshold, times the loop gain, charges the network, whose voltage is the reduction. One frame lies between
// the network and the copy, none between the network and the audio.
//
// The network is two RC cells in series, each with its own bleed resistor. A charge divides between capacitors in series
// as the inverse of their capacities (`fastShare` to the first cell); once the source no longer conducts, each cell
// discharges by its own time constant. A short charge therefore sits in the small, fast cell; a long one moves over to the
// large, slow cell. While it conducts, the source also replaces what bleeds off, so that the static curve holds at any
// combination of attack and release. It stops softly, as a diode does: what it replaces fades while the law asks for less
// and less of the reduction there is. A hard stop would switch with every ripple of a steady level, and what it switches
// folds. A single-cell release is `fastShare` 1 with equal bleeds.
//
// A closed loop of gain k has the ratio 1 + k, and is 1 + k times faster than the network is when charged alone.

import { frameStride, greaterLane, lanesAgree, loadFrame, secondLane, storeFrame } from "./control-row";
import { flushDenormal } from "./fast-maths";
import { kneeLaw, kneeWidth } from "./gain-computer";
import { approachRate } from "./time-constant";

// @ts-ignore: decorator
@unmanaged
class TimingNetwork {
  fast: v128;
  slow: v128;
  /** Both cells together: what the loop takes back. */
  reduction: v128;
  charge: f64;
  fastBleed: f64;
  slowBleed: f64;
  fastShare: f64;
  loopGain: f64;
  knee: f64;
}

/** Where the law asks for so much less of the reduction, the source has stopped. */
const SOFTNESS: f64 = 0.25;

export const TIMING_NETWORK_BYTES: usize = 96;

/**
 * `attackSeconds` is the closed loop's time to 63 %, whatever its ratio. `knee` is the width over which the loop closes, in
 * logarithms of the reduced level.
 */
export function setFeedback(address: usize, ratio: f64, knee: f64, attackSeconds: f64, sampleRate: f64): void {
  const network = changetype<TimingNetwork>(address);
  network.loopGain = ratio - 1.0;
  network.knee = kneeWidth(knee);
  network.charge = approachRate(attackSeconds, sampleRate) / ratio;
}

/** Time constants of the two cells, and the share of a charge that the first one takes. */
export function setCells(address: usize, fastSeconds: f64, slowSeconds: f64, fastShare: f64, sampleRate: f64): void {
  const network = changetype<TimingNetwork>(address);
  network.fastBleed = approachRate(fastSeconds, sampleRate);
  network.slowBleed = approachRate(slowSeconds, sampleRate);
  network.fastShare = fastShare;
}

/** Whether both channels' networks hold the same charge, so that a linked row may carry them as one. */
export function networkAgrees(address: usize): bool {
  const network = changetype<TimingNetwork>(address);
  return lanesAgree(network.fast) && lanesAgree(network.slow) && lanesAgree(network.reduction);
}

/** Row of levels above the foot of the knee, to row of reductions. Returns the greatest reduction. */
export function feedbackReductions(address: usize, row: usize, frames: i32, linked: bool): f64 {
  const network = changetype<TimingNetwork>(address);
  const charge = f64x2.splat(network.charge);
  const drive = f64x2.splat(network.charge * network.loopGain);
  const bend = f64x2.splat((0.5 * network.charge * network.loopGain) / network.knee);
  const knee = f64x2.splat(network.knee);
  const fastBleed = f64x2.splat(network.fastBleed);
  const slowBleed = f64x2.splat(network.slowBleed);
  const fastShare = f64x2.splat(network.fastShare);
  const slowShare = f64x2.splat(1.0 - network.fastShare);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  let fast = network.fast;
  let slow = network.slow;
  let reduction = network.reduction;
  const softCharge = f64x2.splat(network.charge * SOFTNESS);
  const firmCharge = f64x2.splat(network.charge * (1.0 - SOFTNESS));
  const firmness = f64x2.splat((1.0 - SOFTNESS) / SOFTNESS);
  const tiny = f64x2.splat(f64.MIN_NORMAL_VALUE);
  let greatest = f64x2.splat(0.0);
  for (let i: i32 = 0; i < frames; i++) {
    // Of the loss nothing is replaced below `least`, all of it from `opposed` on; above that the network is charged
    const opposed = f64x2.mul(charge, reduction);
    const least = f64x2.mul(firmCharge, reduction);
    const fastLoss = f64x2.mul(fast, fastBleed);
    const slowLoss = f64x2.mul(slow, slowBleed);
    const loss = f64x2.add(fastLoss, slowLoss);
    const growth = f64x2.div(loss, f64x2.pmax(tiny, f64x2.mul(softCharge, reduction)));
    fast = f64x2.sub(fast, fastLoss);
    slow = f64x2.sub(slow, slowLoss);
    const left = f64x2.add(fast, slow);
    const offset = f64x2.sub(f64x2.sub(left, f64x2.mul(loss, firmness)), opposed);
    const driven = kneeLaw(f64x2.sub(loadFrame(row, second), reduction), knee, bend, drive);
    const replaced = f64x2.mul(growth, f64x2.pmin(opposed, f64x2.pmax(least, driven)));
    reduction = f64x2.add(f64x2.add(offset, f64x2.pmax(opposed, driven)), replaced);
    const current = f64x2.sub(reduction, left);
    fast = f64x2.add(fast, f64x2.mul(current, fastShare));
    slow = f64x2.add(slow, f64x2.mul(current, slowShare));
    greatest = f64x2.pmax(greatest, reduction);
    storeFrame(row, second, reduction);
    row += stride;
  }
  network.fast = flushDenormal(fast);
  network.slow = flushDenormal(slow);
  network.reduction = flushDenormal(reduction);
  return greaterLane(greatest);
}

/** Reduction at one steady level above the foot of the knee: the loop's equation, solved inside the knee and beyond it. */
export function feedbackReductionAt(address: usize, overFoot: f64): f64 {
  const network = changetype<TimingNetwork>(address);
  const gain = network.loopGain;
  const knee = network.knee;
  if (overFoot <= 0.0) return 0.0;
  // The reduced level x above the foot: overFoot = x + gain·x²/(2·knee)
  const x = (sqrt<f64>(1.0 + (2.0 * gain * overFoot) / knee) - 1.0) * (knee / gain);
  return x < knee ? overFoot - x : ((overFoot - 0.5 * knee) * gain) / (1.0 + gain);
}
