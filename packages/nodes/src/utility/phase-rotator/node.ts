import { choice, defineNode, hertz, quality, stereo, toggle, type NodeDefinition } from "@twobus/core";
import { log, tan } from "@twobus/dsp";
import { INAUDIBLE_NEPERS } from "../../tail.ts";

export const phaseRotator: NodeDefinition = defineNode({
  type: "twobus.phaseRotator",
  version: 1,
  name: "Phase rotator",
  category: "utility",
  summary: "Turns the phase around a frequency and leaves every level as it is.",
  words: ["all-pass", "phase alignment", "polarity", "symmetry", "headroom", "voice"],
  references: [
    "R. Bristow-Johnson: Audio EQ Cookbook, all-pass",
    "Broadcast phase rotators: all-pass sections near 200 Hz make voices symmetrical",
  ],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    frequencyHz: hertz({ min: 20, max: 20000, default: 200, description: "Where each section turns by 180°." }),
    q: quality({ min: 0.1, max: 10, default: 0.7, description: "How sharply the phase turns there." }),
    sections: choice([1, 2, 3, 4, 6, 8], {
      default: 4,
      structural: true,
      description: "How many sections follow one another: each turns the phase by 360° in all.",
    }),
    invertPolarity: toggle({ default: false, description: "Turn the polarity round as well." }),
  },
  linearity: "linear",
  tailSamples: ({ frequencyHz, q, sections }, sampleRate) => {
    const t = tan(Math.PI * Math.min(Number(frequencyHz) / sampleRate, 0.49));
    return Math.ceil(INAUDIBLE_NEPERS * decaySamples(t, Number(q)) * (1 + 0.35 * (Number(sections) - 1)));
  },
  kernel: "phaseRotator",
});

/** Time constant of the slower pole of 1 + t/q·s + t²s² after the bilinear transform, in samples. */
function decaySamples(t: number, q: number): number {
  const norm = 1 + t / q + t * t;
  const a1 = (2 * (t * t - 1)) / norm;
  const a2 = (1 - t / q + t * t) / norm;
  const discriminant = a1 * a1 - 4 * a2;
  const radius =
    discriminant < 0
      ? Math.sqrt(a2)
      : Math.max(Math.abs(-a1 + Math.sqrt(discriminant)), Math.abs(-a1 - Math.sqrt(discriminant))) / 2;
  return -1 / log(Math.max(radius, 0.01));
}
