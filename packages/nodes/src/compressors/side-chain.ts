import {
  choice,
  percent,
  toggle,
  type ChoiceParameter,
  type NumberParameter,
  type ToggleParameter,
} from "@twobus/core";

/** Parameters that every compressor with a key port has in common. */
export const channelMode: ChoiceParameter = choice(["stereo", "dualMono", "midSide"], {
  default: "stereo",
  structural: true,
  description: "What the two channels are: left and right linked, left and right apart, or mid and side.",
});

export const linkPercent: NumberParameter<"Percent"> = percent({
  min: 0,
  max: 100,
  default: 100,
  description: "How far the quieter channel follows the louder one. No meaning in dual mono.",
});

export const mixPercent: NumberParameter<"Percent"> = percent({
  min: 0,
  max: 100,
  default: 100,
  description: "Blend of the gain itself from none to all of it: parallel compression that cannot comb.",
});

export const keyListen: ToggleParameter = toggle({
  default: false,
  description: "Hear what the detector hears: the key, filtered.",
});
