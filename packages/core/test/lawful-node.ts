import { decibelsToGain } from "@twobus/dsp";
import { defineNode, type NodeDefinition, type Processor, type ProcessorContext } from "../src/definition/node.ts";
import { decibels, milliseconds } from "../src/definition/parameters.ts";
import { API_VERSION, type Pack } from "../src/definition/pack.ts";
import { key, stereo } from "../src/definition/ports.ts";

const lookAheadSamples = (lookAheadMs: unknown, sampleRate: number): number =>
  Math.round((Number(lookAheadMs) * sampleRate) / 1000);

/** A node that breaks no law: a gain behind a look-ahead, in plain TypeScript. Tests break it one law at a time. */
export const lawfulNode: NodeDefinition = defineNode({
  type: "toys.gain",
  version: 1,
  name: "Gain",
  category: "utility",
  summary: "Louder, later.",
  words: ["level"],
  references: [],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    gainDb: decibels({ min: -24, max: 24, default: 0, description: "How much louder." }),
    lookAheadMs: {
      ...milliseconds({ min: 0, max: 5, default: 0, structural: true, description: "How much later." }),
      scale: "linear",
    },
  },
  meters: ["levelDb"],
  linearity: "linear",
  latencySamples: ({ lookAheadMs }, sampleRate) => lookAheadSamples(lookAheadMs, sampleRate),
  kernel: (context) => createLateGain(context),
});

interface Frame {
  /** Position in the interleaved block: left and right in turn. */
  readonly index: number;
  readonly block: Float64Array;
  readonly values: Float64Array;
}

export interface Change {
  /** What becomes of a sample before gain and delay. */
  readonly sample?: (x: number, frame: Frame) => number;
  readonly extraSamples?: number;
  readonly keepsStateOnReset?: boolean;
  /** What else a reset does. */
  readonly forget?: () => void;
}

/** The processor of the lawful node, changed. */
export function createLateGain({ sampleRate, values }: ProcessorContext, change: Change = {}): Processor {
  const { sample = (x) => x, extraSamples = 0, keepsStateOnReset = false, forget } = change;
  const ring = new Float64Array(2 * (lookAheadSamples(values["lookAheadMs"], sampleRate) + extraSamples));
  let position = 0;
  return {
    process: (inputs, [output], parameters, meters) => {
      const block = inputs[0]!;
      const start = decibelsToGain(parameters[0]!);
      const step = (decibelsToGain(parameters[1]!) - start) / (block.length / 2);
      for (let index = 0; index < block.length; index++) {
        const arriving = sample(block[index]!, { index, block, values: parameters });
        let late = arriving;
        if (ring.length > 0) {
          late = ring[position]!;
          ring[position] = arriving;
          position = (position + 1) % ring.length;
        }
        output![index] = late * (start + step * ((index >> 1) + 1));
      }
      meters[0] = parameters[1]!;
    },
    reset: () => {
      if (keepsStateOnReset) return;
      forget?.();
      ring.fill(0);
      position = 0;
    },
  };
}

export function packOf(definition: NodeDefinition, wasm?: Pack["wasm"]): Pack {
  return { name: "toys", apiVersion: API_VERSION, nodes: [definition], ...(wasm === undefined ? {} : { wasm }) };
}
