import { choice, decibels, defineNode, hertz, key, level, stereo, type NodeDefinition } from "@twobus/core";
import { envelopeLatencySamples, envelopeOversampling } from "../../envelope.ts";
import { channelMode, keyListen, keyTailSamples, linkPercent, mixPercent, sideChainParameters } from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

/** The slow cell of the automatic release, as the kernel has it: 750 kΩ with 6.8 µF. */
const SLOW_CELL_SECONDS = 750e3 * 6.8e-6;

export const glueCompressor: NodeDefinition = defineNode({
  type: "twobus.glueCompressor",
  version: 1,
  name: "VCA bus compressor",
  category: "compressor",
  summary: "Feedback compressor with a mirrored side-chain and stepped times: snap first, then density.",
  words: ["glue", "snap", "punch", "density", "bus", "console"],
  references: [
    "SSL 4000 G centre-section bus compressor: controls, timing network of the automatic release",
    "Giannoulis, Massberg, Reiss: Digital Dynamic Range Compressor Design, JAES 60 (2012)",
  ],
  estimates: [
    { of: "how far the threshold moves with the ratio", params: ["ratio"] },
    { of: "the width of the knee, 6 dB", params: ["thresholdDb"] },
    { of: "that a label means the time to 90 %", params: ["release"] },
    { of: "the high-pass, which the original lacks", params: ["keyHighPassHz"] },
  ],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({
      min: -40,
      max: 10,
      default: -10,
      description: "Peak level in dBFS above which 4:1 compresses. 2:1 starts 3 dB lower, 10:1 starts 1 dB higher.",
    }),
    ratio: choice(["2:1", "4:1", "10:1"], {
      default: "4:1",
      description:
        "How much level above the threshold comes out as 1 dB. The three curves meet at 4.5 dB of reduction.",
    }),
    attackMs: choice([0.1, 0.3, 1, 3, 10, 30], {
      default: 10,
      description: "Time to 63 % of a reduction.",
    }),
    release: choice(["0.1", "0.3", "0.6", "1.2", "auto"], {
      default: "auto",
      description:
        "Seconds to give 90 % of a reduction back; auto is quick after short peaks and slow after long ones.",
    }),
    makeupDb: level({ min: -10, max: 24, default: 0, description: "Level after compression." }),
    autoMakeup: sideChainParameters.autoMakeup,
    mixPercent,
    keyHighPassHz: hertz({
      min: 20,
      max: 500,
      default: 20,
      description: "12 dB/oct high-pass before the detector, so that bass does not drive it. Off at 20 Hz.",
    }),
    linkPercent,
    channelMode,
    keyListen,
    oversampling: envelopeOversampling(
      "Of 5 kHz less than −90 dB folds: at 1 up to 4:1, at 4 at any ratio and however a tone's crests lie between samples.",
      4,
    ),
  },
  meters: ["gainReductionDb"],
  latencySamples: envelopeLatencySamples,
  tailSamples: (values, sampleRate) => keyTailSamples(values, sampleRate) + envelopeLatencySamples(values, sampleRate),
  linearity: "gain",
  memorySamples: ({ release }, sampleRate) =>
    memoryOf(release === "auto" ? SLOW_CELL_SECONDS : Number(release) / Math.LN10, sampleRate),
  kernel: "glueCompressor",
});
