import { choice, decibels, defineNode, level, milliseconds, percent, stereo, type NodeDefinition } from "@twobus/core";
import { memoryOf } from "../../tail.ts";

/** Beyond the look-ahead: what the interpolator and the margin about a peak take (`kernel.ts`). */
const DETECTION_FRAMES = 36;

type Style = "transparent" | "punchy" | "dense" | "safe";

/** As `style/kernel.ts` has them: how many times `releaseMs` a release takes, and the slow stage, which moves up or down as slowly. */
const STYLES: Readonly<Record<Style, { readonly releaseScale: number; readonly slowSeconds: number }>> = {
  transparent: { releaseScale: 1, slowSeconds: 1 },
  punchy: { releaseScale: 1, slowSeconds: 0.25 },
  dense: { releaseScale: 1 / 3, slowSeconds: 0.4 },
  safe: { releaseScale: 2, slowSeconds: 2 },
};

export const truePeakLimiter: NodeDefinition = defineNode({
  type: "twobus.truePeakLimiter",
  version: 1,
  name: "True-peak limiter",
  category: "peaks",
  summary: "Brick-wall limiter that also holds what lies between the samples.",
  words: ["brickwall", "ceiling", "loud", "master", "maximiser", "inter-sample", "dBTP"],
  references: ["ITU-R BS.1770-5, annex 2: true peak", "van Herk 1992; Gil and Werman 1993: sliding maximum"],
  estimates: [{ of: "the times of each style", params: ["style"] }],
  examples: {
    driven: { gainDb: 9 },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    ceilingDb: decibels({ min: -20, max: 0, default: -1, description: "The highest true peak that leaves, in dBTP." }),
    gainDb: level({ min: -24, max: 24, default: 0, description: "Gain in front of the limiter: its drive." }),
    lookAheadMs: milliseconds({
      min: 1,
      max: 10,
      default: 5,
      structural: true,
      description: "How long before a peak the gain begins to fall: longer is cleaner, and later.",
    }),
    releaseMs: milliseconds({
      min: 10,
      max: 1000,
      default: 60,
      description:
        "How fast the gain returns after a lone peak (time constant). After dense limiting it takes as long as the style says.",
    }),
    linkPercent: percent({
      min: 0,
      max: 100,
      default: 100,
      description: "How much of one side's reduction the other side takes at least; 100 keeps the image still.",
    }),
    style: choice(["transparent", "punchy", "dense", "safe"], {
      default: "transparent",
      structural: true,
      description:
        "How the gain falls and returns. Punchy: late, and lower for a moment after each hit, so that hits stand out. " +
        "Dense: back as soon as it can, the loudest, and it grinds on low notes. Safe: slow, the least distortion.",
    }),
  },
  meters: ["gainReductionDb"],
  linearity: "gain",
  latencySamples: ({ lookAheadMs }, sampleRate) =>
    Math.floor((Number(lookAheadMs) * sampleRate) / 1000 + 0.5) + DETECTION_FRAMES,
  memorySamples: ({ releaseMs, style }, sampleRate) => {
    const { releaseScale, slowSeconds } = STYLES[style as Style];
    return memoryOf(Math.max((releaseScale * Number(releaseMs)) / 1000, slowSeconds), sampleRate);
  },
  kernel: "truePeakLimiter",
});
