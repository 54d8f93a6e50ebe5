import {
  choice,
  decibels,
  defineNode,
  hertz,
  key,
  level,
  milliseconds,
  ratio,
  stereo,
  toggle,
  type NodeDefinition,
} from "@twobus/core";
import { crestsWander, envelopeLatencySamples, envelopeOversampling } from "../../envelope.ts";
import { channelMode, keyListen, keyTailSamples, linkPercent, mixPercent } from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

export const digitalCompressor: NodeDefinition = defineNode({
  type: "twobus.digitalCompressor",
  version: 1,
  name: "Digital compressor",
  category: "compressor",
  summary: "Feed-forward compressor without a colour of its own: exact curve, exact times, look-ahead.",
  words: ["transparent", "clean", "side-chain", "ducking", "levelling"],
  references: ["Giannoulis, Massberg, Reiss: Digital Dynamic Range Compressor Design, JAES 60 (2012)"],
  estimates: [
    {
      of: "the range, after common practice",
      params: ["kneeDb", "attackMs", "releaseMs", "rmsWindowMs", "lookAheadMs"],
    },
    { of: "how much slower long reductions are released", params: ["autoRelease"] },
  ],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({
      min: -60,
      max: 6,
      default: -18,
      description: "Level in dBFS above which it compresses. RMS reads a sine 3 dB lower than peak.",
    }),
    ratio: ratio({ min: 1, max: 100, default: 3, description: "dB above the threshold that come out as 1 dB." }),
    kneeDb: decibels({ min: 0, max: 24, default: 6, description: "Width of the bend around the threshold." }),
    attackMs: milliseconds({ min: 0.01, max: 250, default: 10, description: "Time to 63 % of a reduction." }),
    releaseMs: milliseconds({ min: 5, max: 5000, default: 120, description: "Time to give 63 % of it back." }),
    autoRelease: toggle({
      default: false,
      description: "Release long reductions up to about ten times slower than short ones.",
    }),
    ballistics: choice(["branching", "decoupled"], {
      default: "branching",
      description: "Branching lets short transients by; decoupled holds on to low tones between their crests.",
    }),
    detector: choice(["peak", "rms"], {
      default: "peak",
      structural: true,
      description: "Whether peaks or the mean power count.",
    }),
    rmsWindowMs: milliseconds({
      min: 1,
      max: 50,
      default: 10,
      structural: true,
      description: "How long a stretch RMS is the mean of.",
    }),
    lookAheadMs: {
      ...milliseconds({
        min: 0,
        max: 20,
        default: 0,
        structural: true,
        description: "How early the detector hears what the output is about to play. Adds as much latency.",
      }),
      scale: "linear",
    },
    rangeDb: decibels({ min: 0, max: 60, default: 60, description: "The most it ever reduces." }),
    keyHighPassHz: hertz({
      min: 20,
      max: 2000,
      default: 20,
      description: "12 dB/oct high-pass before the detector. Off at 20 Hz.",
    }),
    keyLowPassHz: hertz({
      min: 200,
      max: 20000,
      default: 20000,
      description: "12 dB/oct low-pass before the detector. Off at 20 kHz.",
    }),
    linkPercent,
    channelMode,
    makeupDb: level({ min: -24, max: 24, default: 0, description: "Level after compression." }),
    autoMakeup: toggle({
      default: false,
      description: "Keep a tone at 0 VU (−18 dBFS) at its level, whatever threshold and ratio do.",
    }),
    mixPercent,
    keyListen,
    oversampling: envelopeOversampling(
      `Of 5 kHz less than −90 dB folds: at 1 with releases from 20 ms on, at 4 with the fastest times. ${crestsWander(-83)}`,
    ),
  },
  meters: ["gainReductionDb"],
  latencySamples: (values, sampleRate) =>
    Math.round((Number(values["lookAheadMs"]) * sampleRate) / 1000) + envelopeLatencySamples(values, sampleRate),
  tailSamples: (values, sampleRate) => keyTailSamples(values, sampleRate) + envelopeLatencySamples(values, sampleRate),
  linearity: "gain",
  memorySamples: ({ releaseMs, autoRelease }, sampleRate) =>
    memoryOf(((autoRelease === true ? 10 : 1) * Number(releaseMs)) / 1000, sampleRate),
  kernel: "digitalCompressor",
});
