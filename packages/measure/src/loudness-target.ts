/** A gain, and how loud the programme was with it. */
export interface LoudnessTrial {
  readonly gainDb: number;
  readonly integratedLufs: number;
}

export interface LoudnessGoal {
  readonly targetLufs: number;
  /** The gains that can be set. */
  readonly minDb: number;
  readonly maxDb: number;
}

/**
 * What to do after some trials: try a gain, keep the last trial, or give up. `gainNotHeard`: the loudness does not depend on the
 * gain. `outOfRange`: `nearest` is at the end of the range and not enough. `unsettled`: too many trials; `nearest` came closest.
 */
export type LoudnessStep =
  | { readonly kind: "try"; readonly gainDb: number }
  | { readonly kind: "reached"; readonly trial: LoudnessTrial }
  | { readonly kind: "gainNotHeard" | "outOfRange" | "unsettled"; readonly nearest: LoudnessTrial };

export const LOUDNESS_TOLERANCE_LU = 0.1;
export const MOST_LOUDNESS_TRIALS = 8;

/** Gains are tried in steps that read well in a mix. */
const STEPS_PER_DB = 100;
/** Less of this much loudness per decibel, a gain is not heard. */
const LEAST_SLOPE = 0.001;

/**
 * Looks for the gain that brings a programme to a loudness. Behind a limiter loudness rises by 1 LU per dB or less, and by
 * less and less. So from a trial that was too quiet the target is at least as many decibels away as it lacks; and where
 * another was too loud, at most as far as the line between the two says. Between these two bounds the next trial is made;
 * before there are both, where the secant through the last two points. Pure: give it all trials so far, in order.
 */
export function nextLoudnessStep(trials: readonly LoudnessTrial[], goal: LoudnessGoal): LoudnessStep {
  const lack = ({ integratedLufs }: LoudnessTrial): number => goal.targetLufs - integratedLufs;
  const last = trials.at(-1)!;
  if (Math.abs(lack(last)) <= LOUDNESS_TOLERANCE_LU) return { kind: "reached", trial: last };

  const nearest = trials.toSorted((a, b) => Math.abs(lack(a)) - Math.abs(lack(b)))[0]!;
  const slope = Math.max(LEAST_SLOPE, slopeBetween(trials.at(-2), last));
  if (trials.length >= MOST_LOUDNESS_TRIALS) return { kind: "unsettled", nearest };

  const byGain = trials.toSorted((a, b) => a.gainDb - b.gainDb);
  const quiet = byGain.findLast((trial) => lack(trial) > 0);
  const loud = byGain.find((trial) => lack(trial) < 0);
  const atMost = quiet && loud && quiet.gainDb + lack(quiet) / slopeBetween(quiet, loud);
  const wish = atMost === undefined ? last.gainDb + lack(last) / slope : (quiet!.gainDb + lack(quiet!) + atMost) / 2;
  const gainDb = Math.round(Math.min(goal.maxDb, Math.max(goal.minDb, wish)) * STEPS_PER_DB) / STEPS_PER_DB;
  if (!trials.some((trial) => trial.gainDb === gainDb)) return { kind: "try", gainDb };
  if (gainDb !== goal.minDb && gainDb !== goal.maxDb) return { kind: "unsettled", nearest };
  const others = trials.slice(1);
  const isUnmoved = others.every((trial) => Math.abs(slopeBetween(trials[0], trial)) < LEAST_SLOPE);
  return { kind: others.length > 0 && isUnmoved ? "gainNotHeard" : "outOfRange", nearest };
}

/** LU per dB; 1 where there is but one trial. */
function slopeBetween(a: LoudnessTrial | undefined, b: LoudnessTrial): number {
  return a === undefined ? 1 : (b.integratedLufs - a.integratedLufs) / (b.gainDb - a.gainDb);
}
