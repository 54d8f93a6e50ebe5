import {
  choice,
  hertz,
  level,
  percent,
  toggle,
  type ChoiceParameter,
  type NumberParameter,
  type PlainValue,
  type PlainValues,
  type ToggleParameter,
} from "@twobus/core";
import { firstStageTaps, OVERSAMPLING_FACTORS, oversamplingLatencySamples, type OversamplingFactor } from "@twobus/dsp";
import { decayPerFrame, INAUDIBLE_NEPERS } from "../tail.ts";

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

const makeupDb: NumberParameter<"Db"> = level({
  min: -24,
  max: 24,
  default: 0,
  description: "Level after compression.",
});

const autoMakeup: ToggleParameter = toggle({
  default: false,
  description: "Keep a tone at 0 VU (−18 dBFS) at its level, whatever the threshold does.",
});

const keyHighPassHz: NumberParameter<"Hz"> = hertz({
  min: 20,
  max: 2000,
  default: 20,
  description: "12 dB/oct high-pass before the detector, so that bass does not drive it. Off at 20 Hz.",
});

const keyLowPassHz: NumberParameter<"Hz"> = hertz({
  min: 200,
  max: 20000,
  default: 20000,
  description: "12 dB/oct low-pass before the detector. Off at 20 kHz.",
});

/** What compressors share around their own law, in the order that `dsp/assembly/side-chain.ts` reads. */
export const sideChainParameters: {
  readonly makeupDb: NumberParameter<"Db">;
  readonly autoMakeup: ToggleParameter;
  readonly mixPercent: NumberParameter<"Percent">;
  readonly keyHighPassHz: NumberParameter<"Hz">;
  readonly keyLowPassHz: NumberParameter<"Hz">;
  readonly linkPercent: NumberParameter<"Percent">;
  readonly channelMode: ChoiceParameter;
  readonly keyListen: ToggleParameter;
} = { makeupDb, autoMakeup, mixPercent, keyHighPassHz, keyLowPassHz, linkPercent, channelMode, keyListen };

/** The filters of the key ring on where it is listened to. Their slowness is that of a Butterworth pair. */
export function keyTailSamples(values: PlainValues, sampleRate: number): number {
  if (values["keyListen"] !== true) return 0;
  const framesAt = (hz: PlainValue | undefined): number =>
    hz === undefined ? 0 : (INAUDIBLE_NEPERS * Math.SQRT2) / decayPerFrame(Number(hz), sampleRate);
  return Math.ceil(framesAt(values["keyHighPassHz"]) + framesAt(values["keyLowPassHz"]));
}

/** The same with a filter behind it whose slowest pole lies at `slowestHz`, as a frequency. */
export function weightedKeyTailSamples(values: PlainValues, sampleRate: number, slowestHz: number): number {
  if (values["keyListen"] !== true) return 0;
  return keyTailSamples(values, sampleRate) + Math.ceil((INAUDIBLE_NEPERS * sampleRate) / (2 * Math.PI * slowestHz));
}

/** How many times faster the colour of a compressor's element is made. */
export const colourOversampling: ChoiceParameter = choice(OVERSAMPLING_FACTORS, {
  default: 4,
  structural: true,
  description: "How many times faster the element's colour is made, against aliasing. Costs time and latency.",
});

export function colourLatencySamples(values: PlainValues, sampleRate: number): number {
  return oversamplingLatencySamples(values["oversampling"] as OversamplingFactor, firstStageTaps(sampleRate));
}

/** The DC blocker behind the colour. */
const BLOCKER_HZ = 5;

/** What the colour's filters and its DC blocker ring on; `keyTail` is that of the key where it is listened to. */
export function colourTailSamples(values: PlainValues, sampleRate: number, keyTail: number): number {
  const blocker = Math.ceil((INAUDIBLE_NEPERS * sampleRate) / (2 * Math.PI * BLOCKER_HZ));
  return keyTail + colourLatencySamples(values, sampleRate) + blocker;
}
