import { choice, decibels, defineNode, hertz, level, quality, stereo, type NodeDefinition } from "@twobus/core";
import { numberedBand } from "../numbered-band.ts";

/** Where the bands stand until someone moves them. */
const FREQUENCIES_HZ = [40, 120, 400, 1500, 5000, 12000] as const;
/** Odd, so that the middle lies on a sample. */
const TAPS = [1023, 2047, 4095, 8191, 16383] as const;
/** Frames of a block of the convolution. */
const BLOCK_SAMPLES = 512;

const bandParameters = (frequencyHz: number) => ({
  shape: choice(["off", "bell", "lowShelf", "highShelf", "highPass", "lowPass"], {
    default: "off",
    description: "What the band does.",
  }),
  frequencyHz: hertz({ min: 10, max: 20000, default: frequencyHz, description: "Centre or corner." }),
  gainDb: decibels({ min: -24, max: 24, default: 0, description: "Boost or cut of bells and shelves." }),
  q: quality({
    min: 0.1,
    max: 10,
    default: 0.7071,
    description: "Narrowness of a bell; knee of shelves and of passes at 12 dB per octave.",
  }),
  slopeDbPerOctave: choice([6, 12, 18, 24, 36, 48], {
    default: 12,
    description: "Steepness of high-pass and low-pass. Steeper ones ring longer, before a sound as after it.",
  }),
});

const band = <const N extends number>(n: N) => numberedBand(n, bandParameters(FREQUENCIES_HZ[n - 1]!));

export const linearPhaseEq: NodeDefinition = defineNode({
  type: "twobus.linearPhaseEq",
  version: 1,
  name: "Linear-phase EQ",
  category: "equaliser",
  summary:
    "Six bands that change levels and no phase: what runs beside it still adds up. Late, and it rings beforehand.",
  words: ["linear phase", "parallel", "sub shelf", "drum bus", "mastering", "phase", "pre-ringing"],
  references: [
    "T. G. Stockham, High-speed convolution and correlation, AFIPS 28 (1966)",
    "R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients",
  ],
  examples: {
    shaped: {
      band1Shape: "highPass",
      band3Shape: "bell",
      band3GainDb: -4,
      band5Shape: "bell",
      band5GainDb: 3,
      band6Shape: "highShelf",
      band6GainDb: 4,
    },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    ...band(1),
    ...band(2),
    ...band(3),
    ...band(4),
    ...band(5),
    ...band(6),
    outputGainDb: level({ min: -24, max: 24, default: 0, description: "Level after all bands." }),
    taps: choice(TAPS, {
      default: 4095,
      structural: true,
      description:
        "Length of the filter. Details narrower than twice the sample rate over it blur; half of it and a block of 512 are the latency.",
    }),
  },
  linearity: "linear",
  latencySamples: ({ taps }) => (Number(taps) - 1) / 2 + BLOCK_SAMPLES,
  tailSamples: ({ taps }) => (Number(taps) - 1) / 2,
  kernel: "linearPhaseEq",
});
