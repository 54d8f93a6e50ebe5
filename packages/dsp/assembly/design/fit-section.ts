// A section of a circuit as a biquad that follows it up to 20 kHz. Time is counted in units of 1/(2π · 1 kHz), so that no
// coefficient is far from 1.

import { PI } from "../maths";
import { ANALOGUE, DIGITAL, fitBiquad, FREE_ZEROS, nyquistOf, topOfBand } from "./fit-biquad";
import { QUADRATIC_BYTES, realise, setQuadratic } from "./power-response";

export const UNIT_HZ: f64 = 1000.0;

/** Where sections are fitted exactly lies between these, the second as a share of the sample rate. */
const LOWEST_HZ: f64 = 20.0;
const HIGHEST_SHARE: f64 = 0.45;

/**
 * The biquad nearest to (1 + zeroLinear·s + zeroSquare·s²) / (1 + poleLinear·s + poleSquare·s²). `workspace` is FIT_BYTES of
 * scratch. Where both squares are 0 it is of first order.
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
