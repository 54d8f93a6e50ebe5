import { decibels, defineNode, hertz, key, milliseconds, ratio, stereo, type NodeDefinition } from "@twobus/core";
import { envelopeLatencySamples, envelopeOversampling } from "../../envelope.ts";
import { channelMode, keyListen, keyTailSamples, linkPercent } from "../../compressors/side-chain.ts";
import { memoryOf } from "../../tail.ts";

export const gate: NodeDefinition = defineNode({
  type: "twobus.gate",
  version: 1,
  name: "Gate",
  category: "peaks",
  summary: "Gate and downward expander: what is below the threshold gets quieter.",
  words: ["expander", "noise gate", "bleed", "spill", "tighten", "hysteresis", "duck the noise"],
  references: ["Gate and expander of large-format console channels: range, hold, hysteresis that rises with the ratio"],
  examples: {
    shut: { thresholdDb: -24 },
  },
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({ min: -80, max: 0, default: -40, description: "Peak level in dBFS at which it opens." }),
    ratio: ratio({
      min: 1,
      max: 100,
      default: 100,
      description: "dB that come out for each dB below the threshold: 2 is a gentle expander, 100 a gate.",
    }),
    rangeDb: decibels({ min: 0, max: 80, default: 40, description: "The most it ever reduces." }),
    hysteresisDb: decibels({
      min: 0,
      max: 12,
      default: 4,
      description: "How far below the threshold the level must fall before it closes.",
    }),
    attackMs: milliseconds({ min: 0.01, max: 50, default: 0.5, description: "Time to 63 % of the way open, in dB." }),
    holdMs: {
      ...milliseconds({ min: 0, max: 4000, default: 20, description: "How long it stays open after the level fell." }),
      scale: "linear",
    },
    releaseMs: milliseconds({ min: 5, max: 4000, default: 100, description: "Time to 63 % of the way closed, in dB." }),
    lookAheadMs: {
      ...milliseconds({
        min: 0,
        max: 10,
        default: 0,
        structural: true,
        description: "How long before the level rises it begins to open. Adds as much latency.",
      }),
      scale: "linear",
    },
    keyHighPassHz: hertz({
      min: 20,
      max: 4000,
      default: 20,
      description: "12 dB/oct high-pass before the detector. Off at 20 Hz.",
    }),
    keyLowPassHz: hertz({
      min: 100,
      max: 20000,
      default: 20000,
      description: "12 dB/oct low-pass before the detector. Off at 20 kHz.",
    }),
    linkPercent,
    channelMode,
    keyListen,
    oversampling: envelopeOversampling(
      "Of 5 kHz less than −90 dB folds: at 2 with the usual times and ratios to 10, at 4 with the fastest and ratios to 4.",
      2,
    ),
  },
  meters: ["gainReductionDb"],
  latencySamples: (values, sampleRate) =>
    Math.round((Number(values["lookAheadMs"]) * sampleRate) / 1000) + envelopeLatencySamples(values, sampleRate),
  tailSamples: (values, sampleRate) => keyTailSamples(values, sampleRate) + envelopeLatencySamples(values, sampleRate),
  linearity: "gain",
  memorySamples: ({ releaseMs }, sampleRate) => memoryOf(Number(releaseMs) / 1000, sampleRate),
  kernel: "gate",
});
