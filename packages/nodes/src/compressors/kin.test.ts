// Of three compressors on the reference sheet there is no node: a tube leveller (section B.2), a double triode (B.4) and an
// opto of settable times (B.6). What of their checks another node can be set to is held here, with the sheet's figures; the rest
// needs parts that no node has, and decision 25 says which.

import { describe, expect, test } from "vitest";
import { attackSeconds, releaseSeconds, runnerOf, staticReductionDb } from "../../test/dynamics.ts";

const THRESHOLD_DB = -30;

describe("a tube leveller (B.2), by the variable-mu compressors", async () => {
  const vintage = await runnerOf("twobus.vintageMuCompressor");
  const modern = await runnerOf("twobus.modernMuCompressor");

  test("check 1: reduction reaches 25 dB", () => {
    expect(staticReductionDb(vintage, { thresholdDb: -40 }, 0)).toBeGreaterThan(25);
  });

  test("check 2: an attack of 50 ms reaches 63 % within 30 to 70 ms", () => {
    const seconds = attackSeconds(modern, { thresholdDb: THRESHOLD_DB, attackMs: 50 }, THRESHOLD_DB, 0.05);
    expect(seconds).toBeGreaterThan(0.03);
    expect(seconds).toBeLessThan(0.07);
  });
});

describe("an opto of settable times (B.6), by the digital compressor", async () => {
  const digital = await runnerOf("twobus.digitalCompressor");
  const values = { thresholdDb: THRESHOLD_DB, ratio: 4, kneeDb: 0 };
  const releaseOf = (own: object, held: number, share: number, free: number): number =>
    releaseSeconds(
      digital,
      { ...values, attackMs: 1, ...own },
      [share],
      [
        [THRESHOLD_DB + 12, held],
        [-Infinity, free],
      ],
    )[0]!;

  // Its threshold is the point of 1 dB of reduction; of a knee that is (1 − 1/R)·W/8
  test("check 1: with a knee of 10.7 dB it reduces by 1 dB at its threshold", () => {
    const reduction = staticReductionDb(digital, { ...values, kneeDb: (8 * 4) / 3 }, THRESHOLD_DB);
    expect(Math.abs(reduction - 1)).toBeLessThan(0.05); // asked for: 0.3 dB
  });

  test("checks 2 and 3: fixed times are 1 and 50 ms; of the settable ones all but the slowest end is there", () => {
    for (const attackMs of [0.5, 1, 250]) {
      const seconds = attackSeconds(digital, { ...values, attackMs }, THRESHOLD_DB, attackMs / 1000);
      expect(Math.abs((1000 * seconds) / attackMs - 1)).toBeLessThan(0.3);
    }
    for (const releaseMs of [50, 5000]) {
      const seconds = releaseOf({ releaseMs }, 0.5, 0.63, (2 * releaseMs) / 1000);
      expect(Math.abs((1000 * seconds) / releaseMs - 1)).toBeLessThan(0.3);
    }
  });

  test("check 5: 12 dB over, 2:1 reduces by 5 to 6.5 dB and 10:1 by 9.5 to 11 dB", () => {
    const reductionAt = (ratio: number): number => staticReductionDb(digital, { ...values, ratio }, THRESHOLD_DB + 12);
    expect(Math.abs(reductionAt(2) - 5.75)).toBeLessThan(0.75);
    expect(Math.abs(reductionAt(10) - 10.25)).toBeLessThan(0.75);
  });
});
