// The strongest alias of a node, by a tone with a prime number of periods in the stretch that is transformed: its harmonics
// and what folds lie in bins of their own, and nothing leaks.

import { decibels, SAMPLE_RATE } from "./probes.ts";

const STRETCH = 1 << 16;
/** What folds above it is not heard; half-band filters let it fold into 20 to 24 kHz on purpose. */
const HEARD_HZ = 20000;

/** Periods of a tone near `hz` in the stretch. */
function periodsOf(hz: number): number {
  let periods = Math.round((hz * STRETCH) / SAMPLE_RATE);
  while (!isPrime(periods)) periods++;
  return periods;
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return true;
}

/** A tone near `hz` of `peakDb` dBFS, as long as `settleSeconds` and the stretch behind them. */
export function coherentTone(hz: number, peakDb: number, settleSeconds: number): Float64Array {
  const step = (2 * Math.PI * periodsOf(hz)) / STRETCH;
  const peak = 10 ** (peakDb / 20);
  return Float64Array.from(
    { length: settleSeconds * SAMPLE_RATE + STRETCH },
    (_, i) => peak * Math.sin(step * i + 0.3),
  );
}

/** The strongest bin up to 20 kHz at the end of a signal that is neither DC nor a harmonic, in dB relative to the tone. */
export function strongestAlias(signal: Float64Array, hz: number): { readonly levelDb: number; readonly hz: number } {
  const power = powerSpectrum(signal.subarray(signal.length - STRETCH));
  const tone = periodsOf(hz);
  let strongest = 1;
  for (let bin = 1; bin <= (HEARD_HZ * STRETCH) / SAMPLE_RATE; bin++)
    if (bin % tone !== 0 && power[bin]! > power[strongest]!) strongest = bin;
  return {
    levelDb: decibels(Math.sqrt(power[strongest]! / power[tone]!)),
    hz: Math.round((strongest * SAMPLE_RATE) / STRETCH),
  };
}

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
