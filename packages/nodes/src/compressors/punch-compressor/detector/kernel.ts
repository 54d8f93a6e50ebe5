// A detector with what turns its levels into a control voltage: RMS, then the law and the ballistics in the order of the topology.
//
// The mean is as long as the attack, at most 5 ms: a longer one would be the attack itself.

import { startOf } from "@twobus/dsp/assembly/abi";
import { BALLISTICS_BYTES, setBallistics } from "@twobus/dsp/assembly/ballistics";
import { LAW_FOOT } from "@twobus/dsp/assembly/gain-computer";
import { RMS_DETECTOR_BYTES, rmsLevelsOver, setRmsDetector } from "@twobus/dsp/assembly/rms-detector";
import {
  feedbackReductionAt,
  feedbackReductions,
  setCells,
  setFeedback,
  TIMING_NETWORK_BYTES,
} from "@twobus/dsp/assembly/timing-network";
import { loopKneeOf, ratioOf } from "../law/kernel";
import { ATTACK_MS, isFeedback, RELEASE_MS } from "../parameters/kernel";
import { reduceByLaw } from "../voltage/kernel";

const LONGEST_MEAN_SECONDS: f64 = 0.005;
/** When a step of 12 dB over the threshold shows, and when it is forgotten, in time constants of the mean. */
const MEAN_RISE: f64 = 0.45;
const MEAN_FALL: f64 = 1.5;

const BALLISTICS: usize = RMS_DETECTOR_BYTES;
const NETWORK: usize = BALLISTICS + BALLISTICS_BYTES;
export const DETECTOR_BYTES: usize = NETWORK + TIMING_NETWORK_BYTES;

export function setDetector(detector: usize, values: usize, sampleRate: f64): void {
  const attack = startOf(values, ATTACK_MS) * 0.001;
  const mean = min(LONGEST_MEAN_SECONDS, attack);
  const ownAttack = attack - MEAN_RISE * mean;
  const release = startOf(values, RELEASE_MS) * 0.001 - MEAN_FALL * mean;
  setRmsDetector(detector, mean, sampleRate);
  setBallistics(detector + BALLISTICS, ownAttack, release, false, sampleRate);
  setFeedback(detector + NETWORK, ratioOf(values), loopKneeOf(values), ownAttack, sampleRate);
  setCells(detector + NETWORK, release, release, 1.0, sampleRate);
}

/** From sound to reductions. */
export function controlVoltages(detector: usize, values: usize, law: usize, input: usize, row: usize, frames: i32): void {
  rmsLevelsOver(detector, input, row, frames, law + LAW_FOOT);
  if (isFeedback(values)) feedbackReductions(detector + NETWORK, row, frames, false);
  else reduceByLaw(detector + BALLISTICS, row, frames, law);
}

/** What the loop settles at, at one steady level above the foot of the knee. */
export function steadyFeedbackReduction(detector: usize, overFoot: f64): f64 {
  return feedbackReductionAt(detector + NETWORK, overFoot);
}
