// Polynomials with real coefficients, lowest power first, and their roots by Laguerre's method: from any start it goes to a
// root, of a real polynomial also to complex ones.

const COEFFICIENT_BYTES: usize = 8;
export const ROOT_BYTES: usize = 16; // real part, imaginary part
const MOST_STEPS: i32 = 60;
const SETTLED: f64 = 1e-15;
/** An imaginary part this small, relative to the root, is rounding. */
const REAL: f64 = 1e-10;

// @ts-ignore: decorator
@inline
export function coefficientOf(polynomial: usize, power: i32): f64 {
  return load<f64>(polynomial + <usize>power * COEFFICIENT_BYTES);
}

// @ts-ignore: decorator
@inline
export function setCoefficient(polynomial: usize, power: i32, value: f64): void {
  store<f64>(polynomial + <usize>power * COEFFICIENT_BYTES, value);
}

/** Adds the product of two polynomials of the given degrees to a third. */
export function addProduct(sum: usize, a: usize, degreeA: i32, b: usize, degreeB: i32): void {
  for (let i: i32 = 0; i <= degreeA; i++) {
    for (let j: i32 = 0; j <= degreeB; j++) {
      const product = coefficientOf(a, i) * coefficientOf(b, j);
      setCoefficient(sum, i + j, coefficientOf(sum, i + j) + product);
    }
  }
}

/**
 * Writes the roots, in order of magnitude; of a complex pair the upper one, then the lower one. The polynomial is used up.
 */
export function findRoots(polynomial: usize, degree: i32, roots: usize): void {
  const last = roots + <usize>degree * ROOT_BYTES;
  for (let root = roots; root < last; ) {
    settle(polynomial, degree, root);
    const re = load<f64>(root);
    const im = load<f64>(root, 8);
    if (abs(im) <= REAL * abs(re)) {
      store<f64>(root, 0.0, 8);
      divide(polynomial, degree, 1, -re, 0.0);
      degree -= 1;
      root += ROOT_BYTES;
    } else {
      store<f64>(root, abs(im), 8);
      store<f64>(root, re, ROOT_BYTES);
      store<f64>(root, -abs(im), ROOT_BYTES + 8);
      divide(polynomial, degree, 2, -2.0 * re, re * re + im * im);
      degree -= 2;
      root += 2 * ROOT_BYTES;
    }
  }
  sort(roots, last);
}

/** Goes from zero to a root, mostly the smallest. */
function settle(polynomial: usize, degree: i32, root: usize): void {
  const n = <f64>degree;
  let re: f64 = 0.0;
  let im: f64 = 0.0;
  for (let step: i32 = 0; step < MOST_STEPS; step++) {
    // Horner's rule for the value p, the slope d and half the curvature c
    let pRe = coefficientOf(polynomial, degree);
    let pIm: f64 = 0.0;
    let dRe: f64 = 0.0;
    let dIm: f64 = 0.0;
    let cRe: f64 = 0.0;
    let cIm: f64 = 0.0;
    for (let power = degree - 1; power >= 0; power--) {
      const cNext = cRe * re - cIm * im + dRe;
      cIm = cRe * im + cIm * re + dIm;
      cRe = cNext;
      const dNext = dRe * re - dIm * im + pRe;
      dIm = dRe * im + dIm * re + pIm;
      dRe = dNext;
      const pNext = pRe * re - pIm * im + coefficientOf(polynomial, power);
      pIm = pRe * im + pIm * re;
      pRe = pNext;
    }
    const size = pRe * pRe + pIm * pIm;
    if (size == 0.0) break;
    const gRe = (dRe * pRe + dIm * pIm) / size;
    const gIm = (dIm * pRe - dRe * pIm) / size;
    const squareRe = gRe * gRe - gIm * gIm;
    const squareIm = 2.0 * gRe * gIm;
    // (n − 1)(n·(g² − 2c/p) − g²), and its root
    const underRe = (n - 1.0) * (n * (squareRe - (2.0 * (cRe * pRe + cIm * pIm)) / size) - squareRe);
    const underIm = (n - 1.0) * (n * (squareIm - (2.0 * (cIm * pRe - cRe * pIm)) / size) - squareIm);
    const length = sqrt(underRe * underRe + underIm * underIm);
    let rootRe = sqrt(max(0.5 * (length + underRe), 0.0));
    let rootIm = sqrt(max(0.5 * (length - underRe), 0.0));
    if (underIm < 0.0) rootIm = -rootIm;
    if (rootRe * gRe + rootIm * gIm < 0.0) {
      rootRe = -rootRe;
      rootIm = -rootIm;
    }
    const belowRe = gRe + rootRe;
    const belowIm = gIm + rootIm;
    const scale = n / (belowRe * belowRe + belowIm * belowIm);
    re -= belowRe * scale;
    im += belowIm * scale;
    const moved = scale * n;
    if (moved <= SETTLED * SETTLED * (re * re + im * im)) break;
  }
  store<f64>(root, re);
  store<f64>(root, im, 8);
}

/** Divides by x + b (order 1, c is 0) or x² + b·x + c (order 2), a divisor of it. */
function divide(polynomial: usize, degree: i32, order: i32, b: f64, c: f64): void {
  let last: f64 = 0.0;
  let lastButOne: f64 = 0.0;
  for (let power = degree; power >= order; power--) {
    const quotient = coefficientOf(polynomial, power) - b * last - c * lastButOne;
    setCoefficient(polynomial, power, quotient);
    lastButOne = last;
    last = quotient;
  }
  for (let power = order; power <= degree; power++) {
    setCoefficient(polynomial, power - order, coefficientOf(polynomial, power));
  }
}

/** By magnitude; both of a pair are equal in it, and stay together. */
function sort(first: usize, last: usize): void {
  for (let at = first + ROOT_BYTES; at < last; at += ROOT_BYTES) {
    const re = load<f64>(at);
    const im = load<f64>(at, 8);
    let to = at;
    for (; to > first; to -= ROOT_BYTES) {
      const before = to - ROOT_BYTES;
      const beforeRe = load<f64>(before);
      const beforeIm = load<f64>(before, 8);
      if (beforeRe * beforeRe + beforeIm * beforeIm <= re * re + im * im) break;
      memory.copy(to, before, ROOT_BYTES);
    }
    store<f64>(to, re);
    store<f64>(to, im, 8);
  }
}
