// The passive network: a voltage divider of three branches in series, tapped at the last two. Ohms, farads, henries.
//
//   source ── B ── (D ∥ (L + C + Q)) ──┬── E ── (F ∥ (91 Ω + C3)) ──┬── (boost ∥ C2) ── ground
//                                      └── (cut ∥ C1) ── 1 k ── 10 k ┘   output: over the 10 k and the boost branch
//
// B + D is the pot of the high boost, E + F that of the high cut. All branches are ladders of two kinds, so the response is a
// quotient of polynomials in s, of fifth degree; the numerator contains the resonant circuit as a factor. Here they are made,
// taken apart into three sections, and each is fitted by a biquad up to 20 kHz.
//
// Values: EQP-WDF-1A, an open wave digital model of the circuit.

import { FIT_BYTES } from "@twobus/dsp/assembly/design/fit-biquad";
import { fitSection, UNIT_HZ } from "@twobus/dsp/assembly/design/fit-section";
import { startOf } from "@twobus/dsp/assembly/abi";
import { SECTION_BYTES } from "@twobus/dsp/assembly/filter-design";
import { PI } from "@twobus/dsp/assembly/maths";
import { addProduct, findRoots, ROOT_BYTES, setCoefficient } from "../polynomial/kernel";

// The settings of the network, in declared order.
export const LOW_FREQUENCY_HZ: i32 = 0;
export const LOW_BOOST_PERCENT: i32 = 1;
export const LOW_CUT_PERCENT: i32 = 2;
export const HIGH_BOOST_FREQUENCY_HZ: i32 = 3;
export const HIGH_BOOST_PERCENT: i32 = 4;
export const BANDWIDTH_PERCENT: i32 = 5;
export const HIGH_CUT_FREQUENCY_HZ: i32 = 6;
export const HIGH_CUT_PERCENT: i32 = 7;
export const NETWORK_SETTINGS: i32 = 8;

const LOW_BOOST_POT: f64 = 8200.0;
const LOW_CUT_POT: f64 = 110000.0;
const HIGH_BOOST_POT: f64 = 12000.0;
const HIGH_CUT_POT: f64 = 1000.0;
const BANDWIDTH_POT: f64 = 3900.0;
const BANDWIDTH_STOP: f64 = 390.0;
const HIGH_CUT_STOP: f64 = 91.0;
const LOAD: f64 = 10000.0;
const BEFORE_LOAD: f64 = 1000.0;
/** √(L/C) of the resonant circuit, in ohms. */
const IMPEDANCE: f64 = 3464.1016151377544;
const CUT_SHARE_OF_BOOST_CAPACITOR: f64 = 1.0 / 30.0;
const MAKE_UP: f64 = 15.4882;
/** No pot reaches its end, by 0.01 dB: so degrees never change, and no pole comes from infinity when a knob leaves zero. */
const POT_END: f64 = 1e-4;

/** Asks for the pair of the lowest frequency. */
const LOWEST: f64 = 1e12;

// Workspace: polynomials of up to degree 7, then roots, then the fit's own.
const POLYNOMIAL: usize = 64;
const BOOST_NUMERATOR: usize = 0;
const BOOST_DENOMINATOR: usize = POLYNOMIAL;
const CUT_NUMERATOR: usize = 2 * POLYNOMIAL;
const CUT_DENOMINATOR: usize = 3 * POLYNOMIAL;
const SHELF_NUMERATOR: usize = 4 * POLYNOMIAL;
const SHELF_DENOMINATOR: usize = 5 * POLYNOMIAL;
const TOP_NUMERATOR: usize = 6 * POLYNOMIAL;
const TOP_DENOMINATOR: usize = 7 * POLYNOMIAL;
const BOTH: usize = 8 * POLYNOMIAL;
const PRODUCT: usize = 9 * POLYNOMIAL;
const ABOVE: usize = 10 * POLYNOMIAL;
const BELOW: usize = 11 * POLYNOMIAL;
const ZEROS: usize = 12 * POLYNOMIAL;
const POLES: usize = ZEROS + 3 * ROOT_BYTES;
const FIT: usize = POLES + 5 * ROOT_BYTES;
export const NETWORK_BYTES: usize = FIT + FIT_BYTES;
export const NETWORK_SECTIONS: i32 = 3;

// @ts-ignore: decorator
@inline
function potOf(settings: usize, index: i32): f64 {
  return max(0.01 * startOf(settings, index), POT_END);
}

/** A capacitor for the unit of time. */
// @ts-ignore: decorator
@inline
function capacitor(farads: f64): f64 {
  return farads * (2.0 * PI * UNIT_HZ);
}

function lowCapacitor(hz: f64): f64 {
  return capacitor(hz == 20.0 ? 2.2e-6 : hz == 30.0 ? 1.1e-6 : hz == 60.0 ? 0.56e-6 : 0.33e-6);
}

function highCutCapacitor(hz: f64): f64 {
  return capacitor(hz == 5000.0 ? 270e-9 : hz == 10000.0 ? 135e-9 : 68e-9);
}

function setLinear(polynomial: usize, c0: f64, c1: f64): void {
  setCoefficient(polynomial, 0, c0);
  setCoefficient(polynomial, 1, c1);
}

/** Numerators and denominators of the branches' impedances. */
function setBranches(workspace: usize, settings: usize): void {
  const lowC = lowCapacitor(startOf(settings, LOW_FREQUENCY_HZ));
  const boost = LOW_BOOST_POT * potOf(settings, LOW_BOOST_PERCENT);
  setLinear(workspace + BOOST_NUMERATOR, boost, 0.0);
  setLinear(workspace + BOOST_DENOMINATOR, 1.0, boost * lowC);

  const cut = LOW_CUT_POT * potOf(settings, LOW_CUT_PERCENT);
  const cutTime = cut * lowC * CUT_SHARE_OF_BOOST_CAPACITOR;
  setLinear(workspace + CUT_NUMERATOR, cut + BEFORE_LOAD + LOAD, (BEFORE_LOAD + LOAD) * cutTime);
  setLinear(workspace + CUT_DENOMINATOR, 1.0, cutTime);

  const shelf = HIGH_CUT_POT * potOf(settings, HIGH_CUT_PERCENT);
  const shelfC = highCutCapacitor(startOf(settings, HIGH_CUT_FREQUENCY_HZ));
  const rest = HIGH_CUT_POT - shelf;
  const stopTime = HIGH_CUT_STOP * shelfC;
  setLinear(workspace + SHELF_DENOMINATOR, 1.0, (HIGH_CUT_STOP + shelf) * shelfC);
  setLinear(workspace + SHELF_NUMERATOR, rest + shelf, rest * (HIGH_CUT_STOP + shelf) * shelfC + shelf * stopTime);

  const beside = HIGH_BOOST_POT * potOf(settings, HIGH_BOOST_PERCENT);
  const before = HIGH_BOOST_POT - beside;
  const damping = BANDWIDTH_STOP + 0.01 * BANDWIDTH_POT * startOf(settings, BANDWIDTH_PERCENT);
  const period = UNIT_HZ / startOf(settings, HIGH_BOOST_FREQUENCY_HZ); // √(L·C) in units of time
  const seriesC = period / IMPEDANCE;
  const top = workspace + TOP_NUMERATOR;
  const topBelow = workspace + TOP_DENOMINATOR;
  setLinear(topBelow, 1.0, (damping + beside) * seriesC);
  setCoefficient(topBelow, 2, period * period);
  setLinear(top, before + beside, before * (damping + beside) * seriesC + beside * damping * seriesC);
  setCoefficient(top, 2, (before + beside) * period * period);
}

/** Numerator without its resonant factor, of third degree, and denominator, of fifth. */
function setResponse(workspace: usize): void {
  const boost = workspace + BOOST_NUMERATOR;
  const boostBelow = workspace + BOOST_DENOMINATOR;
  const cut = workspace + CUT_NUMERATOR;
  const cutBelow = workspace + CUT_DENOMINATOR;
  const shelf = workspace + SHELF_NUMERATOR;
  const shelfBelow = workspace + SHELF_DENOMINATOR;
  const topBelow = workspace + TOP_DENOMINATOR;
  const both = workspace + BOTH;
  const product = workspace + PRODUCT;
  const above = workspace + ABOVE;
  const below = workspace + BELOW;
  memory.fill(both, 0, 4 * POLYNOMIAL);
  addProduct(both, shelf, 1, cutBelow, 1);
  addProduct(both, cut, 1, shelfBelow, 1);

  addProduct(product, cutBelow, 1, boostBelow, 1);
  addProduct(above, shelf, 1, product, 2);
  for (let power: i32 = 0; power <= 3; power++) {
    setCoefficient(above, power, LOAD * load<f64>(above + (<usize>power << 3)));
  }
  addProduct(above, boost, 0, both, 2);

  // (top·boostBelow + boost·topBelow)·both + shelf·cut·boostBelow·topBelow
  memory.fill(product, 0, POLYNOMIAL);
  addProduct(product, workspace + TOP_NUMERATOR, 2, boostBelow, 1);
  addProduct(product, boost, 0, topBelow, 2);
  addProduct(below, product, 3, both, 2);
  memory.fill(both, 0, 2 * POLYNOMIAL);
  addProduct(both, shelf, 1, cut, 1);
  addProduct(product, boostBelow, 1, topBelow, 2);
  addProduct(below, product, 3, both, 2);
}

/**
 * Writes make-up and network as sections of five f64: the resonant circuit with the poles nearest to it, then the others from
 * low to high. Returns how they are arranged: while that stays, sections move as steadily as settings do.
 */
export function designNetwork(sections: usize, workspace: usize, settings: usize, sampleRate: f64): i32 {
  setBranches(workspace, settings);
  setResponse(workspace);
  const gain = (MAKE_UP * load<f64>(workspace + ABOVE)) / load<f64>(workspace + BELOW);
  const zeros = workspace + ZEROS;
  const poles = workspace + POLES;
  const others = poles + 2 * ROOT_BYTES;
  findRoots(workspace + ABOVE, 3, zeros);
  findRoots(workspace + BELOW, 5, poles);
  const poleAt = bringPairToFront(poles, 5, load<f64>(workspace + TOP_DENOMINATOR, 16));
  const zeroAt = bringPairToFront(zeros, 3, LOWEST);
  const otherAt = bringPairToFront(others, 3, LOWEST);
  const resonance = workspace + TOP_DENOMINATOR;
  const ownLinear = load<f64>(resonance, 8);
  const ownSquare = load<f64>(resonance, 16);
  fitSection(sections, workspace + FIT, sampleRate, ownLinear, ownSquare, linearOf(poles), squareOf(poles));
  const low = sections + SECTION_BYTES;
  fitSection(low, workspace + FIT, sampleRate, linearOf(zeros), squareOf(zeros), linearOf(others), squareOf(others));
  const lastZero = -1.0 / load<f64>(zeros + 2 * ROOT_BYTES);
  const lastPole = -1.0 / load<f64>(others + 2 * ROOT_BYTES);
  fitSection(low + SECTION_BYTES, workspace + FIT, sampleRate, lastZero, 0.0, lastPole, 0.0);
  for (let i: usize = 0; i < 3; i++) store<f64>(low + (i << 3), load<f64>(low + (i << 3)) * gain);
  return poleAt | (zeroAt << 4) | (otherAt << 8);
}

/** Brings the pair to the front whose frequency is nearest to that of 1 + … + square·s². Returns where it was. */
function bringPairToFront(roots: usize, count: i32, square: f64): i32 {
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
  return <i32>((best - roots) / ROOT_BYTES);
}

/** Whether a root and the next make a polynomial with real coefficients: two real ones, or upper and lower of a pair. */
function isPair(root: usize): bool {
  const im = load<f64>(root, 8);
  return im >= 0.0 && load<f64>(root, ROOT_BYTES + 8) == -im;
}

/** A pair as 1 + linear·s + square·s². */
function squareOf(pair: usize): f64 {
  const re = load<f64>(pair) * load<f64>(pair, ROOT_BYTES);
  return 1.0 / (re - load<f64>(pair, 8) * load<f64>(pair, ROOT_BYTES + 8));
}

function linearOf(pair: usize): f64 {
  return -(load<f64>(pair) + load<f64>(pair, ROOT_BYTES)) * squareOf(pair);
}
