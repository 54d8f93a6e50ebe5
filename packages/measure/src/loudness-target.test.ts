import { describe, expect, test } from "vitest";
import {
  LOUDNESS_TOLERANCE_LU,
  MOST_LOUDNESS_TRIALS,
  nextLoudnessStep,
  type LoudnessStep,
  type LoudnessTrial,
} from "./loudness-target.ts";

const RANGE = { minDb: -24, maxDb: 24 };

/** Follows the steps on a programme whose loudness is a function of gain. */
function search(
  loudness: (gainDb: number) => number,
  targetLufs: number,
  startDb = 0,
): { step: LoudnessStep; trials: readonly LoudnessTrial[] } {
  const trials: LoudnessTrial[] = [{ gainDb: startDb, integratedLufs: loudness(startDb) }];
  for (;;) {
    const step = nextLoudnessStep(trials, { targetLufs, ...RANGE });
    if (step.kind !== "try") return { step, trials };
    trials.push({ gainDb: step.gainDb, integratedLufs: loudness(step.gainDb) });
  }
}

/** A limiter: below its knee dB for dB, far above it nearly nothing. */
const limited =
  (quietLufs: number, mostLufs: number) =>
  (gainDb: number): number =>
    mostLufs - 4 * Math.log(1 + Math.exp((mostLufs - quietLufs - gainDb) / 4));

describe("the target is reached within 0.1 LU", () => {
  test("in two trials where loudness goes with gain", () => {
    const { step, trials } = search((gainDb) => -23.4 + gainDb, -14);
    expect(step).toMatchObject({ kind: "reached", trial: { gainDb: 9.4 } });
    expect(trials).toHaveLength(2);
  });

  test("in one where it stands there already", () => {
    expect(search((gainDb) => -14.05 + gainDb, -14).trials).toHaveLength(1);
  });

  test.each([-30, -20, -16, -14, -11, -9.5, -8.5])(
    "of %d LUFS through a limiter, from anywhere, in 7 trials at most",
    (target) => {
      for (const quietLufs of [-26, -18, -12]) {
        for (const startDb of [-24, 0, 7.3, 24]) {
          const { step, trials } = search(limited(quietLufs, -8), target, startDb);
          const isWithinReach = target <= limited(quietLufs, -8)(24) && target >= limited(quietLufs, -8)(-24);
          expect(step.kind).toBe(isWithinReach ? "reached" : "outOfRange");
          expect(trials.length).toBeLessThanOrEqual(7);
          if (step.kind === "reached") {
            expect(Math.abs(step.trial.integratedLufs - target)).toBeLessThanOrEqual(LOUDNESS_TOLERANCE_LU);
          }
        }
      }
    },
  );

  test("gains have two decimals at most, and stay in the range", () => {
    for (const { gainDb } of search(limited(-21.37, -7), -9.123, 1.5).trials) {
      expect(gainDb).toBe(Number(gainDb.toFixed(2)));
      expect(Math.abs(gainDb)).toBeLessThanOrEqual(24);
    }
  });
});

describe("it gives up", () => {
  test("where the most gain is not enough, naming what came nearest", () => {
    const { step } = search((gainDb) => -50 + gainDb, -14);
    expect(step).toEqual({ kind: "outOfRange", nearest: { gainDb: 24, integratedLufs: -26 } });
  });

  test("where the least gain is too much", () => {
    const { step } = search((gainDb) => -8 + gainDb, -40);
    expect(step).toEqual({ kind: "outOfRange", nearest: { gainDb: -24, integratedLufs: -32 } });
  });

  test("where the gain is not heard", () => {
    expect(search(() => -20, -14)).toMatchObject({ step: { kind: "gainNotHeard" }, trials: { length: 3 } });
  });

  test("where more gain makes it no louder, though less makes it quieter", () => {
    const { step } = search((gainDb) => Math.min(-12, -20 + gainDb), -9, 3);
    expect(step).toMatchObject({ kind: "outOfRange", nearest: { integratedLufs: -12 } });
  });

  test("but not where it begins far above what can be heard", () => {
    expect(search((gainDb) => Math.min(-12, -20 + gainDb), -24, 24).step).toMatchObject({ kind: "reached" });
  });

  test("where loudness jumps over the target", () => {
    const { step, trials } = search((gainDb) => (gainDb < 3.217 ? -16 : -13) + gainDb / 100, -14);
    expect(step.kind).toBe("unsettled");
    expect(trials.length).toBeLessThanOrEqual(MOST_LOUDNESS_TRIALS);
  });
});
