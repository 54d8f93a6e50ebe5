// The midrange network once more, as impedances at one frequency: the oracle of its checks.

import { add, divide, ohms, parallel, type Complex } from "./impedances.ts";

const LOW_HENRIES = { 200: 5, 300: 5, 500: 2.2, 700: 2.2, 1000: 1.2 };
const HIGH_HENRIES = { 1500: 0.8, 2000: 0.8, 3000: 0.45, 4000: 0.45, 5000: 0.45 };
const DIP_HENRIES = {
  200: 0.56,
  300: 0.56,
  500: 0.22,
  700: 0.22,
  1000: 0.11,
  1500: 0.11,
  2000: 0.056,
  3000: 0.056,
  4000: 0.028,
  5000: 0.028,
  7000: 0.02,
};

export type LowHz = keyof typeof LOW_HENRIES;
export type DipHz = keyof typeof DIP_HENRIES;
export type HighHz = keyof typeof HIGH_HENRIES;

/** Knobs from 0 to 1. */
export interface MidrangeTurns {
  readonly lowHz?: LowHz;
  readonly low?: number;
  readonly dipHz?: DipHz;
  readonly dip?: number;
  readonly highHz?: HighHz;
  readonly high?: number;
}

/** A pot of so many ohms, turned by `share`, its lower part beside a coil, a capacitor and a resistor. */
function branch(hz: number, pot: number, share: number, stop: number, centreHz: number, henries: number): Complex {
  const omega = 2 * Math.PI * hz;
  const farads = 1 / ((2 * Math.PI * centreHz) ** 2 * henries);
  const resonator: Complex = [stop, omega * henries - 1 / (omega * farads)];
  return add(ohms(pot * (1 - share)), parallel(ohms(pot * share), resonator));
}

/** A divider in dB, over what is left of it at rest. */
function dividerDb(top: Complex, bottom: Complex, atRest: number): number {
  const [re, im] = divide(bottom, add(top, bottom));
  return 20 * Math.log10(Math.hypot(re, im) / atRest);
}

/** Response in dB. */
export function midrangeCircuitDb(hz: number, turns: MidrangeTurns): number {
  const { lowHz = 500, low = 0, dipHz = 700, dip = 0, highHz = 3000, high = 0 } = turns;
  const boostShare = (turn: number): number => turn * (2 - turn);
  const lowBranch = branch(hz, 20e3, boostShare(low), 3200, lowHz, LOW_HENRIES[lowHz]);
  const dipBranch = branch(hz, 2200, 1 - (1 - dip) ** 3, 460, dipHz, DIP_HENRIES[dipHz]);
  const highBranch = branch(hz, 20e3, boostShare(high), 4950, highHz, HIGH_HENRIES[highHz]);
  const atRest = 1.1 / 11.1;
  return (
    dividerDb(parallel(lowBranch, ohms(20e3)), ohms(1100), atRest) +
    dividerDb(ohms(10e3), parallel(dipBranch, ohms(2200)), atRest) +
    dividerDb(parallel(highBranch, ohms(20e3)), ohms(1100), atRest)
  );
}
