import {
  defineNode,
  hertz,
  percent,
  stereo,
  type NodeDefinition,
  type Pack,
  type Processor,
} from "@twobus/core/definition";
import { exp, tanh } from "@twobus/dsp";

/** A low-pass of one pole that folds what it hears: state, maths and a meter in plain TypeScript. */
const warmth: NodeDefinition = defineNode({
  type: "outside.warmth",
  version: 1,
  name: "Warmth",
  category: "saturator",
  summary: "Bends what lies below a corner and takes the rest away.",
  words: ["warm"],
  references: [],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    cornerHz: hertz({ min: 100, max: 10000, default: 2000, description: "3 dB down." }),
    bendPercent: percent({ min: 0, max: 100, default: 50, description: "How much of the bend is heard." }),
  },
  meters: ["peakPercent"],
  linearity: "memory",
  kernel: ({ sampleRate }): Processor => {
    const low = new Float64Array(2);
    return {
      process: ([input], [output], values, meters, frames) => {
        const smoothing = 1 - exp((-2 * Math.PI * values[1]!) / sampleRate);
        const step = (values[3]! - values[2]!) / (100 * frames);
        let bend = values[2]! / 100;
        let peak = 0;
        for (let at = 0; at < 2 * frames; at++) {
          const side = at & 1;
          if (side === 0) bend += step;
          low[side]! += smoothing * (input![at]! - low[side]!);
          output![at] = low[side]! + bend * (tanh(2 * low[side]!) / 2 - low[side]!);
          peak = Math.max(peak, Math.abs(output![at]!));
        }
        meters[0] = 100 * peak;
      },
      reset: () => low.fill(0),
    };
  },
});

/** A pack as other people write them: no WebAssembly of its own. */
export const outsidePack: Pack = { name: "outside", apiVersion: 1, nodes: [warmth] };
