import {
  choice,
  decibels,
  defineNode,
  hertz,
  key,
  milliseconds,
  ratio,
  stereo,
  type NodeDefinition,
} from "@twobus/core";
import { log, tan } from "@twobus/dsp";
import { channelMode, keyListen, linkPercent } from "../../compressors/side-chain.ts";
import { envelopeLatencySamples, envelopeOversampling } from "../../envelope.ts";
import { INAUDIBLE_NEPERS, memoryOf } from "../../tail.ts";

/** The shelf's slowest poles, a pair of Q 1 after the bilinear transform. Those of the key's filter are faster. */
function shelfTailSamples(hz: number, sampleRate: number): number {
  const g = tan(Math.PI * Math.min(hz / sampleRate, 0.49));
  const radiusSquared = (1 - g + g * g) / (1 + g + g * g);
  return Math.ceil((-2 * INAUDIBLE_NEPERS) / log(radiusSquared));
}

export const deEsser: NodeDefinition = defineNode({
  type: "twobus.deEsser",
  version: 1,
  name: "De-esser",
  category: "peaks",
  summary: "Turns hissing highs down while they stand out, and nothing else.",
  words: ["sibilance", "ess", "harsh", "spit", "cymbals", "split-band"],
  references: [
    "Giannoulis, Massberg, Reiss: Digital Dynamic Range Compressor Design, JAES 60 (2012)",
    "A high shelf between Butterworth polynomials of third order, |H|² = (1 + g²w⁶)/(1 + w⁶)",
  ],
  estimates: [
    { of: "where hissing lies", params: ["frequencyHz"] },
    { of: "the usual times and amounts", params: ["attackMs", "releaseMs", "rangeDb"] },
  ],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    frequencyHz: hertz({
      min: 2000,
      max: 12000,
      default: 6000,
      description: "Above it lies what is listened to and, in split mode, turned down.",
    }),
    mode: choice(["split", "wide"], {
      default: "split",
      structural: true,
      description: "Turn the highs down by a shelf that moves, or everything.",
    }),
    detection: choice(["relative", "absolute"], {
      default: "relative",
      structural: true,
      description: "Compare the highs with the whole sound, so that its level does not matter, or with full scale.",
    }),
    thresholdDb: decibels({
      min: -60,
      max: 0,
      default: -12,
      description: "Level of the highs above which they are reduced: against the whole sound, or in dBFS.",
    }),
    ratio: ratio({ min: 1, max: 20, default: 4, description: "dB above the threshold that come out as 1 dB." }),
    rangeDb: decibels({ min: 0, max: 24, default: 12, description: "The most it ever reduces." }),
    attackMs: milliseconds({ min: 0.1, max: 10, default: 0.5, description: "Time to 63 % of a reduction." }),
    releaseMs: milliseconds({ min: 10, max: 300, default: 60, description: "Time to give 63 % of it back." }),
    linkPercent,
    channelMode,
    keyListen,
    oversampling: envelopeOversampling(
      "Of 5 kHz less than −90 dB folds at 2 with the fastest times; at 1 a relative detector leaves −77 dB.",
      2,
    ),
  },
  meters: ["gainReductionDb"],
  latencySamples: envelopeLatencySamples,
  tailSamples: (values, sampleRate) => {
    const isFiltered = values["mode"] === "split" || values["keyListen"] === true;
    const ringing = isFiltered ? shelfTailSamples(Number(values["frequencyHz"]), sampleRate) : 0;
    return ringing + envelopeLatencySamples(values, sampleRate);
  },
  linearity: "gain",
  memorySamples: ({ releaseMs }, sampleRate) => memoryOf(Number(releaseMs) / 1000, sampleRate),
  kernel: "deEsser",
});
