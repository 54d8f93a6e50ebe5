import { choice, defineNode, percent, stereo, toggle, type ChoiceParameter, type NodeDefinition } from "@twobus/core";
import { decibelsToGain } from "@twobus/dsp";
import { decayPerFrame, INAUDIBLE_NEPERS } from "../../tail.ts";
import { colourLatencySamples, oversampling } from "../colour.ts";

const HALF_DECIBELS = (most: number): number[] => Array.from({ length: 4 * most + 1 }, (_, i) => i / 2 - most);
const UNITS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const QS = [0.4, 0.5, 0.7, 1, 1.4, 2, 2.8, 4] as const;

const gainDb: ChoiceParameter = choice(HALF_DECIBELS(15), {
  default: 0,
  description: "Boost or cut in dB, in steps of half a dB. A cut is the exact inverse of the equal boost.",
});

const q: ChoiceParameter = choice(QS, {
  default: 0.7,
  description: "Narrowness of a bell, knee of a shelf.",
});

const frequencyHz = (options: readonly number[], preset: number): ChoiceParameter =>
  choice(options, { default: preset, description: "Centre of a bell, half the gain of a shelf." });

const shape: ChoiceParameter = choice(["shelf", "bell"], { default: "shelf", description: "What the band is." });

const LOW_HZ = [15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800] as const;
const LOW_MID_HZ = [25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800] as const;
const MID_HZ = [100, 150, 200, 300, 400, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 6000, 8000] as const;
const HIGH_MID_HZ = [400, 600, 800, 1000, 1500, 2000, 3000, 4000, 5000, 6000, 8000, 10000, 12000, 16000] as const;
const HIGH_HZ = [400, 600, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10000, 12000, 16000, 20000, 26000] as const;

export const masteringEq: NodeDefinition = defineNode({
  type: "twobus.masteringEq",
  version: 1,
  name: "Mastering EQ",
  category: "equaliser",
  summary: "Five bands in steps that can be set again exactly, two laws of Q, and a clean or a coloured amplifier.",
  words: ["mastering", "stepped", "recall", "proportional q", "constant q", "discrete", "vintage", "open"],
  references: [
    "Ranges after the Sontec MEP-250 and the GML 8200; band plan and steps are our own choice",
    "S. J. Orfanidis, Digital parametric equalizer design with prescribed Nyquist-frequency gain, JAES 45 (1997)",
  ],
  estimates: [
    { of: "the steps of gains and Qs" },
    { of: "the steps between its ends", params: ["lowFrequencyHz"] },
    { of: "the range and its steps", params: ["lowMidFrequencyHz", "midFrequencyHz", "highMidFrequencyHz"] },
    { of: "the lower end and the steps", params: ["highFrequencyHz"] },
    { of: "how bells of proportional Q narrow", params: ["law"] },
    { of: "the level of the third harmonic", params: ["colourPercent"] },
    { of: "how far parts stray", params: ["tolerance"] },
  ],
  examples: {
    shaped: { lowGainDb: 3, lowMidGainDb: -2, highMidGainDb: 1.5, highGainDb: 3, colour: true },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    lowShape: shape,
    lowFrequencyHz: frequencyHz(LOW_HZ, 60),
    lowGainDb: gainDb,
    lowQ: q,
    lowMidFrequencyHz: frequencyHz(LOW_MID_HZ, 200),
    lowMidGainDb: gainDb,
    lowMidQ: q,
    midFrequencyHz: frequencyHz(MID_HZ, 1000),
    midGainDb: gainDb,
    midQ: q,
    highMidFrequencyHz: frequencyHz(HIGH_MID_HZ, 4000),
    highMidGainDb: gainDb,
    highMidQ: q,
    highShape: shape,
    highFrequencyHz: frequencyHz(HIGH_HZ, 12000),
    highGainDb: gainDb,
    highQ: q,
    law: choice(["constant", "proportional"], {
      default: "constant",
      description:
        "How bells are as wide at any gain (constant), or broad while gains are small and at their dial's Q at 12 dB.",
    }),
    channel: choice(["stereo", "mid", "side"], {
      default: "stereo",
      structural: true,
      description: "What the bands work on.",
    }),
    outputGainDb: choice(HALF_DECIBELS(12), { default: 0, description: "Level in dB after everything." }),
    colour: toggle({
      default: false,
      structural: true,
      description: "Whether amplifiers are heard. Without them there is no latency.",
    }),
    colourPercent: percent({
      min: 0,
      max: 200,
      default: 100,
      description: "How much: at 100 a tone at 0 VU (−18 dBFS) has 0.03 % of third harmonic at any frequency.",
    }),
    oversampling,
    tolerance: toggle({
      default: false,
      structural: true,
      description: "Small differences of left and right as between parts of a real unit, the same ones every time.",
    }),
    toleranceUnit: choice(UNITS, {
      default: 1,
      structural: true,
      description: "Which unit: each has its own differences.",
    }),
  },
  linearity: "waveshaper",
  latencySamples: (values, sampleRate) => (values["colour"] === true ? colourLatencySamples(values, sampleRate) : 0),
  // The slowest bell: its poles are as sharp as Q · √gain, Q a sixth above the dial at 15 dB. Parts that stray make it up to
  // a tenth slower. And the DC blocker.
  tailSamples: (values, sampleRate) => {
    const framesOf = (band: string): number => {
      const gain = decibelsToGain(Math.abs(Number(values[`${band}GainDb`])) / 2);
      const dial = Number(values[`${band}Q`]);
      const slowness = Math.sqrt(gain) * Math.max((7 / 3) * dial * gain, (3 * gain) / dial);
      return (INAUDIBLE_NEPERS * slowness) / decayPerFrame(Number(values[`${band}FrequencyHz`]), sampleRate);
    };
    const bands = ["low", "lowMid", "mid", "highMid", "high"].filter((band) => values[`${band}GainDb`] !== 0);
    const blocker = values["colour"] === true ? 0.5 * sampleRate : 0;
    const strayed = values["tolerance"] === true ? 1.1 : 1;
    return Math.ceil(Math.max(blocker, ...bands.map((band) => strayed * framesOf(band))));
  },
  kernel: "masteringEq",
});
