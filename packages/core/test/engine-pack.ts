import { choice, decibels, percent, samples } from "../src/definition/parameters.ts";
import { API_VERSION, type Pack } from "../src/definition/pack.ts";
import { defineNode, type PlainValues, type Processor } from "../src/definition/node.ts";
import { key, stereo } from "../src/definition/ports.ts";
import { emptyMix, type ConnectionRecord, type MixDocument, type NodeRecord } from "../src/document/types.ts";
import { noise } from "../src/laws/battery/signals.ts";

const about = {
  version: 1,
  name: "Test",
  category: "utility",
  summary: "A node for tests of the engine.",
  words: ["test"],
  references: [],
  linearity: "linear",
  outputs: { main: stereo() },
} as const;

const latency = samples({ min: 0, max: 1000, default: 0, structural: true, description: "How late it is." });

/** A ring that gives back what it was given `frames` ago. */
function createRing(frames: number): (x: number) => number {
  const ring = new Float64Array(2 * frames);
  let position = 0;
  return (x) => {
    if (ring.length === 0) return x;
    const late = ring[position]!;
    ring[position] = x;
    position = (position + 1) % ring.length;
    return late;
  };
}

export const NOISE_FRAMES = 4096;
/** What `test.noise` plays from the start of the mix. */
export const noiseSignal = noise(NOISE_FRAMES, 71, 0.5);

const noiseNode = defineNode({
  ...about,
  type: "test.noise",
  inputs: {},
  params: {},
  kernel: () => {
    let position = 0;
    return {
      process: (_inputs, [output]) => {
        for (let i = 0; i < output!.length; i++, position++) output![i] = noiseSignal[i % 2]![position >> 1] ?? 0;
      },
      reset: () => (position = 0),
    };
  },
});

const lateNode = defineNode({
  ...about,
  type: "test.late",
  inputs: { main: stereo() },
  params: { latencySamples: latency },
  latencySamples: ({ latencySamples }) => Number(latencySamples),
  kernel: ({ values }) => {
    const ring = createRing(Number(values["latencySamples"]));
    return {
      process: ([input], [output]) => {
        for (let i = 0; i < output!.length; i++) output![i] = ring(input![i]!);
      },
      reset: () => {},
    };
  },
});

/** Twice as loud and late, until the quantum of a frame in which it fails. */
const brokenNode = defineNode({
  ...about,
  type: "test.broken",
  inputs: { main: stereo({ optional: true }) },
  params: {
    latencySamples: latency,
    way: choice(["throws", "nan", "infinity"], { default: "throws", structural: true, description: "How it fails." }),
    failsSamples: samples({ min: 0, max: 1e9, default: 0, structural: true, description: "When it fails." }),
  },
  latencySamples: ({ latencySamples }) => Number(latencySamples),
  kernel: ({ values }) => createBroken(values),
});

function createBroken({ latencySamples, way, failsSamples }: PlainValues): Processor {
  const ring = createRing(Number(latencySamples));
  let frame = 0;
  return {
    process: ([input], [output]) => {
      for (let i = 0; i < output!.length; i++) output![i] = 2 * ring(input?.[i] ?? 0);
      const fails = Number(failsSamples) - frame;
      frame += output!.length / 2;
      if (fails < 0 || fails >= output!.length / 2) return;
      if (way === "throws") throw new RangeError("broken");
      output![2 * fails + 1] = way === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
    },
    reset: () => (frame = 0),
  };
}

/** Sounds its own parameter: ramps from its value at the start of the quantum to the one at its end. */
const levelNode = defineNode({
  ...about,
  type: "test.level",
  inputs: { main: stereo({ optional: true }) },
  params: {
    otherDb: decibels({ min: -60, max: 0, default: 0, description: "Nothing." }),
    levelPercent: percent({ min: -100, max: 100, default: 50, description: "What it emits." }),
  },
  meters: ["startPercent", "endPercent"],
  kernel: () => ({
    process: (_inputs, [output], values, meters) => {
      const [start, end] = [values[2]!, values[3]!];
      meters[0] = start;
      meters[1] = end;
      for (let i = 0; i < output!.length; i++) output![i] = start + ((end - start) * (i >> 1)) / (output!.length / 2);
    },
    reset: () => {},
  }),
});

/** Input minus key: nothing where both are one signal and arrive at once. */
const differenceNode = defineNode({
  ...about,
  type: "test.difference",
  inputs: { main: stereo(), key: key() },
  params: {},
  kernel: () => ({
    process: ([main, side], [output]) => {
      for (let i = 0; i < output!.length; i++) output![i] = main![i]! - (side?.[i] ?? 0);
    },
    reset: () => {},
  }),
});

export const enginePack: Pack = {
  name: "test",
  apiVersion: API_VERSION,
  nodes: [noiseNode, lateNode, brokenNode, levelNode, differenceNode],
};

/** A node of the pack, or of any other. */
export function node(type: string, params: NodeRecord["params"] = {}, more: Partial<NodeRecord> = {}): NodeRecord {
  return { type: type.includes(".") ? type : `test.${type}`, version: 1, params, ...more };
}

/** `from → to`, each a node's `main` unless it names a port. */
export function cables(...routes: string[]): ConnectionRecord[] {
  const end = (text: string): string => (text.includes(".") ? text : `${text}.main`);
  return routes.map((route) => {
    const [from = "", to = ""] = route.split(" → ");
    return { from: end(from), to: end(to) };
  });
}

export function mixOf(nodes: Record<string, NodeRecord>, ...routes: string[]): MixDocument {
  const mix = emptyMix("Engine", 48000);
  Object.assign(mix.graphs["mix"]!, { nodes, connections: cables(...routes) });
  return mix;
}
