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
  type NumberParameter,
  type PlainValues,
  type ToggleParameter,
} from "@twobus/core";
import { crossovers, crossoverTailSamples } from "../../bands.ts";
import { crestsWander, envelopeLatencySamples, envelopeOversampling } from "../../envelope.ts";
import { channelMode, keyListen, keyTailSamples, linkPercent, mixPercent } from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

type Band<N extends number> = { readonly [Name in `band${N}${"Threshold" | "Makeup"}Db`]: NumberParameter<"Db"> } & {
  readonly [Name in `band${N}${"Attack" | "Release"}Ms`]: NumberParameter<"Ms">;
} & { readonly [Name in `band${N}Ratio`]: NumberParameter<"Ratio"> } & {
  readonly [Name in `band${N}${"Solo" | "Bypass"}`]: ToggleParameter;
};

/** What each band has, in the order in which the kernel reads it; lower bands are slower. */
const band = <N extends number>(number: N, attackMs: number, releaseMs: number): Band<N> =>
  ({
    [`band${number}ThresholdDb`]: decibels({
      min: -60,
      max: 6,
      default: -24,
      description: `Level in dBFS above which band ${number} is compressed.`,
    }),
    [`band${number}Ratio`]: ratio({
      min: 1,
      max: 100,
      default: 2,
      description: "dB above the threshold that come out as 1 dB.",
    }),
    [`band${number}AttackMs`]: milliseconds({
      min: 0.1,
      max: 250,
      default: attackMs,
      description: "Time to 63 % of a reduction.",
    }),
    [`band${number}ReleaseMs`]: milliseconds({
      min: 5,
      max: 5000,
      default: releaseMs,
      description: "Time to give 63 % of it back.",
    }),
    [`band${number}MakeupDb`]: level({ min: -24, max: 24, default: 0, description: "Level after compression." }),
    [`band${number}Solo`]: toggle({
      default: false,
      description: "Hear this band, and of the others only those soloed.",
    }),
    [`band${number}Bypass`]: toggle({ default: false, description: "Pass this band as it is." }),
  }) as unknown as Band<N>;

export const multibandCompressor: NodeDefinition = defineNode({
  type: "twobus.multibandCompressor",
  version: 1,
  name: "Multiband compressor",
  category: "compressor",
  summary: "Two to six bands, each compressed on its own, that sum flat wherever nothing is reduced.",
  words: ["multiband", "mastering", "de-boom", "tame", "low end", "control", "crossover", "split"],
  references: [
    "S. Linkwitz, R. Riley: Active crossover networks for non-coincident drivers, JAES 24 (1976)",
    "Giannoulis, Massberg, Reiss: Digital Dynamic Range Compressor Design, JAES 60 (2012)",
  ],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    bands: choice([2, 3, 4, 5, 6], { default: 4, structural: true, description: "How many bands." }),
    ...crossovers,
    ...band(1, 30, 250),
    ...band(2, 20, 180),
    ...band(3, 10, 120),
    ...band(4, 5, 80),
    ...band(5, 5, 80),
    ...band(6, 5, 80),
    kneeDb: decibels({ min: 0, max: 24, default: 6, description: "Width of the bend around every threshold." }),
    keyHighPassHz: hertz({
      min: 20,
      max: 2000,
      default: 20,
      description: "12 dB/oct high-pass before the detectors. Off at 20 Hz.",
    }),
    linkPercent,
    channelMode,
    autoMakeup: toggle({
      default: false,
      description: "Keep a tone at 0 VU (−18 dBFS) at its level in every band, whatever threshold and ratio do.",
    }),
    mixPercent,
    keyListen,
    oversampling: envelopeOversampling(
      `Of 5 kHz less than −90 dB folds: at 1 with releases from 20 ms on, at 2 with the fastest times. ${crestsWander(-86)}`,
    ),
  },
  meters: [
    "gainReductionDb",
    "band1ReductionDb",
    "band2ReductionDb",
    "band3ReductionDb",
    "band4ReductionDb",
    "band5ReductionDb",
    "band6ReductionDb",
  ],
  latencySamples: envelopeLatencySamples,
  linearity: "gain",
  tailSamples: (values: PlainValues, sampleRate) =>
    crossoverTailSamples(values, sampleRate) +
    keyTailSamples(values, sampleRate) +
    envelopeLatencySamples(values, sampleRate),
  memorySamples: (values, sampleRate) => {
    const releases = [1, 2, 3, 4, 5, 6].map((n) => Number(values[`band${n}ReleaseMs`]));
    return crossoverTailSamples(values, sampleRate) + memoryOf(Math.max(...releases) / 1000, sampleRate);
  },
  kernel: "multibandCompressor",
});
