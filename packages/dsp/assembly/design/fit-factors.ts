// Filters given as polynomials in s, taken apart into biquads: the roots in pairs, each pair of zeros over a pair of poles, each
// such section fitted up to 20 kHz. Time is counted in units of 1/(2π · 1 kHz), so that no coefficient is far from 1.

import { ROOT_BYTES } from "../polynomial";
import { PI } from "../maths";
import { ANALOGUE, DIGITAL, fitBiquad, FREE_ZEROS, nyquistOf, topOfBand } from "./fit-biquad";
import { QUADRATIC_BYTES, realise, setQuadratic } from "./power-response";

export const UNIT_HZ: f64 = 1000.0;

/** Where sections are fitted exactly lies between these, the second as a share of the sample rate. */
const LOWEST_HZ: f64 = 20.0;
const HIGHEST_SHARE: f64 = 0.45;

/** A capacitor for the unit of time. */
// @ts-ignore: decorator
@inline
export function capacitor(farads: f64): f64 {
  return farads * (2.0 * PI * UNIT_HZ);
}

/** Brings the pair to the front whose frequency is nearest to that of 1 + … + square·s². */
export function bringPairToFront(roots: usize, count: i32, square: f64): void {
  let best = roots;
  let least: f64 = Infinity;
  const last = roots + <usize>(count - 1) * ROOT_BYTES;
  for (let pair = roots; pair < last; pair += ROOT_BYTES) {
    const ratio = squareOf(pair) / square;
    const distance = max(ratio, 1.0 / ratio);
    if (!isPair(pair) || distance >= least) continue;
    least = distance;
    best = pair;
  }
  const first = v128.load(best);
  const second = v128.load(best, ROOT_BYTES);
  memory.copy(roots + 2 * ROOT_BYTES, roots, best - roots);
  v128.store(roots, first);
  v128.store(roots, second, ROOT_BYTES);
}

/** Whether a root and the next make a polynomial with real coefficients: two real ones, or upper and lower of a pair. */
function isPair(root: usize): bool {
  const im = load<f64>(root, 8);
  return im >= 0.0 && load<f64>(root, ROOT_BYTES + 8) == -im;
}

/** A pair as 1 + linear·s + square·s². */
export function squareOf(pair: usize): f64 {
  const re = load<f64>(pair) * load<f64>(pair, ROOT_BYTES);
  return 1.0 / (re - load<f64>(pair, 8) * load<f64>(pair, ROOT_BYTES + 8));
}

export function linearOf(pair: usize): f64 {
  return -(load<f64>(pair) + load<f64>(pair, ROOT_BYTES)) * squareOf(pair);
}

/**
 * The biquad nearest to (1 + zeroLinear·s + zeroSquare·s²) / (1 + poleLinear·s + poleSquare·s²). `workspace` is FIT_BYTES of
 * scratch.
 */
export function fitSection(
  section: usize,
  workspace: usize,
  sampleRate: f64,
  zeroLinear: f64,
  zeroSquare: f64,
  poleLinear: f64,
  poleSquare: f64,
): void {
  const isFirstOrder = zeroSquare == 0.0;
  const inverse = isFirstOrder ? zeroLinear * poleLinear : sqrt(zeroSquare * poleSquare);
  const hz = max(LOWEST_HZ, min(UNIT_HZ / sqrt(inverse), HIGHEST_SHARE * sampleRate));
  const centre = (PI * hz) / sampleRate;
  const unit = hz / UNIT_HZ;
  setPower(workspace + ANALOGUE, zeroLinear * unit, zeroSquare * unit * unit);
  setPower(workspace + ANALOGUE + QUADRATIC_BYTES, poleLinear * unit, poleSquare * unit * unit);
  fitBiquad(workspace, centre, topOfBand(sampleRate), FREE_ZEROS);
  realise(workspace + DIGITAL, nyquistOf(centre), section);
}

/** |1 + linear·jw + square·(jw)²|² as a quadratic in w². */
function setPower(quadratic: usize, linear: f64, square: f64): void {
  setQuadratic(quadratic, 1.0, linear * linear - 2.0 * square, square * square);
}
