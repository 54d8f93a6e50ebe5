// Two biquads where one cannot follow: shelves of high Q, whose two resonances bind every degree of freedom of a single one.
//
// The squared analogue frequency θ² (θ = ω/2) is replaced by a rational function of x = sin²θ,
//
//   ρ(x) = x·(1 + βx) / (1 + γx + δx²),
//
// exact at DC and at three frequencies that spread the error: at 44.1 kHz 0.15 % of θ up to 16.5 kHz and 0.22 % from there to
// 20 kHz (at 96 kHz a millionth). Where the gain is small both resonances lie at f0 and double what is heard of it, so the
// lower part, where f0 is, gets the smaller share. Numerator and denominator have the factor (1 + γx + δx²)² in common, so a
// response of second order becomes one of fourth: each analogue root has an image close to its bilinear one and another far
// from it. The first section gets the near images, the second the far ones, a mild correction.

import { sin } from "../maths";
import { POWER_RESPONSE_BYTES, QUADRATIC_BYTES, realise, setQuadratic } from "./power-response";

// Zeros of the equiripple error, weighted by 0.7 above 16.5 kHz, as parts of the top of the band at 44.1 kHz.
const NODE_1: f64 = 0.60558714;
const NODE_2: f64 = 0.85239383;
const NODE_3: f64 = 0.9843003;

// Workspace: the analogue target, β, γ, δ, the responses of both sections in x.
const BETA: usize = POWER_RESPONSE_BYTES;
const GAMMA: usize = BETA + 8;
const DELTA: usize = GAMMA + 8;
const NEAR: usize = DELTA + 8;
const FAR: usize = NEAR + POWER_RESPONSE_BYTES;

/** Designs two sections for the analogue response at the start of `workspace`, whose gain at DC is 1. `centre` is ω0/2. */
export function designWarpedPair(sections: usize, workspace: usize, centre: f64, top: f64): void {
  solveWarp(workspace, top);
  const square = centre * centre;
  mapRoots(workspace, 0, square);
  mapRoots(workspace, QUADRATIC_BYTES, square);
  realise(workspace + NEAR, 1.0, sections);
  realise(workspace + FAR, 1.0, sections + 40);
}

/** β, γ, δ from ρ(sin²θ) = θ² at the three nodes: β·x − γ·θ² − δ·θ²·x = (θ² − x) / x, by Cramer's rule. */
function solveWarp(workspace: usize, top: f64): void {
  const t1 = top * NODE_1;
  const t2 = top * NODE_2;
  const t3 = top * NODE_3;
  const x1 = sin(t1) * sin(t1);
  const x2 = sin(t2) * sin(t2);
  const x3 = sin(t3) * sin(t3);
  const g1 = -t1 * t1;
  const g2 = -t2 * t2;
  const g3 = -t3 * t3;
  const r1 = -g1 / x1 - 1.0;
  const r2 = -g2 / x2 - 1.0;
  const r3 = -g3 / x3 - 1.0;
  const scale = 1.0 / determinant(x1, x2, x3, g1, g2, g3, g1 * x1, g2 * x2, g3 * x3);
  store<f64>(workspace, scale * determinant(r1, r2, r3, g1, g2, g3, g1 * x1, g2 * x2, g3 * x3), BETA);
  store<f64>(workspace, scale * determinant(x1, x2, x3, r1, r2, r3, g1 * x1, g2 * x2, g3 * x3), GAMMA);
  store<f64>(workspace, scale * determinant(x1, x2, x3, g1, g2, g3, r1, r2, r3), DELTA);
}

/** Of the matrix with columns a, b, c. */
function determinant(a1: f64, a2: f64, a3: f64, b1: f64, b2: f64, b3: f64, c1: f64, c2: f64, c3: f64): f64 {
  return a1 * (b2 * c3 - b3 * c2) - b1 * (a2 * c3 - a3 * c2) + c1 * (a2 * b3 - a3 * b2);
}

/** Maps the two roots of one analogue quadratic, at `offset` in the response, to both sections. `square` is (ω0/2)². */
function mapRoots(workspace: usize, offset: usize, square: f64): void {
  const quadratic = workspace + offset;
  const c2 = load<f64>(quadratic, 16);
  const real = (-0.5 * load<f64>(quadratic, 8)) / c2;
  const discriminant = real * real - load<f64>(quadratic) / c2;
  if (discriminant < 0.0) mapComplexPair(workspace, offset, real * square, sqrt(-discriminant) * square);
  else mapRealPair(workspace, offset, (real + sqrt(discriminant)) * square, (real - sqrt(discriminant)) * square);
}

/** The quadratic with two given roots, as sum and product, scaled to 1 at DC. */
// @ts-ignore: decorator
@inline
function setRoots(quadratic: usize, sum: f64, product: f64): void {
  setQuadratic(quadratic, 1.0, -sum / product, 1.0 / product);
}

/** ρ(x) = v is (β − vδ)·x² + (1 − vγ)·x − v = 0. Roots v on the negative axis have images on it. */
function mapRealPair(workspace: usize, offset: usize, v1: f64, v2: f64): void {
  const near1 = nearImage(workspace, v1);
  const near2 = nearImage(workspace, v2);
  const far1 = farImage(workspace, v1, near1);
  const far2 = farImage(workspace, v2, near2);
  setRoots(workspace + NEAR + offset, near1 + near2, near1 * near2);
  setRoots(workspace + FAR + offset, far1 + far2, far1 * far2);
}

function nearImage(workspace: usize, v: f64): f64 {
  const a = load<f64>(workspace, BETA) - v * load<f64>(workspace, DELTA);
  const b = 1.0 - v * load<f64>(workspace, GAMMA);
  return (2.0 * v) / (b + sqrt(b * b + 4.0 * a * v));
}

function farImage(workspace: usize, v: f64, near: f64): f64 {
  return -v / ((load<f64>(workspace, BETA) - v * load<f64>(workspace, DELTA)) * near);
}

/** The same in complex numbers: v = re ± i·im. The images of a conjugate pair are conjugate pairs. */
function mapComplexPair(workspace: usize, offset: usize, re: f64, im: f64): void {
  const aRe = load<f64>(workspace, BETA) - re * load<f64>(workspace, DELTA);
  const aIm = -im * load<f64>(workspace, DELTA);
  const bRe = 1.0 - re * load<f64>(workspace, GAMMA);
  const bIm = -im * load<f64>(workspace, GAMMA);
  const dRe = bRe * bRe - bIm * bIm + 4.0 * (aRe * re - aIm * im);
  const dIm = 2.0 * bRe * bIm + 4.0 * (aRe * im + aIm * re);
  const modulus = sqrt(dRe * dRe + dIm * dIm);
  const rootRe = sqrt(0.5 * (modulus + dRe));
  const rootIm = dIm < 0.0 ? -sqrt(0.5 * max(modulus - dRe, 0.0)) : sqrt(0.5 * max(modulus - dRe, 0.0));
  // near = 2v / (b + √d)
  const sRe = bRe + rootRe;
  const sIm = bIm + rootIm;
  const s = 1.0 / (sRe * sRe + sIm * sIm);
  const nearRe = 2.0 * (re * sRe + im * sIm) * s;
  const nearSquare = 4.0 * (re * re + im * im) * s;
  // far = −(b + √d) / 2a
  const a = 1.0 / (aRe * aRe + aIm * aIm);
  const farRe = -0.5 * (sRe * aRe + sIm * aIm) * a;
  const farSquare = (0.25 * a) / s;
  setRoots(workspace + NEAR + offset, 2.0 * nearRe, nearSquare);
  setRoots(workspace + FAR + offset, 2.0 * farRe, farSquare);
}
