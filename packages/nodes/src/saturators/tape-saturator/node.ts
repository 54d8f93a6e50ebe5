import {
  choice,
  decibels,
  defineNode,
  level,
  percent,
  stereo,
  toggle,
  type NodeDefinition,
  type PlainValues,
} from "@twobus/core";
import { OVERSAMPLING_FACTORS, firstStageTaps, oversamplingLatencySamples, type OversamplingFactor } from "@twobus/dsp";

/** What flutter moves the sound at most, per 1 % of deviation, and the points around it: as in `transport/kernel.ts`. */
const EXCURSION_SECONDS = 0.0017;
const MARGIN_SAMPLES = 2;

function transportLatencySamples({ flutterPercent }: PlainValues, sampleRate: number): number {
  if (flutterPercent === 0) return 0;
  return Math.ceil(Number(flutterPercent) * EXCURSION_SECONDS * sampleRate) + MARGIN_SAMPLES;
}

/** Where steps are halved, and a frame late by that: as in `magnetisation/kernel.ts`. */
const magnetisationDelay = ({ speedIps, oversampling }: PlainValues): number =>
  speedIps === 7.5 && oversampling === 8 ? 1 : 0;

export const tapeSaturator: NodeDefinition = defineNode({
  type: "twobus.tapeSaturator",
  version: 1,
  name: "Tape saturator",
  category: "saturator",
  summary:
    "Thickens and rounds: odd harmonics, highs that give way first, a bump in the bass that goes with the speed.",
  words: ["tape", "warmth", "thick", "glue", "hysteresis", "head bump", "crunch", "flutter", "hiss"],
  references: [
    "D. Jiles, D. Atherton: Theory of ferromagnetic hysteresis, J. Magn. Magn. Mater. 61 (1986)",
    "J. Chowdhury: Real-time physical modelling for analog tape machines, DAFx 2019",
    "R. Wallace: The reproduction of magnetically recorded signals, Bell Syst. Tech. J. 30 (1951)",
    "IEC 60094-1: replay time constants; DIN 45507 / IEC 60386: weighting of wow and flutter",
  ],
  estimates: [
    { of: "the level of the third harmonic", params: ["driveDb"] },
    { of: "how much earlier highs saturate", params: ["speedIps"] },
    { of: "the height of the bump and of the dip above it, and where they lie", params: ["headBumpDb"] },
    { of: "magnetisation and losses away from nominal bias", params: ["biasDb"] },
    { of: "the spectrum of wow and flutter", params: ["flutterPercent"] },
  ],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    driveDb: decibels({
      min: -12,
      max: 24,
      default: 6,
      description: "How hard the tape is driven. At 0 dB a sine of 0 VU (−18 dBFS) has about 0.3 % of third harmonic.",
    }),
    speedIps: choice([7.5, 15, 30], {
      default: 15,
      structural: true,
      description: "Inches per second. Slower: lower bump, more losses, highs saturate earlier.",
    }),
    biasDb: decibels({
      min: -3,
      max: 3,
      default: 0,
      description: "From nominal bias. Less is brighter and rougher, more is duller and cleaner.",
    }),
    headBumpDb: decibels({
      min: 0,
      max: 3,
      default: 1.5,
      description: "Rise at 30, 60 or 120 Hz, depending on the speed, with a dip of half of it an octave above.",
    }),
    lossPercent: percent({
      min: 0,
      max: 100,
      default: 5,
      description:
        "How much of the losses of spacing, thickness and gap replay equalisation leaves: 100 is the bare head.",
    }),
    flutterPercent: percent({
      min: 0,
      max: 0.5,
      default: 0,
      structural: true,
      description: "Wow and flutter, as weighted peak deviation of the speed. Adds latency. Off at 0.",
    }),
    noiseDb: decibels({
      min: -100,
      max: -40,
      default: -100,
      description: "Hiss in dBFS rms while there is sound. Off at −100.",
    }),
    machine: choice([1, 2, 3, 4], {
      default: 1,
      structural: true,
      description: "Which of four machines: where its flutter begins, and the grains of its hiss.",
    }),
    outputDb: level({ min: -24, max: 12, default: 0, description: "Level after everything." }),
    autoGain: toggle({
      default: true,
      description: "Matches the level at 0 VU; without it the drive is heard as gain.",
    }),
    mixPercent: percent({
      min: 0,
      max: 100,
      default: 100,
      description: "How much of the tape is heard over the untouched, equally late input.",
    }),
    oversampling: choice(OVERSAMPLING_FACTORS, {
      default: 8, // emphasised highs saturate to squares: at 4× a loud 10 kHz would alias at −46 dB
      structural: true,
      description:
        "How many times faster the tape runs, against aliasing. At 8 and up to 10 dB of drive less than −90 dB of a loud 5 kHz " +
        "folds and less than −80 dB of 10 kHz, at any speed; at 24 dB −70 dB and −34 dB. Costs time and latency.",
    }),
  },
  // It remembers, but its memory moves toward a multiple of the field by a share: both at the inner rate hold all of it.
  linearity: "waveshaper",
  latencySamples: (values, sampleRate) =>
    oversamplingLatencySamples(
      values["oversampling"] as OversamplingFactor,
      firstStageTaps(sampleRate),
      magnetisationDelay(values),
    ) + transportLatencySamples(values, sampleRate),
  tailSamples: (_, sampleRate) => sampleRate, // the high-pass at 10 Hz and the leak of remanence, far below −120 dB by then
  kernel: "tapeSaturator",
});
