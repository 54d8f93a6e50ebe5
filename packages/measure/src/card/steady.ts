import { amplitudeAt, both, decibels, tone } from "./tones.ts";
import type { Card } from "./card.ts";
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
  const byLevel = LEVELS_DBFS.map((peakDbfs) => ({ peakDbfs, ...steadyTone(through, TONE_HZ, peakDbfs) }));
  return {
    transfer: byLevel.map(({ peakDbfs, amplitude }) => ({ x: peakDbfs, y: decibels(amplitude) })),
    distortion: byLevel.map(({ peakDbfs, shares }) => ({ x: peakDbfs, y: decibels(lengthOf(shares)) })),
    distortionByFrequency: FREQUENCIES_HZ.map((hz) => {
      const { shares } = steadyTone(through, hz, FREQUENCIES_DBFS);
      return { x: hz, y: decibels(lengthOf(shares)) };
    }),
    harmonics: byLevel
      .filter(({ peakDbfs }) => [-18, -6, 0].includes(peakDbfs))
      .map(({ peakDbfs, shares }) => ({
        peakDbfs,
        thdPercent: 100 * lengthOf(shares),
        levelsDb: shares.map(decibels),
      })),
  };
}

/** What becomes of a tone once it has settled: its amplitude, and those of its audible harmonics relative to that. */
function steadyTone(through: Through, hz: number, peakDbfs: number) {
  const [left] = through(both(tone(hz, peakDbfs, SETTLING_FRAMES + READING_FRAMES)));
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
