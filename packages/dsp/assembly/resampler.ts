// Sample-rate conversion by a rational ratio: a bank of windowed-sinc filters, one row of coefficients per phase.
// Method: J. O. Smith, "Digital Audio Resampling", CCRMA. Window: J. F. Kaiser, 1974.
//
// Output frame n lies at n · from/to input frames: a whole number of frames and a phase, counted in steps of 1/phases.
// A row weighs the `taps` input frames around that point, half of them before it, so no delay is left to compensate.
// Every sum runs in one fixed order, hence the same bits however the signal is cut into pieces.

import { PI, sin } from "./maths";

/** I0(2√z): the modified Bessel function as a series in z, which also continues it smoothly to z < 0. */
function besselI0(z: f64): f64 {
  let term: f64 = 1.0;
  let sum: f64 = 1.0;
  for (let k: f64 = 1.0; abs(term) > sum * 1e-18; k += 1.0) {
    term *= z / (k * k);
    sum += term;
  }
  return sum;
}

/**
 * Fills `rows` rows of `taps` coefficients, `rowsPerFrame` rows to a frame, from row number `firstRow` on.
 * The sinc's cutoff is a fraction of the input's Nyquist frequency; the Kaiser window is as wide as the row.
 */
export function resamplerTable(
  table: usize,
  firstRow: i32,
  rows: i32,
  rowsPerFrame: i32,
  taps: i32,
  cutoff: f64,
  kaiserBeta: f64,
): void {
  const half = taps / 2;
  const quarterBetaSquared = 0.25 * kaiserBeta * kaiserBeta;
  const summit = besselI0(quarterBetaSquared);
  for (let row = firstRow; row < firstRow + rows; row++) {
    for (let tap: i32 = 1 - half; tap <= half; tap++) {
      const frames = <f64>(tap * rowsPerFrame - row) / <f64>rowsPerFrame; // one rounding: rows mirror each other
      const angle = PI * cutoff * frames;
      const sinc = angle == 0.0 ? 1.0 : sin(angle) / angle;
      const across = frames / <f64>half;
      const window = besselI0(quarterBetaSquared * (1.0 - across * across)) / summit;
      store<f64>(table, cutoff * sinc * window);
      table += 8;
    }
  }
}

// @ts-ignore: decorator
@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** One row against one stretch of input, in eight partial sums. `taps` is a multiple of 8. */
// @ts-ignore: decorator
@inline
function weigh(row: usize, input: usize, taps: i32): f64 {
  const end = row + (<usize>taps << 3);
  let a = f64x2.splat(0.0);
  let b = f64x2.splat(0.0);
  let c = f64x2.splat(0.0);
  let d = f64x2.splat(0.0);
  while (row < end) {
    a = f64x2.add(a, f64x2.mul(v128.load(row), v128.load(input)));
    b = f64x2.add(b, f64x2.mul(v128.load(row, 16), v128.load(input, 16)));
    c = f64x2.add(c, f64x2.mul(v128.load(row, 32), v128.load(input, 32)));
    d = f64x2.add(d, f64x2.mul(v128.load(row, 48), v128.load(input, 48)));
    row += 64;
    input += 64;
  }
  return total(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
}

/** What a row at `fraction` between the second and the third of four rows would give: cubic Lagrange interpolation. */
// @ts-ignore: decorator
@inline
function weighBetween(row: usize, fraction: f64, input: usize, taps: i32): f64 {
  const rowBytes = <usize>taps << 3;
  let second = row + rowBytes;
  let third = second + rowBytes;
  let fourth = third + rowBytes;
  const end = second;
  let a = f64x2.splat(0.0);
  let b = f64x2.splat(0.0);
  let c = f64x2.splat(0.0);
  let d = f64x2.splat(0.0);
  while (row < end) {
    const frames = v128.load(input);
    a = f64x2.add(a, f64x2.mul(v128.load(row), frames));
    b = f64x2.add(b, f64x2.mul(v128.load(second), frames));
    c = f64x2.add(c, f64x2.mul(v128.load(third), frames));
    d = f64x2.add(d, f64x2.mul(v128.load(fourth), frames));
    row += 16;
    second += 16;
    third += 16;
    fourth += 16;
    input += 16;
  }
  const before = fraction + 1.0;
  const after = fraction - 1.0;
  const beyond = fraction - 2.0;
  return (
    (before * after * beyond * total(b) - before * fraction * beyond * total(c)) / 2.0 +
    (before * fraction * after * total(d) - fraction * after * beyond * total(a)) / 6.0
  );
}

/**
 * Makes `frames` output frames. The first lies `phase` phases after the middle of the first `taps` frames of `input`,
 * each later one `step` phases after the last. With `rowsPerFrame == phases` the table starts at row 0 and holds every
 * phase; otherwise it starts at row −1, ends two rows after the frame, and phases are interpolated.
 */
export function resample(
  table: usize,
  rowsPerFrame: i32,
  taps: i32,
  phases: i32,
  step: i32,
  phase: i32,
  input: usize,
  output: usize,
  frames: i32,
): void {
  const rowBytes = <usize>taps << 3;
  const everyPhase = rowsPerFrame == phases;
  const end = output + (<usize>frames << 3);
  while (output < end) {
    if (everyPhase) {
      store<f64>(output, weigh(table + <usize>phase * rowBytes, input, taps));
    } else {
      const place = phase * rowsPerFrame;
      const fraction = <f64>(place % phases) / <f64>phases;
      store<f64>(output, weighBetween(table + <usize>(place / phases) * rowBytes, fraction, input, taps));
    }
    output += 8;
    phase += step;
    input += <usize>(phase / phases) << 3;
    phase %= phases;
  }
}
