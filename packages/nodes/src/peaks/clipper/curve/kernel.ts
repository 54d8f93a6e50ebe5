// The curves, without and with a limit: what clipping takes from every inner frame.

import { FRAME_BYTES, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { clipCurveInit, clipResidue } from "@twobus/dsp/assembly/clip-curve";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import {
  CEILING_DB,
  CURVE,
  CURVE_KNEE,
  CURVE_LIMIT,
  factorOf,
  FADE,
  KNEE_PERCENT,
  LIMITED_CURVE,
  MIDDLE,
  NEXT_CURVE,
  OLDEST,
  PEAKS,
} from "../layout/kernel";
import { firstLimitDb, isFading, isLimitedAlone, lastLimitDb, limitedShares } from "../limit-fade/kernel";

const WIDEST_KNEE_DB: f64 = 12.0; // how far below the ceiling a knee of 100 % begins
/** How often curves are made while they move: between two, a corner is heard as two that fade. */
const STEP_FRAMES: i32 = 16;
/** From a curve to where the same moment's limited one lies, and to the next moment's one. */
const TO_LIMITED: usize = LIMITED_CURVE - CURVE;
const TO_NEXT: usize = NEXT_CURVE - CURVE;

// @ts-ignore: decorator
@inline
export function shareLeft(limitDb: f64): f64 {
  return limitDb > 0.0 ? decibelsToGain(-limitDb) : 0.0;
}

function makeCurves(curve: usize, kneePercent: f64, limitDb: f64): void {
  const start = decibelsToGain(-0.01 * WIDEST_KNEE_DB * kneePercent);
  clipCurveInit(curve, start, 0.0);
  clipCurveInit(curve + TO_LIMITED, start, shareLeft(limitDb));
}

/** The curve that stands alone, or fades into the limited one. */
export function curveInForce(state: usize): usize {
  return state + (isLimitedAlone(state + FADE) ? LIMITED_CURVE : CURVE);
}

/** Every inner frame of the area becomes the residue of clipping it. Notes the peaks of each frame. */
export function shape(state: usize, parameters: usize, area: usize, frames: i32): void {
  const curve = state + CURVE;
  const knee = startOf(parameters, KNEE_PERCENT);
  const limit = firstLimitDb(state + FADE);
  const kneeWay = valueOf(parameters, KNEE_PERCENT) - knee;
  const limitWay = lastLimitDb(state + FADE) - limit;
  if (load<f64>(state, CURVE_KNEE) != knee || load<f64>(state, CURVE_LIMIT) != limit) makeCurves(curve, knee, limit);
  store<f64>(state, knee + kneeWay, CURVE_KNEE);
  store<f64>(state, limit + limitWay, CURVE_LIMIT);
  if (kneeWay == 0.0 && limitWay == 0.0) {
    shapeStep(state, parameters, area, 0, frames, frames, false);
    return;
  }
  const bytesPerFrame = <usize>factorOf(parameters) * FRAME_BYTES;
  for (let first: i32 = 0; first < frames; first += STEP_FRAMES) {
    const end = min(frames, first + STEP_FRAMES);
    const way = <f64>end / <f64>frames;
    makeCurves(curve + TO_NEXT, knee + way * kneeWay, limit + way * limitWay);
    shapeStep(state, parameters, area + <usize>first * bytesPerFrame, first, end, frames, true);
    memory.copy(curve, curve + TO_NEXT, TO_NEXT);
  }
}

/** What a curve takes from the middle frame, on its way to the next one while they move. */
// @ts-ignore: decorator
@inline
function movingResidue(curve: usize, isMoving: bool, moved: v128, newest: v128, middle: v128, oldest: v128): v128 {
  const residue = clipResidue(curve, newest, middle, oldest);
  if (!isMoving) return residue;
  const next = clipResidue(curve + TO_NEXT, newest, middle, oldest);
  return f64x2.add(residue, f64x2.mul(moved, f64x2.sub(next, residue)));
}

/** The frames from `first` to before `last` of a block, whose inner frames begin at `area`. */
function shapeStep(
  state: usize,
  parameters: usize,
  area: usize,
  first: i32,
  last: i32,
  frames: i32,
  isMoving: bool,
): void {
  const fades = isFading(state + FADE);
  if (isMoving || fades) shapeFrames(isMoving, fades, state, parameters, area, first, last, frames);
  else shapeFrames(false, false, state, parameters, area, first, last, frames);
}

/** Where nothing moves or fades, both are constants, and leave the loop. */
// @ts-ignore: decorator
@inline
function shapeFrames(
  isMoving: bool,
  fades: bool,
  state: usize,
  parameters: usize,
  area: usize,
  first: i32,
  last: i32,
  frames: i32,
): void {
  const bytesPerFrame = <usize>factorOf(parameters) * FRAME_BYTES;
  const curve = curveInForce(state);
  const firstCeiling = decibelsToGain(startOf(parameters, CEILING_DB));
  const ceilingStep = (decibelsToGain(valueOf(parameters, CEILING_DB)) - firstCeiling) * (1.0 / <f64>frames);
  let ceiling = firstCeiling + <f64>first * ceilingStep;
  const part = 1.0 / <f64>(last - first);
  let limitedShare = limitedShares(state + FADE) + (<usize>first << 3);
  let middle = v128.load(state, MIDDLE);
  let oldest = v128.load(state, OLDEST);
  let peaks = state + PEAKS + <usize>first * FRAME_BYTES;
  for (let frame = first; frame < last; frame++) {
    ceiling += ceilingStep;
    const level = f64x2.splat(ceiling);
    const perCeiling = f64x2.splat(1.0 / ceiling);
    const moved = f64x2.splat(<f64>(frame + 1 - first) * part);
    let highest = f64x2.splat(0.0);
    const end = area + bytesPerFrame;
    for (; area < end; area += FRAME_BYTES) {
      const newest = f64x2.mul(v128.load(area), perCeiling);
      let residue = movingResidue(curve, isMoving, moved, newest, middle, oldest);
      if (fades) {
        const limited = movingResidue(state + LIMITED_CURVE, isMoving, moved, newest, middle, oldest);
        const way = f64x2.sub(limited, residue);
        residue = f64x2.add(residue, f64x2.mul(v128.load64_splat(limitedShare), way));
      }
      v128.store(area, f64x2.mul(residue, level));
      highest = f64x2.pmax(highest, f64x2.abs(newest));
      oldest = middle;
      middle = newest;
    }
    v128.store(peaks, highest);
    peaks += FRAME_BYTES;
    limitedShare += 8;
  }
  v128.store(state, middle, MIDDLE);
  v128.store(state, oldest, OLDEST);
}
