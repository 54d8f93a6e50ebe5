// Nodes whose nonlinearity is an envelope: a gain that follows the sound folds what it makes of a fast envelope's harmonics.

import { choice, type ChoiceParameter, type PlainValues } from "@twobus/core";
import { OVERSAMPLING_FACTORS, firstStageTaps, oversamplingLatencySamples, type OversamplingFactor } from "@twobus/dsp";

/** How many times faster such a node runs, from detector to gain. `cleanAt` says which choice folds how little. */
export const envelopeOversampling = (cleanAt: string, preset: OversamplingFactor = 1): ChoiceParameter =>
  choice(OVERSAMPLING_FACTORS, {
    default: preset,
    structural: true,
    description: `How many times faster detector and gain run, against aliasing of fast times. ${cleanAt} Costs time and latency.`,
  });

/** What a peak detector at the song's rate leaves of a tone whose crests lie between the samples: decision 10. */
export const crestsWander = (sideBandsDb: number): string =>
  `Crests between samples wander: at 1 a tone of 5000.2 Hz has side-bands of −${Math.abs(sideBandsDb)} dB.`;

/** Whole samples that its filters are late, and ring on. */
export const envelopeLatencySamples = (values: PlainValues, sampleRate: number): number =>
  oversamplingLatencySamples(values["oversampling"] as OversamplingFactor, firstStageTaps(sampleRate));
