import { decibelsToGain } from "@twobus/dsp";
import { amplitudeAt, both, decibels, tone } from "./tones.ts";
import type { Card, Point } from "./card.ts";
import type { Through } from "./through.ts";

const TONE_HZ = 1000;
const SETTLING_FRAMES = 24_000;
/** A whole number of periods of every tone here. */
const READING_FRAMES = 4800;
const HARMONICS = [2, 3, 4, 5, 6, 7];
const HIGHEST_AUDIBLE_HZ = 20_000;
const LEVELS_DBFS = Array.from({ length: 34 }, (_, index) => -60 + 2 * index);
const FREQUENCIES_HZ = [30, 40, 50, 70, 100, 150, 200, 300, 400, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 6500];
const FREQUENCIES_DBFS = -6;
const QUIET_DBFS = -40;
const LOUD_DBFS = -6;

/** What becomes of steady tones, by their level and by their frequency. */
export function steadyCurves(
  through: Through,
): Pick<Card, "transfer" | "distortion" | "distortionByFrequency" | "harmonics"> {
  const carrier = carrierOf(TONE_HZ);
  const byLevel = LEVELS_DBFS.map((peakDbfs) => ({ peakDbfs, ...steadyTone(through, carrier, peakDbfs) }));
  return {
    transfer: byLevel.map(({ peakDbfs, amplitude }) => ({ x: peakDbfs, y: decibels(amplitude) })),
    distortion: byLevel.map(({ peakDbfs, shares }) => ({ x: peakDbfs, y: decibels(lengthOf(shares)) })),
    distortionByFrequency: distortionByTone(through, FREQUENCIES_DBFS),
    harmonics: byLevel
      .filter(({ peakDbfs }) => [-18, -6, 0].includes(peakDbfs))
      .map(({ peakDbfs, shares }) => ({
        peakDbfs,
        thdPercent: 100 * lengthOf(shares),
        levelsDb: shares.map(decibels),
      })),
  };
}

/** Audible harmonics 2 to 7 of tones of one level together, in dB below the first, by the tone's frequency in Hz. */
export function distortionByTone(through: Through, peakDbfs: number): Point[] {
  return FREQUENCIES_HZ.map((hz) => {
    const { shares } = steadyTone(through, carrierOf(hz), peakDbfs);
    return { x: hz, y: decibels(lengthOf(shares)) };
  });
}

/** Each of these harmonics of one tone. */
export const harmonicsDb = (through: Through, hz: number, peakDbfs: number): number[] =>
  steadyTone(through, carrierOf(hz), peakDbfs).shares.map(decibels);

/** Level in dB of a tone that has settled, against what went in. */
export const steadyGainDb = (through: Through, hz: number, peakDbfs: number): number =>
  decibels(steadyTone(through, carrierOf(hz), peakDbfs).amplitude) - peakDbfs;

interface Carrier {
  readonly hz: number;
  /** At full scale, long enough to settle and to be read. */
  readonly signal: Float64Array;
}

const carrierOf = (hz: number): Carrier => ({ hz, signal: tone(hz, 0, SETTLING_FRAMES + READING_FRAMES) });

/** What becomes of a tone once it has settled: its amplitude, and those of its audible harmonics relative to that. */
function steadyTone(through: Through, { hz, signal }: Carrier, peakDbfs: number) {
  const peak = decibelsToGain(peakDbfs);
  const [left] = through(both(signal.map((x) => peak * x)));
  const amplitude = amplitudeAt(left, hz, READING_FRAMES);
  const shares = HARMONICS.filter((order) => order * hz <= HIGHEST_AUDIBLE_HZ).map(
    (order) => amplitudeAt(left, order * hz, READING_FRAMES) / Math.max(amplitude, 1e-12),
  );
  return { amplitude, shares };
}

const lengthOf = (shares: readonly number[]): number =>
  Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0));

/** The right channel carries a quiet tone of 1.5 kHz; how much its level changes when the left one becomes loud. */
export function linkOf(through: Through): number {
  const frames = SETTLING_FRAMES + READING_FRAMES;
  const quiet = tone(1500, QUIET_DBFS, frames);
  const rightLevel = (left: Float64Array): number =>
    decibels(amplitudeAt(through([left, quiet])[1], 1500, READING_FRAMES));
  return rightLevel(tone(TONE_HZ, LOUD_DBFS, frames)) - rightLevel(new Float64Array(frames));
}
