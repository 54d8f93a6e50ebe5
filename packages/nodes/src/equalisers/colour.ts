import { choice, type ChoiceParameter, type PlainValues } from "@twobus/core";
import { OVERSAMPLING_FACTORS, firstStageTaps, oversamplingLatencySamples, type OversamplingFactor } from "@twobus/dsp";

/** Parameter and latency of equalisers with a colour stage. */
export const oversampling: ChoiceParameter = choice(OVERSAMPLING_FACTORS, {
  default: 4,
  structural: true,
  description: "How many times faster the colour runs, against aliasing. Costs time and latency.",
});

/** The straight sound waits for the colour. */
export const colourLatencySamples = (values: PlainValues, sampleRate: number): number =>
  oversamplingLatencySamples(values["oversampling"] as OversamplingFactor, firstStageTaps(sampleRate));
