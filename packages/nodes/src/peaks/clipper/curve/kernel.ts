// The curve: what clipping takes from every inner frame.

import { FRAME_BYTES, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { clipCurveInit, clipResidue } from "@twobus/dsp/assembly/clip-curve";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import {
  CEILING_DB,
  CURVE,
  CURVE_KNEE,
  CURVE_LIMIT,
  factorOf,
  KNEE_PERCENT,
  LIMIT_SHAVE_DB,
  MIDDLE,
  NEXT_CURVE,
  OLDEST,
  PEAKS,
} from "../layout/kernel";

const WIDEST_KNEE_DB: f64 = 12.0; // how far below the ceiling a knee of 100 % begins

// @ts-ignore: decorator
@inline
export function shareLeft(limitDb: f64): f64 {
  return limitDb > 0.0 ? decibelsToGain(-limitDb) : 0.0;
}

function makeCurve(curve: usize, kneePercent: f64, limitDb: f64): void {
  clipCurveInit(curve, decibelsToGain(-0.01 * WIDEST_KNEE_DB * kneePercent), shareLeft(limitDb));
}

/** Brings `CURVE` to the quantum's start and, if the curve changes, `NEXT_CURVE` to its end. Returns whether it does. */
function followCurve(state: usize, parameters: usize): bool {
  const knee = startOf(parameters, KNEE_PERCENT);
  const limit = startOf(parameters, LIMIT_SHAVE_DB);
  if (load<f64>(state, CURVE_KNEE) != knee || load<f64>(state, CURVE_LIMIT) != limit) {
    makeCurve(state + CURVE, knee, limit);
    store<f64>(state, knee, CURVE_KNEE);
    store<f64>(state, limit, CURVE_LIMIT);
  }
  const lastKnee = valueOf(parameters, KNEE_PERCENT);
  const lastLimit = valueOf(parameters, LIMIT_SHAVE_DB);
  if (lastKnee == knee && lastLimit == limit) return false;
  makeCurve(state + NEXT_CURVE, lastKnee, lastLimit);
  return true;
}

/** The stage itself: every inner frame of the area becomes the residue of clipping it. Notes the peaks of each frame. */
export function shape(state: usize, parameters: usize, area: usize, frames: i32): void {
  const bytesPerFrame = <usize>factorOf(parameters) * FRAME_BYTES;
  const isMoving = followCurve(state, parameters);
  const share = 1.0 / <f64>frames;
  let ceiling = decibelsToGain(startOf(parameters, CEILING_DB));
  const step = (decibelsToGain(valueOf(parameters, CEILING_DB)) - ceiling) * share;
  let middle = v128.load(state, MIDDLE);
  let oldest = v128.load(state, OLDEST);
  let peaks = state + PEAKS;
  const curve = state + CURVE;
  for (let i: i32 = 0; i < frames; i++) {
    ceiling += step;
    const level = f64x2.splat(ceiling);
    const perCeiling = f64x2.splat(1.0 / ceiling);
    const moved = f64x2.splat(<f64>(i + 1) * share);
    let highest = f64x2.splat(0.0);
    const end = area + bytesPerFrame;
    for (; area < end; area += FRAME_BYTES) {
      const newest = f64x2.mul(v128.load(area), perCeiling);
      let residue = clipResidue(curve, newest, middle, oldest);
      if (isMoving) {
        const next = clipResidue(state + NEXT_CURVE, newest, middle, oldest);
        residue = f64x2.add(residue, f64x2.mul(moved, f64x2.sub(next, residue)));
      }
      v128.store(area, f64x2.mul(residue, level));
      highest = f64x2.pmax(highest, f64x2.abs(newest));
      oldest = middle;
      middle = newest;
    }
    v128.store(peaks, highest);
    peaks += FRAME_BYTES;
  }
  v128.store(state, middle, MIDDLE);
  v128.store(state, oldest, OLDEST);
}
