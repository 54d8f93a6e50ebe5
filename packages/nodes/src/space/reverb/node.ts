import { choice, defineNode, hertz, milliseconds, percent, seconds, stereo, type NodeDefinition } from "@twobus/core";

/** The longest way from the pre-delay to the first lap of the longest line, at size 150, and some of its ringing. */
const LONGEST_LAP_SECONDS = 0.3;

export const reverb: NodeDefinition = defineNode({
  type: "twobus.reverb",
  version: 1,
  name: "Reverb",
  category: "space",
  summary: "A room, a plate or a hall, with a decay of its own for lows and highs.",
  words: ["room", "plate", "hall", "ambience", "space", "depth", "tail"],
  references: [
    "J.-M. Jot and A. Chaigne: Digital Delay Networks for Designing Artificial Reverberators, AES 90 (1991)",
    "M. R. Schroeder: Natural Sounding Artificial Reverberation, JAES 10 (1962)",
  ],
  estimates: [{ of: "the distances and first reflections of the spaces", params: ["space"] }],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    space: choice(["room", "plate", "hall"], {
      default: "plate",
      structural: true,
      description: "How far its walls stand apart, and how its first reflections lie.",
    }),
    sizePercent: percent({
      min: 50,
      max: 150,
      default: 100,
      structural: true,
      description: "All distances, compared with those of the space.",
    }),
    preDelayMs: {
      ...milliseconds({
        min: 0,
        max: 250,
        default: 20,
        structural: true,
        description: "From the sound to its reverberation.",
      }),
      scale: "linear",
    },
    decaySeconds: seconds({ min: 0.2, max: 20, default: 1.8, description: "Time to fall by 60 dB, at 1 kHz." }),
    lowDecayPercent: percent({ min: 50, max: 200, default: 100, description: "Decay of the lows, relative to that." }),
    highDecayPercent: percent({ min: 20, max: 100, default: 50, description: "Decay of the highs, relative to that." }),
    lowCrossoverHz: hertz({ min: 60, max: 400, default: 200, description: "Below it lie the lows." }),
    highCrossoverHz: hertz({ min: 3000, max: 12000, default: 5000, description: "Above it lie the highs." }),
    earlyPercent: percent({ min: 0, max: 100, default: 40, description: "How strong the first reflections are." }),
    modulationPercent: percent({
      min: 0,
      max: 100,
      default: 30,
      description: "How far some of its paths sway, against metallic tails. The same in every render.",
    }),
    widthPercent: percent({ min: 0, max: 100, default: 100, description: "How wide the reverberation is; 0 is mono." }),
    mixPercent: percent({ min: 0, max: 100, default: 25, description: "From dry to reverberation alone." }),
  },
  linearity: "linear",
  tailSamples: ({ decaySeconds, lowDecayPercent, preDelayMs }, sampleRate) => {
    const longest = Number(decaySeconds) * Math.max(1, Number(lowDecayPercent) / 100);
    return Math.ceil((2 * longest + Number(preDelayMs) / 1000 + LONGEST_LAP_SECONDS) * sampleRate);
  },
  kernel: "reverb",
});
