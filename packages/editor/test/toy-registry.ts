import {
  API_VERSION,
  choice,
  createRegistry,
  decibels,
  defineNode,
  hertz,
  key,
  milliseconds,
  percent,
  quality,
  ratio,
  stereo,
  toggle,
  type NodeDefinition,
  type Registry,
} from "@twobus/core";

const silent = () => ({ process: () => {}, reset: () => {} });
const kernels = { head: "head", tail: "tail" };
const common = { version: 1, words: [], references: [], linearity: "linear" } as const;
const gainDb = decibels({ min: -24, max: 24, default: 0, description: "Boost or cut." });
const shape = choice(["off", "bell", "highShelf"], { default: "off", description: "What the band does." });
const frequencyHz = hertz({ min: 20, max: 20_000, default: 1000, description: "Centre or corner." });
const q = quality({ min: 0.1, max: 40, default: 0.7071, description: "Narrowness." });

const stripParameters = {
  faderDb: decibels({ min: -96, max: 12, default: 0, description: "Level after the inserts." }),
  panPercent: percent({ min: -100, max: 100, default: 0, description: "Left to right." }),
};

const track: NodeDefinition = defineNode({
  ...common,
  type: "toy.track",
  name: "Track",
  category: "strip",
  summary: "Plays one recording.",
  inputs: {},
  outputs: { main: stereo() },
  params: stripParameters,
  kernel: kernels,
});

const bus: NodeDefinition = defineNode({
  ...common,
  type: "toy.bus",
  name: "Bus",
  category: "strip",
  summary: "Adds what plays into it.",
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: stripParameters,
  kernel: kernels,
});

const equaliser: NodeDefinition = defineNode({
  ...common,
  type: "toy.equaliser",
  name: "Equaliser",
  category: "equaliser",
  summary: "Two bands of any shape.",
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    band1Shape: shape,
    band1FrequencyHz: frequencyHz,
    band1GainDb: gainDb,
    band1Q: q,
    band2Shape: shape,
    band2FrequencyHz: frequencyHz,
    band2GainDb: gainDb,
    band2Q: q,
    outputGainDb: gainDb,
  },
  kernel: silent,
});

const compressor: NodeDefinition = defineNode({
  ...common,
  type: "toy.compressor",
  name: "Compressor",
  category: "compressor",
  summary: "Turns down what is above its threshold.",
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({ min: -60, max: 0, default: -18, description: "Level above which it works." }),
    ratio: ratio({ min: 1, max: 20, default: 4, description: "How much of what is above remains." }),
    attackMs: milliseconds({ min: 0.1, max: 200, default: 10, description: "Time to 63 % of a reduction." }),
    style: choice(["clean", "warm"], { default: "clean", description: "How it sounds." }),
    keyHighPassHz: frequencyHz,
    keyListen: toggle({ default: false, description: "Lets the side-chain be heard." }),
  },
  meters: ["gainReductionDb"],
  kernel: silent,
});

const leveller: NodeDefinition = defineNode({
  ...common,
  type: "toy.leveller",
  name: "Leveller",
  category: "compressor",
  summary: "Rides the level slowly.",
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({ min: -40, max: 0, default: -12, description: "Level that it holds." }),
    mixPercent: percent({ min: 0, max: 100, default: 100, description: "How much of it is heard." }),
  },
  meters: ["gainReductionDb"],
  kernel: silent,
});

const splitter: NodeDefinition = defineNode({
  ...common,
  type: "toy.splitter",
  name: "Splitter",
  category: "utility",
  summary: "Two or three bands.",
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    bands: choice([2, 3], { default: 3, description: "How many bands." }),
    crossover1Hz: hertz({ min: 20, max: 20_000, default: 200, description: "Between bands 1 and 2." }),
    crossover2Hz: hertz({ min: 20, max: 20_000, default: 3000, description: "Between bands 2 and 3." }),
  },
  kernel: silent,
});

/** A few nodes that look like those of a real pack, and make no sound. */
export const toyRegistry: Registry = createRegistry([
  { name: "toy", apiVersion: API_VERSION, nodes: [track, bus, equaliser, compressor, leveller, splitter] },
]);
