// The one biquad whose magnitude lies nearest to an analogue filter of second order from DC to 20 kHz.
//
// A biquad's |H|² has five degrees of freedom. The bilinear transform spends them on an exact image of the analogue
// curve over a bent frequency axis; matched designs (Orfanidis 1997, Vicanek 2016) pin a few frequencies. Here all of
// them serve the whole band: the start is a bent axis that is right at DC, at f0 and at the top of the band, and a few
// Gauss–Newton steps then lessen the deviation in decibels over some twenty frequencies. DC is exact by construction,
// f0 by weight; every step keeps both quadratics positive, so the result is always stable and of minimum phase.

import { PI, sin } from "../maths";
import { evaluate, evaluateResponse, isRealisable, POWER_RESPONSE_BYTES, QUADRATIC_BYTES, setQuadratic } from "./power-response";

// Workspace: the analogue target in u, the fitted response in y, a trial of it, one row of the least-squares problem
// (4 derivatives, residual), the normal equations (4 rows of 5), the points (y, target power, weight).
export const ANALOGUE: usize = 0;
export const DIGITAL: usize = POWER_RESPONSE_BYTES;
const TRIAL: usize = 2 * POWER_RESPONSE_BYTES;
const ROW: usize = 3 * POWER_RESPONSE_BYTES;
const ROW_BYTES: usize = 40;
const NORMAL: usize = ROW + ROW_BYTES;
const POINTS: usize = NORMAL + 4 * ROW_BYTES;
const POINT_BYTES: usize = 24;

const SPREAD_POINTS: i32 = 10;
const GUARD_POINTS: i32 = 4;
const MOST_POINTS: usize = 22;
export const FIT_BYTES: usize = (POINTS + MOST_POINTS * POINT_BYTES + 15) & ~15;

const CENTRE_WEIGHT: f64 = 100.0;
const GUARD_WEIGHT: f64 = 0.03;
const ITERATIONS: i32 = 5;
const HALVINGS: i32 = 5;
const SETTLED: f64 = 0.99; // an iteration that gains less than this is the last
const NEGLIGIBLE: f64 = 1e-7; // about 0.001 dB

/** Which coefficients of the numerator may move. Zeros that must stay where they are take freedom away. */
export const FREE_ZEROS: i32 = 2;
export const ZEROS_AT_DC: i32 = 1;
export const ZEROS_AT_CENTRE: i32 = 0;

/** Half the angular frequency per sample, ω/2, up to which designs follow the analogue curve: 20 kHz, or its place at 44.1 kHz. */
export function topOfBand(sampleRate: f64): f64 {
  return PI * min(20000.0 / sampleRate, 20000.0 / 44100.0);
}

/**
 * Fits the response at `DIGITAL` to the one at `ANALOGUE`. `centre` is ω0/2. Returns about how far off the result is in
 * decibels, at the worst of the points up to the top of the band.
 */
export function fitBiquad(workspace: usize, centre: f64, top: f64, freedom: i32): f64 {
  const nyquist = nyquistOf(centre);
  const reach = centre < 0.98 * top ? top : min(1.02 * centre, 1.56);
  begin(workspace, centre, reach);
  const end = choosePoints(workspace, centre, reach, freedom);
  let error = squaredError(workspace, workspace + DIGITAL, end);
  for (let iteration: i32 = 0; iteration < ITERATIONS && error > NEGLIGIBLE; iteration++) {
    linearise(workspace, end, freedom);
    solve(workspace);
    const next = descend(workspace, end, freedom, nyquist, error);
    if (next > SETTLED * error) break;
    error = next;
  }
  return worstDecibels(workspace, end - <usize>GUARD_POINTS * POINT_BYTES);
}

/** The value of y at Nyquist. */
export function nyquistOf(centre: f64): f64 {
  const sine = sin(centre);
  return 1.0 / (sine * sine);
}

/** Bends the axis: u ≈ (1 − k)·y / (1 − k·y), with k such that it is exact at f0 and at `reach`. Positive for any k here, hence realisable. */
function begin(workspace: usize, centre: f64, reach: f64): void {
  const sine = sin(reach);
  const y = sine * sine * nyquistOf(centre);
  const u = (reach / centre) * (reach / centre);
  const k = (y - u) / (y - u * y);
  bend(workspace + ANALOGUE, workspace + DIGITAL, k);
  bend(workspace + ANALOGUE + QUADRATIC_BYTES, workspace + DIGITAL + QUADRATIC_BYTES, k);
}

function bend(from: usize, to: usize, k: f64): void {
  const c0 = load<f64>(from);
  const c1 = load<f64>(from, 8) * (1.0 - k);
  const c2 = load<f64>(from, 16) * (1.0 - k) * (1.0 - k);
  setQuadratic(to, c0, c1 - 2.0 * k * c0, c2 - k * c1 + k * k * c0);
}

/** f0, a spread that thickens towards the top, both resonances with their flanks, and light guards above the band. */
function choosePoints(workspace: usize, centre: f64, reach: f64, freedom: i32): usize {
  let end = workspace + POINTS;
  end = addPoint(workspace, end, centre, centre, CENTRE_WEIGHT);
  for (let i: i32 = 1; i <= SPREAD_POINTS; i++) {
    const rest = 1.0 - <f64>i / <f64>SPREAD_POINTS;
    end = addPoint(workspace, end, centre, reach * (1.0 - rest * rest), 1.0);
  }
  if (freedom == FREE_ZEROS) end = addFlanks(workspace, workspace + ANALOGUE, end, centre, reach);
  else if (freedom == ZEROS_AT_DC) end = addPoint(workspace, end, centre, 0.1 * min(centre, reach), 1.0);
  else end = addPoint(workspace, end, centre, 0.95 * min(centre, reach), 1.0);
  end = addFlanks(workspace, workspace + ANALOGUE + QUADRATIC_BYTES, end, centre, reach);
  for (let i: i32 = 1; i <= GUARD_POINTS; i++) {
    end = addPoint(workspace, end, centre, reach + ((1.555 - reach) * <f64>i) / <f64>GUARD_POINTS, GUARD_WEIGHT);
  }
  return end;
}

/** Below −20 dB a point counts for less, the deeper it lies; where nothing passes (the middle of a notch) it is left out. */
function addPoint(workspace: usize, point: usize, centre: f64, angle: f64, weight: f64): usize {
  const sine = sin(angle);
  const ratio = angle / centre;
  const target = evaluateResponse(workspace + ANALOGUE, ratio * ratio);
  if (target == 0.0) return point;
  store<f64>(point, sine * sine * nyquistOf(centre));
  store<f64>(point, target, 8);
  store<f64>(point, weight * min(1.0, sqrt(sqrt(target * 100.0))), 16);
  return point + POINT_BYTES;
}

/** Resonance of an analogue quadratic and its two half-power flanks. */
function addFlanks(workspace: usize, quadratic: usize, end: usize, centre: f64, reach: f64): usize {
  const c0 = load<f64>(quadratic);
  const c2 = load<f64>(quadratic, 16);
  if (c0 == 0.0 || c2 == 0.0) return end;
  const resonance = centre * sqrt(sqrt(c0 / c2));
  const halfWidth = 0.5 * sqrt(max(load<f64>(quadratic, 8) / sqrt(c0 * c2) + 2.0, 0.0));
  const stretch = sqrt(1.0 + halfWidth * halfWidth);
  end = addPoint(workspace, end, centre, min(resonance * (stretch - halfWidth), reach), 1.0);
  end = addPoint(workspace, end, centre, min(resonance, reach), 1.0);
  return addPoint(workspace, end, centre, min(resonance * (stretch + halfWidth), reach), 1.0);
}

/** sinh of the log ratio of powers: the deviation in nepers where it is small, without a logarithm. */
// @ts-ignore: decorator
@inline
function deviation(response: usize, point: usize): f64 {
  const ratio = evaluateResponse(response, load<f64>(point)) / load<f64>(point, 8);
  return 0.5 * (ratio - 1.0 / ratio);
}

function squaredError(workspace: usize, response: usize, end: usize): f64 {
  let sum: f64 = 0.0;
  for (let point = workspace + POINTS; point < end; point += POINT_BYTES) {
    const error = deviation(response, point) * load<f64>(point, 16);
    sum += error * error;
  }
  return sum;
}

function worstDecibels(workspace: usize, end: usize): f64 {
  let worst: f64 = 0.0;
  for (let point = workspace + POINTS; point < end; point += POINT_BYTES) {
    worst = max(worst, abs(deviation(workspace + DIGITAL, point)));
  }
  return worst * 4.342944819032518;
}

/** Normal equations of the deviation in the unknowns (numerator c1, c2, denominator c1, c2). */
function linearise(workspace: usize, end: usize, freedom: i32): void {
  const numerator = workspace + DIGITAL;
  const denominator = numerator + QUADRATIC_BYTES;
  const row = workspace + ROW;
  memory.fill(workspace + NORMAL, 0, 4 * ROW_BYTES);
  for (let point = workspace + POINTS; point < end; point += POINT_BYTES) {
    const y = load<f64>(point);
    const weight = load<f64>(point, 16);
    const above = (weight * y) / evaluate(numerator, y);
    const below = (weight * y) / evaluate(denominator, y);
    store<f64>(row, freedom == FREE_ZEROS ? above : 0.0);
    store<f64>(row, freedom == ZEROS_AT_CENTRE ? 0.0 : above * y, 8);
    store<f64>(row, -below, 16);
    store<f64>(row, -below * y, 24);
    store<f64>(row, -weight * deviation(numerator, point), 32);
    for (let i: usize = 0; i < 4; i++) {
      const equation = workspace + NORMAL + i * ROW_BYTES;
      const factor = load<f64>(row + (i << 3));
      for (let j: usize = i; j < 5; j++) {
        const cell = equation + (j << 3);
        store<f64>(cell, load<f64>(cell) + factor * load<f64>(row + (j << 3)));
      }
    }
  }
}

/** Solves the normal equations (upper triangle and right side) in place by symmetric elimination; the answer is left in `ROW`. */
function solve(workspace: usize): void {
  const normal = workspace + NORMAL;
  for (let i: usize = 0; i < 4; i++) {
    const pivotRow = normal + i * ROW_BYTES;
    const diagonal = load<f64>(pivotRow + (i << 3));
    // A ridge in proportion keeps the pivots of an ill-posed problem above rounding; a frozen unknown has none at all.
    store<f64>(pivotRow + (i << 3), diagonal > 0.0 ? diagonal * (1.0 + 1e-9) : 1.0);
  }
  for (let i: usize = 0; i < 4; i++) {
    const pivotRow = normal + i * ROW_BYTES;
    const pivot = load<f64>(pivotRow + (i << 3));
    for (let j: usize = i + 1; j < 4; j++) {
      const factor = load<f64>(pivotRow + (j << 3)) / pivot;
      for (let k: usize = j; k < 5; k++) {
        const cell = normal + j * ROW_BYTES + (k << 3);
        store<f64>(cell, load<f64>(cell) - factor * load<f64>(pivotRow + (k << 3)));
      }
    }
  }
  const row = workspace + ROW;
  for (let i: usize = 4; i-- > 0; ) {
    const equation = normal + i * ROW_BYTES;
    let value = load<f64>(equation, 32);
    for (let j: usize = i + 1; j < 4; j++) value -= load<f64>(equation + (j << 3)) * load<f64>(row + (j << 3));
    store<f64>(row + (i << 3), value / load<f64>(equation + (i << 3)));
  }
}

/** Goes along the solution, by half as far each time, until the response is realisable and nearer. Returns the squared error. */
function descend(workspace: usize, end: usize, freedom: i32, nyquist: f64, error: f64): f64 {
  const digital = workspace + DIGITAL;
  const trial = workspace + TRIAL;
  const row = workspace + ROW;
  let step: f64 = 1.0;
  for (let attempt: i32 = 0; attempt < HALVINGS; attempt++) {
    for (let i: usize = 0; i < 2; i++) {
      const from = digital + i * QUADRATIC_BYTES;
      const along = row + (i << 4);
      const c1 = load<f64>(from, 8) + step * load<f64>(along);
      setQuadratic(trial + i * QUADRATIC_BYTES, load<f64>(from), c1, load<f64>(from, 16) + step * load<f64>(along, 8));
    }
    // Zeros that are held on the unit circle touch zero there, and cannot leave it.
    const zerosHold = freedom == FREE_ZEROS ? isRealisable(trial, nyquist) : evaluate(trial, nyquist) > 0.0;
    if (zerosHold && isRealisable(trial + QUADRATIC_BYTES, nyquist)) {
      const next = squaredError(workspace, trial, end);
      if (next < error) {
        memory.copy(digital, trial, POWER_RESPONSE_BYTES);
        return next;
      }
    }
    step *= 0.5;
  }
  return error;
}
