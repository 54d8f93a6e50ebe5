import type { NodeDefinition, PlainValues } from "@twobus/core";
import type { EqualReduction, Point } from "./card.ts";
import { BURST_HZ, burstGains, thinned } from "./step.ts";
import { distortionByTone, harmonicsDb, steadyGainDb } from "./steady.ts";
import type { Through } from "./through.ts";

/** What every compressor is driven to, by what drives it, so that what is left of their difference is their character. */
const EQUAL_REDUCTION_DB = 6;
const LOUD_DBFS = -12;
const QUIET_DBFS = -46;
const TONE_HZ = 1000;
const BASS_HZ = 100;
const LONG_MS = 1000;
const SHORT_MS = 30;
const FREQUENCIES_HZ = [
  20, 30, 40, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000, 10_000, 14_000, 18_000,
];
const LEVELS_DBFS = Array.from({ length: 17 }, (_, index) => -36 + 2 * index);
const HALVINGS = 14;
const NEAR_DB = 0.1;

/** What drives compressors: thresholds, from high to low, or an amount, from low to high. */
const DRIVES: readonly { readonly name: RegExp; readonly isThreshold: boolean }[] = [
  { name: /^(band\d+)?thresholdDb$/i, isThreshold: true },
  { name: /^peakReductionDb$/, isThreshold: false },
];

/** A compressor at equal reduction; `undefined` of another node, and of one that cannot reduce so much with its values. */
export function equalReductionOf(
  definition: NodeDefinition,
  throughWith: (values: PlainValues) => Through,
  latencySamples: number,
): EqualReduction | undefined {
  const drive = definition.category === "compressor" ? driveOf(definition) : undefined;
  if (drive === undefined) return undefined;
  const idle = throughWith(drive(0));
  const reductionDb = (through: Through, hz: number, peakDbfs: number): number =>
    steadyGainDb(idle, hz, peakDbfs) - steadyGainDb(through, hz, peakDbfs);
  const drivenAt = (hz: number): Through | undefined => {
    let [least, most] = [0, 1];
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = (least + most) / 2;
      if (reductionDb(throughWith(drive(middle)), hz, LOUD_DBFS) < EQUAL_REDUCTION_DB) least = middle;
      else most = middle;
    }
    const through = throughWith(drive(most));
    return Math.abs(reductionDb(through, hz, LOUD_DBFS) - EQUAL_REDUCTION_DB) < NEAR_DB ? through : undefined;
  };
  const [working, bursting] = [drivenAt(TONE_HZ), drivenAt(BURST_HZ)];
  if (working === undefined || bursting === undefined) return undefined;
  const burst = (highMs: number): { readonly attack: Point[]; readonly release: Point[] } => {
    const levels = { lowDbfs: QUIET_DBFS, highDbfs: LOUD_DBFS, highMs };
    const { quiet, attack, release } = burstGains(bursting, latencySamples, levels);
    const moved = (gains: readonly number[]): Point[] => thinned(gains, 0).map(({ x, y }) => ({ x, y: y - quiet[0]! }));
    return { attack: moved(attack), release: moved(release) };
  };
  const long = burst(LONG_MS);
  return {
    attack: long.attack,
    release: long.release,
    shortRelease: burst(SHORT_MS).release,
    byFrequency: FREQUENCIES_HZ.map((hz) => ({ x: hz, y: -reductionDb(working, hz, LOUD_DBFS) })),
    byLevel: LEVELS_DBFS.map((dbfs) => ({ x: dbfs - LOUD_DBFS, y: -reductionDb(working, TONE_HZ, dbfs) })),
    distortionByFrequency: distortionByTone(working, LOUD_DBFS),
    bassHarmonicsDb: harmonicsDb(working, BASS_HZ, LOUD_DBFS),
  };
}

/** Values that drive it by a share of its range: 0 not at all, 1 as far as it goes. */
function driveOf({ params }: NodeDefinition): ((share: number) => PlainValues) | undefined {
  for (const { name, isThreshold } of DRIVES) {
    const driven = Object.entries(params).filter(([key]) => name.test(key));
    if (driven.length > 0) {
      return (share) =>
        Object.fromEntries(
          driven.map(([key, parameter]) => {
            const [min, max] = parameter.kind === "number" ? [parameter.min, parameter.max] : [0, 0];
            return [key, min + (max - min) * (isThreshold ? 1 - share : share)];
          }),
        );
    }
  }
  return undefined;
}
