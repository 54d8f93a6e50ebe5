// The network once more, as impedances at one frequency: the oracle of its checks.

import { add, divide, multiply, ohms, parallel, type Complex } from "./impedances.ts";

export interface Turns {
  readonly lowHz?: 20 | 30 | 60 | 100;
  readonly boost?: number;
  readonly cut?: number;
  readonly highHz?: number;
  readonly high?: number;
  readonly bandwidth?: number;
  readonly highCutHz?: 5000 | 10000 | 20000;
  readonly highCut?: number;
}

const LOW_FARADS = { 20: 2.2e-6, 30: 1.1e-6, 60: 0.56e-6, 100: 0.33e-6 };
const HIGH_CUT_FARADS = { 5000: 270e-9, 10000: 135e-9, 20000: 68e-9 };

/** Response in dB; knobs from 0 to 1. */
export function circuitDb(hz: number, turns: Turns): number {
  const { lowHz = 60, boost = 0, cut = 0, highHz = 8000, high = 0, bandwidth = 0.5, highCutHz = 10000 } = turns;
  const { highCut = 0 } = turns;
  const omega = 2 * Math.PI * hz;
  const farads = (value: number): Complex => [0, -1 / (omega * value)];
  const period = 1 / (2 * Math.PI * highHz);
  const resonator = add(
    farads(period / Math.sqrt(12e6)),
    [0, omega * period * Math.sqrt(12e6)],
    ohms(390 + 3900 * bandwidth),
  );
  const top = add(ohms(12e3 * (1 - high)), parallel(ohms(12e3 * high), resonator));
  const shelf = parallel(ohms(1e3 * highCut), add(farads(HIGH_CUT_FARADS[highCutHz]), ohms(91)));
  const load = add(parallel(ohms(110e3 * cut), farads(LOW_FARADS[lowHz] / 30)), ohms(11e3));
  const middle = parallel(add(ohms(1e3 * (1 - highCut)), shelf), load);
  const bottom = parallel(ohms(8.2e3 * boost), farads(LOW_FARADS[lowHz]));
  const tap = add(divide(multiply(middle, ohms(10e3)), load), bottom);
  const [re, im] = divide(tap, add(top, middle, bottom));
  return 20 * Math.log10(15.4882 * Math.hypot(re, im));
}
