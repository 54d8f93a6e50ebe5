import { choice, decibels, defineNode, stereo, toggle, type NodeDefinition, type PlainValues } from "@twobus/core";
import { firstStageTaps, OVERSAMPLING_FACTORS, oversamplingLatencySamples, type OversamplingFactor } from "@twobus/dsp";
import { INAUDIBLE_NEPERS } from "../../tail.ts";
import { stripParameters, stripTailSamples } from "../strip-parameters.ts";

/** Reach of the filter through which channels hear each other: `summing/leaning/kernel.ts`. */
const CHANNEL_LATENCY_SAMPLES = 10;

export const bus: NodeDefinition = defineNode({
  type: "twobus.bus",
  version: 1,
  name: "Bus",
  category: "strip",
  summary: "Sums whatever is connected to it: trim, an insert chain over the sum, fader, pan and width.",
  words: ["group", "submix", "stereo bus", "two-bus", "2-bus", "mix bus", "master", "main", "return"],
  references: [],
  estimates: [{ of: "the figures of the characters", params: ["summing"] }],
  examples: {
    clean: { summing: "clean" },
    punchy: { summing: "punchy" },
    warm: { summing: "warm" },
    thick: { summing: "thick" },
  },
  inputs: { main: stereo({ optional: true }) },
  outputs: { main: stereo() },
  params: {
    ...stripParameters,
    summing: choice(["clean", "punchy", "warm", "thick"], {
      default: "clean",
      structural: true,
      description:
        "The character of the sum. Clean adds in double precision, in a fixed order, and nothing else; the others are consoles: channels that colour and lean on each other, and a bus transformer behind them.",
    }),
    summingDriveDb: decibels({
      min: -12,
      max: 24,
      default: 0,
      description:
        "How much louder a character's curves hear the sound; its level stays. Clean does not hear it. 0 VU is −18 dBFS.",
    }),
    colour: toggle({
      default: true,
      structural: true,
      description: "A character's filters, harmonics and clipping. Off, only what channels do to each other remains.",
    }),
    crosstalk: toggle({
      default: true,
      structural: true,
      description: "A character's leak between left and right.",
    }),
    tolerance: toggle({
      default: true,
      structural: true,
      description: "Small differences between a character's channels and sides, the same ones every time.",
    }),
    oversampling: choice(OVERSAMPLING_FACTORS, {
      default: 4,
      structural: true,
      description: "How many times faster a character's rails clip, against aliasing. Costs time and latency.",
    }),
  },
  linearity: "linear",
  latencySamples: summingLatencySamples,
  tailSamples: (values, sampleRate) => stripTailSamples(values, sampleRate) + summingTailSamples(values, sampleRate),
  kernel: {
    head: "stripHead",
    tail: "stripTail",
    summing: {
      channel: "summingChannel",
      whole: "summingWhole",
      sum: "summingBus",
      channelLatencySamples: CHANNEL_LATENCY_SAMPLES,
      isActive: hasCharacter,
    },
  },
});

function hasCharacter({ summing }: PlainValues): boolean {
  return summing !== "clean";
}

/** The sound waits for what its rails take, where there are any. */
function summingLatencySamples(values: PlainValues, sampleRate: number): number {
  if (!hasCharacter(values)) return 0;
  if (values["colour"] === false) return CHANNEL_LATENCY_SAMPLES;
  const factor = values["oversampling"] as OversamplingFactor;
  return CHANNEL_LATENCY_SAMPLES + oversamplingLatencySamples(factor, firstStageTaps(sampleRate));
}

/** The lowest lower end of the characters. */
const LOWER_END_HZ = 3;

/** A character's lower end is what rings longest; without it crosstalk still hears the frame before. */
function summingTailSamples(values: PlainValues, sampleRate: number): number {
  if (!hasCharacter(values)) return 0;
  const rings = summingLatencySamples(values, sampleRate); // filters in linear phase ring as long after as before
  if (values["colour"] === false) return rings + 1;
  return rings + Math.ceil((INAUDIBLE_NEPERS * sampleRate) / (2 * Math.PI * LOWER_END_HZ));
}
