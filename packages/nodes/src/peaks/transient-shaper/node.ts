import { decibels, defineNode, key, level, stereo, type NodeDefinition } from "@twobus/core";
import { channelMode, linkPercent, mixPercent } from "../../compressors/side-chain.ts";
import { memoryOf } from "../../tail.ts";

/** The slowest of the envelopes, as the kernel has it. */
const SLOW_FALL_SECONDS = 0.4;

export const transientShaper: NodeDefinition = defineNode({
  type: "twobus.transientShaper",
  version: 1,
  name: "Transient shaper",
  category: "peaks",
  summary: "More or less of the hit, more or less of what rings after it, at any level.",
  words: ["attack", "sustain", "punch", "snap", "room", "tighten", "envelope"],
  references: [
    "Differential envelope technology: two pairs of followers and no threshold (SPL Transient Designer manual)",
  ],
  estimates: [
    { of: "the working times", params: ["attackDb", "sustainDb"] },
    { of: "how far the envelopes part for the whole effect", params: ["attackDb", "sustainDb"] },
  ],
  examples: {
    tightened: { attackDb: 9, sustainDb: -9 },
  },
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    attackDb: decibels({ min: -15, max: 15, default: 0, description: "The most that hits are raised or lowered by." }),
    sustainDb: decibels({
      min: -24,
      max: 24,
      default: 0,
      description: "The most that what rings after a hit is raised or lowered by.",
    }),
    outputDb: level({ min: -24, max: 24, default: 0, description: "Level after shaping." }),
    linkPercent,
    channelMode,
    mixPercent,
  },
  meters: ["gainDb"],
  linearity: "gain",
  memorySamples: (_, sampleRate) => memoryOf(SLOW_FALL_SECONDS, sampleRate),
  kernel: "transientShaper",
});
