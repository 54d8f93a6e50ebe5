import {
  choice,
  percent,
  toggle,
  type ChoiceParameter,
  type NumberParameter,
  type PlainValue,
  type PlainValues,
  type ToggleParameter,
} from "@twobus/core";
import { INAUDIBLE_NEPERS } from "../tail.ts";

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

/** The filters of the key ring on where it is listened to. Poles of a Butterworth filter decay by 2πf/√2 in a second. */
export function keyTailSamples(values: PlainValues, sampleRate: number): number {
  if (values["keyListen"] !== true) return 0;
  const secondsAt = (hz: PlainValue | undefined): number =>
    hz === undefined ? 0 : INAUDIBLE_NEPERS / (Math.SQRT2 * Math.PI * Number(hz));
  return Math.ceil((secondsAt(values["keyHighPassHz"]) + secondsAt(values["keyLowPassHz"])) * sampleRate);
}
