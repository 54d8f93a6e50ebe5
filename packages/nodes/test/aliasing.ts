// The strongest line that a node adds to a tone where no harmonic of it lies: what folds. The window is a 7-term
// Blackman–Harris (Albrecht, ICASSP 2001), whose side lobes lie 180 dB down, so that a tone may have any frequency and a line
// 6 Hz beside it is told from it.

import { decibels, SAMPLE_RATE } from "./probes.ts";

const STRETCH = 1 << 16;
const BIN_HZ = SAMPLE_RATE / STRETCH;
/** What folds above it is not heard; half-band filters let it fold into 20 to 24 kHz on purpose. Nor is it below 20 Hz. */
const HEARD_HZ = [20, 20000] as const;
const WINDOW = [
  0.27105140069342, -0.43329793923448, 0.21812299954311, -0.06592544638803, 0.01081174209837, -0.00077658482522,
  0.00001388721735,
];
/** Half the width of what the window makes of a line. */
const LOBE_BINS = WINDOW.length;

/** A tone of `peakDb` dBFS, as long as `settleSeconds` and the stretch behind them. */
export function longTone(hz: number, peakDb: number, settleSeconds: number): Float64Array {
  const step = (2 * Math.PI * hz) / SAMPLE_RATE;
  const peak = 10 ** (peakDb / 20);
  return Float64Array.from(
    { length: settleSeconds * SAMPLE_RATE + STRETCH },
    (_, i) => peak * Math.sin(step * i + 0.3),
  );
}

/** The strongest audible line at the end of a signal that is no harmonic of a tone, in dB relative to the tone. */
export function strongestAlias(signal: Float64Array, hz: number): { readonly levelDb: number; readonly hz: number } {
  const stretch = signal.subarray(signal.length - STRETCH);
  const power = powerSpectrum(stretch.map((x, i) => x * windowAt(i / STRETCH)));
  const [from, to] = HEARD_HZ.map((heard) => Math.round(heard / BIN_HZ));
  let strongest = from!;
  for (let bin = from!; bin <= to!; bin++) {
    const binHz = bin * BIN_HZ;
    const harmonicHz = Math.round(binHz / hz) * hz;
    if (Math.abs(binHz - harmonicHz) > LOBE_BINS * BIN_HZ && power[bin]! > power[strongest]!) strongest = bin;
  }
  const levelDb = decibels(Math.sqrt(lobeOf(power, strongest) / lobeOf(power, Math.round(hz / BIN_HZ))));
  return { levelDb, hz: Math.round(strongest * BIN_HZ) };
}

const windowAt = (share: number): number =>
  WINDOW.reduce((sum, factor, order) => sum + factor * Math.cos(2 * Math.PI * order * share), 0);

/** Highest power of a line about a bin. */
const lobeOf = (power: Float64Array, bin: number): number => Math.max(...power.subarray(bin - 1, bin + 2));

/** By an iterative fast Fourier transform of radix 2. */
function powerSpectrum(stretch: Float64Array): Float64Array {
  const { length } = stretch;
  const [re, im] = [new Float64Array(length), new Float64Array(length)];
  for (let index = 0, reversed = 0; index < length; index++) {
    re[reversed] = stretch[index]!;
    let bit = length >> 1;
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit;
    reversed |= bit;
  }
  for (let half = 1; half < length; half <<= 1) {
    for (let turn = 0; turn < half; turn++) {
      const [cosine, sine] = [Math.cos((Math.PI * turn) / half), -Math.sin((Math.PI * turn) / half)];
      for (let low = turn; low < length; low += 2 * half) {
        const high = low + half;
        const [turnedRe, turnedIm] = [re[high]! * cosine - im[high]! * sine, re[high]! * sine + im[high]! * cosine];
        [re[high], im[high]] = [re[low]! - turnedRe, im[low]! - turnedIm];
        re[low]! += turnedRe;
        im[low]! += turnedIm;
      }
    }
  }
  return re.subarray(0, length / 2).map((x, bin) => x * x + im[bin]! * im[bin]!);
}
