import {
  choice,
  defineNode,
  level,
  percent,
  stereo,
  toggle,
  type ChoiceParameter,
  type NodeDefinition,
  type NumberParameter,
  type PlainValues,
  type ToggleParameter,
} from "@twobus/core";
import { OVERSAMPLING_FACTORS, firstStageTaps, oversamplingLatencySamples, type OversamplingFactor } from "@twobus/dsp";
import { crossovers, crossoverTailSamples } from "../../bands.ts";

type Band<N extends number> = { readonly [Name in `band${N}${"Curve" | "Channels"}`]: ChoiceParameter } & {
  readonly [Name in `band${N}${"Drive" | "Mix"}Percent`]: NumberParameter<"Percent">;
} & { readonly [Name in `band${N}LevelDb`]: NumberParameter<"Db"> } & {
  readonly [Name in `band${N}Solo`]: ToggleParameter;
};

/** What each band has, in the order in which the kernel reads it. */
const band = <N extends number>(number: N): Band<N> =>
  ({
    [`band${number}Curve`]: choice(["warm", "retro", "tape", "triode", "dualTriode"], {
      default: "tape",
      structural: true,
      description:
        "Warm: second harmonic alone. Retro: odd ones, slowly falling. Tape: odd, soft. Triode: second above third. Dual triode: stronger, third above second.",
    }),
    [`band${number}Channels`]: choice(["stereo", "mid", "side"], {
      default: "stereo",
      structural: true,
      description: "Whether left and right, the mid alone or the side alone is driven.",
    }),
    [`band${number}DrivePercent`]: percent({
      min: 0,
      max: 100,
      default: 0,
      description: `How hard band ${number} is driven. At 0 it passes as it is.`,
    }),
    [`band${number}MixPercent`]: percent({
      min: 0,
      max: 100,
      default: 100,
      description: "How much of the driven band is heard over the band as it is.",
    }),
    [`band${number}LevelDb`]: level({ min: -24, max: 12, default: 0, description: "Level of the band." }),
    [`band${number}Solo`]: toggle({
      default: false,
      description: "Hear this band, and of the others only those soloed.",
    }),
  }) as unknown as Band<N>;

const filterLatency = (values: PlainValues, sampleRate: number): number =>
  oversamplingLatencySamples(values["oversampling"] as OversamplingFactor, firstStageTaps(sampleRate));

/** The DC blocker at 5 Hz, down by 120 dB. */
const BLOCKER_SECONDS = 0.44;

export const multibandSaturator: NodeDefinition = defineNode({
  type: "twobus.multibandSaturator",
  version: 1,
  name: "Multiband saturator",
  category: "saturator",
  summary: "Three to six bands with a curve, drive and mix of their own; without drive they sum flat.",
  words: ["exciter", "multiband", "harmonics", "warm", "retro", "presence", "air", "density", "mid/side"],
  references: [
    "S. Linkwitz, R. Riley: Active crossover networks for non-coincident drivers, JAES 24 (1976)",
    "Multiband exciters with even and odd characters, as in mastering suites",
  ],
  estimates: [
    {
      of: "the levels of the harmonics of every curve",
      params: ["band1Curve", "band2Curve", "band3Curve", "band4Curve", "band5Curve", "band6Curve"],
    },
  ],
  examples: {
    driven: {
      band1Curve: "warm",
      band1DrivePercent: 40,
      band2Curve: "triode",
      band2DrivePercent: 50,
      band3Curve: "retro",
      band3DrivePercent: 50,
      band4DrivePercent: 40,
    },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    bands: choice([3, 4, 5, 6], { default: 4, structural: true, description: "How many bands." }),
    ...crossovers,
    ...band(1),
    ...band(2),
    ...band(3),
    ...band(4),
    ...band(5),
    ...band(6),
    outputDb: level({ min: -24, max: 12, default: 0, description: "Level after everything." }),
    oversampling: choice(OVERSAMPLING_FACTORS, {
      default: 4,
      structural: true,
      description:
        "How many times faster the curves run, against aliasing. At 4 and 51 % of drive, 10 dB, less than −90 dB of a loud 5 kHz " +
        "and less than −80 dB of 10 kHz folds; at full drive, 22 dB, −90 dB and −44 dB, at 8 −130 dB and −70 dB. Costs time and latency.",
    }),
  },
  linearity: "waveshaper",
  latencySamples: filterLatency,
  tailSamples: (values, sampleRate) =>
    crossoverTailSamples(values, sampleRate) +
    filterLatency(values, sampleRate) +
    Math.ceil(BLOCKER_SECONDS * sampleRate),
  kernel: "multibandSaturator",
});
