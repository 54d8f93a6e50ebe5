import { choice, defineNode, hertz, stereo, type NodeDefinition } from "@twobus/core";
import { INAUDIBLE_NEPERS } from "../../tail.ts";

export const dcFilter: NodeDefinition = defineNode({
  type: "twobus.dcFilter",
  version: 1,
  name: "DC filter",
  category: "utility",
  summary: "Takes a constant offset and what is below hearing out.",
  words: ["offset", "rumble", "subsonic", "high-pass"],
  references: ["V. Zavalishin: The Art of VA Filter Design (2018), chapters 3 and 4"],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    frequencyHz: hertz({ min: 1, max: 40, default: 5, description: "Where it is down by 3 dB." }),
    slope: choice([6, 12], {
      default: 6,
      structural: true,
      description: "How steeply it falls below, in dB per octave. 6 turns the phase less.",
    }),
  },
  linearity: "linear",
  // A Butterworth pair decays by 2πf/√2
  tailSamples: ({ frequencyHz, slope }, sampleRate) =>
    Math.ceil((INAUDIBLE_NEPERS * sampleRate * (slope === 12 ? Math.SQRT2 : 1)) / (2 * Math.PI * Number(frequencyHz))),
  kernel: "dcFilter",
});
