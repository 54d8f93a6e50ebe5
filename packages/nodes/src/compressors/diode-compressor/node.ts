import { choice, decibels, defineNode, key, stereo, toggle, type NodeDefinition, type PlainValue } from "@twobus/core";
import {
  colourLatencySamples,
  colourOversampling,
  colourTailSamples,
  keyTailSamples,
  sideChainParameters,
} from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

export const diodeCompressor: NodeDefinition = defineNode({
  type: "twobus.diodeCompressor",
  version: 1,
  name: "Diode bridge compressor",
  category: "compressor",
  summary: "Compressor and limiter in one bridge of diodes: grainy, smoky, and dirtier the more it holds.",
  words: ["diode", "bridge", "grain", "smoke", "seventies", "aggressive", "parallel", "limiter"],
  references: ["Neve 33609 and 2254 manuals: ratios, recoveries, automatic recoveries, limiter after the compressor"],
  estimates: [
    { of: "the steps of the attack", params: ["attack", "limiterAttack"] },
    { of: "the levels of the harmonics" },
  ],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({
      min: -60,
      max: 10,
      default: -20,
      description: "Peak level in dBFS above which it compresses.",
    }),
    ratio: choice(["1.5:1", "2:1", "3:1", "4:1", "6:1"], {
      default: "2:1",
      description: "How much level above the threshold comes out as 1 dB.",
    }),
    attack: choice(["fast", "slow"], { default: "fast", description: "3 or 6 ms to 63 % of a reduction." }),
    recovery: choice(["0.1", "0.4", "0.8", "1.5", "a1", "a2"], {
      default: "0.4",
      description: "Seconds to give 63 % back; a1 is 0.04 after peaks and 0.8 after long levels, a2 0.15 and 1.5.",
    }),
    limiter: toggle({ default: false, description: "Whether the limiter works, after compression and make-up." }),
    limiterThresholdDb: decibels({
      min: -30,
      max: 0,
      default: -8,
      description: "Peak level in dBFS that the limiter holds.",
    }),
    limiterAttack: choice(["fast", "slow"], { default: "fast", description: "2 or 4 ms to 63 % of a reduction." }),
    limiterRecovery: choice(["0.05", "0.1", "0.2", "0.8", "a1", "a2"], {
      default: "a1",
      description: "Seconds in which the limiter gives 63 % back; a1 and a2 as for the compressor.",
    }),
    noise: toggle({
      default: false,
      description:
        "The noise of the amplifier behind the bridge: 70 dB under 0 VU, raised by make-up. Silence stays silent.",
    }),
    ...sideChainParameters,
    oversampling: colourOversampling,
  },
  meters: ["gainReductionDb"],
  linearity: "waveshaper",
  latencySamples: colourLatencySamples,
  tailSamples: (values, sampleRate) => colourTailSamples(values, sampleRate, keyTailSamples(values, sampleRate)),
  memorySamples: ({ recovery, limiter, limiterRecovery }, sampleRate) =>
    memoryOf(Math.max(secondsOf(recovery), limiter === true ? secondsOf(limiterRecovery) : 0), sampleRate),
  kernel: "diodeCompressor",
});

/** The slow half of an automatic recovery; any other says what it takes. */
const secondsOf = (recovery: PlainValue | undefined): number =>
  recovery === "a1" ? 0.8 : recovery === "a2" ? 1.5 : Number(recovery);
