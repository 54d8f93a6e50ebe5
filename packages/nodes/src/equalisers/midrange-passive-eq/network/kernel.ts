// The passive network: three dividers in a row, each so high in impedance beside the one before that it does not load it.
// Each has one branch of the same kind,
//
//   B ── (D ∥ (L + C + R))       B + D is its pot
//
// in a boost from input to output, beside as much resistance as its pot, above a load; in the dip from output to ground, beside
// as much resistance as its pot, below a resistor. Wherever the wiper stands each divider is one resonance over another of the
// same L and C and another damping. Topology, values and tapers are our own, chosen for the reach and the width of bands that
// are published of the kind.

import { startOf } from "@twobus/dsp/assembly/abi";
import { FIT_BYTES } from "@twobus/dsp/assembly/design/fit-biquad";
import { fitSection, UNIT_HZ } from "@twobus/dsp/assembly/design/fit-section";
import { SECTION_BYTES } from "@twobus/dsp/assembly/filter-design";
import { PI } from "@twobus/dsp/assembly/maths";

// The settings of the network, in declared order.
const LOW_BOOST_FREQUENCY_HZ: i32 = 0;
const LOW_BOOST_PERCENT: i32 = 1;
const DIP_FREQUENCY_HZ: i32 = 2;
const DIP_PERCENT: i32 = 3;
const HIGH_BOOST_FREQUENCY_HZ: i32 = 4;
const HIGH_BOOST_PERCENT: i32 = 5;
export const NETWORK_SETTINGS: i32 = 6;

// Ohms
const BOOST_POT: f64 = 20000.0;
const LOW_BOOST_STOP: f64 = 3200.0;
const HIGH_BOOST_STOP: f64 = 4950.0;
const LOAD: f64 = 1100.0;
const DIP_POT: f64 = 2200.0;
const DIP_STOP: f64 = 460.0;
const BEFORE_DIP: f64 = 10000.0;
/** What joins the ends of a branch outside of it, for its zeros and for its poles. */
const BOOST_ZEROS: f64 = BOOST_POT;
const BOOST_POLES: f64 = 1.0 / (1.0 / BOOST_POT + 1.0 / LOAD);
const DIP_ZEROS: f64 = 0.0;
const DIP_POLES: f64 = 1.0 / (1.0 / DIP_POT + 1.0 / BEFORE_DIP);

export const NETWORK_BYTES: usize = FIT_BYTES;
export const NETWORK_SECTIONS: i32 = 3;

// Taps of the coils, in henries: frequencies that share one differ in width.

function lowBoostCoil(hz: f64): f64 {
  return hz < 400.0 ? 5.0 : hz < 900.0 ? 2.2 : 1.2;
}

function dipCoil(hz: f64): f64 {
  if (hz < 400.0) return 0.56;
  if (hz < 900.0) return 0.22;
  if (hz < 1800.0) return 0.11;
  return hz < 3500.0 ? 0.056 : hz < 6000.0 ? 0.028 : 0.02;
}

function highBoostCoil(hz: f64): f64 {
  return hz < 2500.0 ? 0.8 : 0.45;
}

/** How far a boost's pot is turned, for its knob: evenly in dB, about. */
function boostTurn(percent: f64): f64 {
  const turn = 0.01 * percent;
  return turn * (2.0 - turn);
}

/** The last fifth of the dip's knob adds little. */
function dipTurn(percent: f64): f64 {
  const left = 1.0 - 0.01 * percent;
  return 1.0 - left * left * left;
}

/** Damping of a branch's resonance, in ohms: its resistor, and the pot with its ends joined by `outside`. */
function dampingOf(pot: f64, turn: f64, stop: f64, outside: f64): f64 {
  const beside = turn * pot;
  return stop + (beside * (pot - beside + outside)) / (pot + outside);
}

/** Writes network and make-up as three sections of five f64. `workspace` is NETWORK_BYTES of scratch. */
export function designNetwork(sections: usize, workspace: usize, settings: usize, sampleRate: f64): void {
  const lowHz = startOf(settings, LOW_BOOST_FREQUENCY_HZ);
  const lowTurn = boostTurn(startOf(settings, LOW_BOOST_PERCENT));
  const lowZeros = dampingOf(BOOST_POT, lowTurn, LOW_BOOST_STOP, BOOST_ZEROS);
  const lowPoles = dampingOf(BOOST_POT, lowTurn, LOW_BOOST_STOP, BOOST_POLES);
  designBand(sections, workspace, sampleRate, lowHz, lowBoostCoil(lowHz), lowZeros, lowPoles);

  const dipHz = startOf(settings, DIP_FREQUENCY_HZ);
  const turn = dipTurn(startOf(settings, DIP_PERCENT));
  const dipZeros = dampingOf(DIP_POT, turn, DIP_STOP, DIP_ZEROS);
  const dipPoles = dampingOf(DIP_POT, turn, DIP_STOP, DIP_POLES);
  designBand(sections + SECTION_BYTES, workspace, sampleRate, dipHz, dipCoil(dipHz), dipZeros, dipPoles);

  const highHz = startOf(settings, HIGH_BOOST_FREQUENCY_HZ);
  const highTurn = boostTurn(startOf(settings, HIGH_BOOST_PERCENT));
  const highZeros = dampingOf(BOOST_POT, highTurn, HIGH_BOOST_STOP, BOOST_ZEROS);
  const highPoles = dampingOf(BOOST_POT, highTurn, HIGH_BOOST_STOP, BOOST_POLES);
  designBand(sections + 2 * SECTION_BYTES, workspace, sampleRate, highHz, highBoostCoil(highHz), highZeros, highPoles);
}

/** (1 + zeros·C·s + L·C·s²) / (1 + poles·C·s + L·C·s²) */
function designBand(
  section: usize,
  workspace: usize,
  sampleRate: f64,
  hz: f64,
  henries: f64,
  zeros: f64,
  poles: f64,
): void {
  const period = UNIT_HZ / hz; // √(L·C) in units of time
  const capacitor = period / (2.0 * PI * hz * henries);
  const square = period * period;
  fitSection(section, workspace, sampleRate, zeros * capacitor, square, poles * capacitor, square);
}
