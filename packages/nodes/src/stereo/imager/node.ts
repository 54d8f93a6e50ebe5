import { choice, defineNode, hertz, percent, stereo, type NodeDefinition } from "@twobus/core";
import { INAUDIBLE_NEPERS } from "../../tail.ts";

/** At or below this nothing is made mono. */
const MONO_OFF_HZ = 20;
/** 2Q of the slowest pair of a Butterworth filter of fourth order. */
const SLOWEST_PAIR = 2.62;
/** Time constant of the spread's lowest all-pass section, and what the ones above it add. */
const SPREAD_SECONDS = 0.002;

export const imager: NodeDefinition = defineNode({
  type: "twobus.imager",
  version: 1,
  name: "Imager",
  category: "stereo",
  summary: "How wide the sound is, apart for lows and highs; mono sums stay as they are.",
  words: ["width", "wide", "narrow", "mono maker", "bass mono", "elliptical", "stereo spread", "image"],
  references: [
    "M = (L + R)/2, S = (L − R)/2; width scales S, and S is high-passed where lows are to be mono",
    "M. R. Schroeder: An Artificial Stereophonic Effect Obtained from a Single Audio Signal, JAES 6 (1958)",
  ],
  estimates: [{ of: "the phase of the copy of the middle", params: ["spreadPercent"] }],
  examples: {
    widened: { widthPercent: 130, highWidthPercent: 130, monoBelowHz: 120, spreadPercent: 20 },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    widthPercent: percent({ min: 0, max: 200, default: 100, description: "0 is mono, 200 doubles the side." }),
    highWidthPercent: percent({
      min: 0,
      max: 200,
      default: 100,
      description: "Width of the highs relative to the rest: a shelf of 6 dB/oct on the side.",
    }),
    highWidthHz: hertz({ min: 100, max: 8000, default: 500, description: "Where the highs begin." }),
    monoBelowHz: hertz({
      min: MONO_OFF_HZ,
      max: 500,
      default: MONO_OFF_HZ,
      description: "Below it the side is taken out, so that the lows are mono. Off at 20 Hz.",
    }),
    monoSlope: choice([12, 24], {
      default: 24,
      structural: true,
      description: "How steeply, in dB per octave: a Butterworth high-pass on the side.",
    }),
    spreadPercent: percent({
      min: 0,
      max: 100,
      default: 0,
      description: "Makes a mono sound wide: adds a phase-shifted copy of the middle to the side.",
    }),
    law: choice(["monoSafe", "constantPower"], {
      default: "monoSafe",
      structural: true,
      description: "Keep the middle, and with it the mono sum, untouched; or keep the power of unrelated channels.",
    }),
  },
  linearity: "linear",
  tailSamples: ({ highWidthPercent, highWidthHz, monoBelowHz, spreadPercent }, sampleRate) => {
    const ofHighs = highWidthPercent === 100 ? 0 : 1 / (2 * Math.PI * Number(highWidthHz));
    const ofMono = Number(monoBelowHz) <= MONO_OFF_HZ ? 0 : SLOWEST_PAIR / (2 * Math.PI * Number(monoBelowHz));
    const ofSpread = spreadPercent === 0 ? 0 : SPREAD_SECONDS;
    return Math.ceil(INAUDIBLE_NEPERS * (ofHighs + ofMono + ofSpread) * sampleRate);
  },
  kernel: "imager",
});
