import { choice, decibels, milliseconds, percent, toggle } from "../src/definition/parameters.ts";
import { createRegistry, API_VERSION, type Pack, type Registry } from "../src/definition/pack.ts";
import { defineNode, type NodeDefinition } from "../src/definition/node.ts";
import { key, stereo } from "../src/definition/ports.ts";
import { emptyMix, type MixDocument, type NodeRecord } from "../src/document/types.ts";

const about = {
  category: "utility",
  summary: "A node for tests.",
  words: [],
  references: [],
  linearity: "linear",
} as const;

const fader = {
  faderDb: decibels({ min: -96, max: 12, default: 0, description: "Level." }),
  panPercent: percent({ min: -100, max: 100, default: 0, description: "Place." }),
};

export const toyTrack: NodeDefinition = defineNode({
  ...about,
  type: "toy.track",
  version: 1,
  name: "Track",
  inputs: {},
  outputs: { main: stereo() },
  params: fader,
  kernel: { head: "head", tail: "tail" },
});

export const toyBus: NodeDefinition = defineNode({
  ...about,
  type: "toy.bus",
  version: 1,
  name: "Bus",
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: fader,
  kernel: { head: "head", tail: "tail" },
});

export const toyGain: NodeDefinition = defineNode({
  ...about,
  type: "toy.gain",
  version: 1,
  name: "Gain",
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    gainDb: decibels({ min: -96, max: 24, default: 0, description: "Level." }),
    polarity: toggle({ default: false, description: "Upside down." }),
  },
  kernel: "gain",
});

/** Version 3: 1 → 2 renamed `threshold`, 2 → 3 added `character`. */
export const toyCompressor: NodeDefinition = defineNode({
  ...about,
  type: "toy.compressor",
  version: 3,
  name: "Compressor",
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({ min: -60, max: 0, default: -12, description: "Where it begins." }),
    lookAheadMs: milliseconds({ min: 0, max: 10, default: 0, structural: true, description: "How far it looks." }),
    character: choice(["clean", "warm"], { default: "clean", description: "Colour." }),
  },
  linearity: "gain",
  migrations: {
    1: ({ threshold, ...others }) => ({ ...others, thresholdDb: threshold ?? -12 }),
    2: (values) => ({ ...values, character: "warm" }),
  },
  kernel: "compressor",
});

export const toyPack: Pack = {
  name: "toy",
  apiVersion: API_VERSION,
  nodes: [toyTrack, toyBus, toyGain, toyCompressor],
};

export const toyRegistry: Registry = createRegistry([toyPack]);

const strip = (type: string, more: Partial<NodeRecord> = {}): NodeRecord => ({
  type,
  version: 1,
  params: { faderDb: 0, panPercent: 0 },
  ...more,
});

/** Kick and snare into drums, bass keyed by the kick, both into the stereo bus. Legal, and without warnings. */
export function toyMix(): MixDocument {
  const mix = emptyMix("Toy", 48000);
  mix.sources = {
    kick: { file: "audio/kick.wav", channels: 1, sampleRate: 44100, frames: 441000 },
    snare: { file: "audio/snare.wav", channels: 1, sampleRate: 44100, frames: 441000, startSeconds: 1.5 },
  };
  mix.graphs["mix"]!.nodes = {
    kick: strip("toy.track", { source: "kick", label: "Kick in" }),
    snare: strip("toy.track", { source: "snare", colour: "#3366cc" }),
    synth: strip("toy.track"),
    drums: strip("toy.bus"),
    bass: strip("toy.bus", { graph: "bass-chain" }),
    stereo: strip("toy.bus", { label: "Stereo bus" }),
  };
  mix.graphs["mix"]!.connections = [
    { from: "kick.main", to: "drums.main" },
    { from: "snare.main", to: "drums.main", gainDb: -3, panPercent: 20 },
    { from: "synth.main", to: "bass.main" },
    { from: "kick.main", to: "bass.duck", gainDb: -6 },
    { from: "drums.main", to: "stereo.main" },
    { from: "bass.main", to: "stereo.main" },
    { from: "stereo.main", to: "out.main" },
  ];
  mix.graphs["bass-chain"] = {
    name: "Ducked bass",
    interface: {
      inputs: { main: { role: "audio" }, duck: { role: "key" } },
      outputs: { main: { role: "audio" } },
      params: { amountDb: { targets: ["comp.thresholdDb"] } },
    },
    nodes: {
      comp: {
        type: "toy.compressor",
        version: 3,
        params: { thresholdDb: -20, lookAheadMs: 0, character: "clean" },
      },
    },
    connections: [
      { from: "in.main", to: "comp.main" },
      { from: "in.duck", to: "comp.key" },
      { from: "comp.main", to: "out.main" },
    ],
  };
  mix.automation = {
    "mix/drums.faderDb": {
      points: [
        { atSeconds: 0, value: 0, curve: "linear" },
        { atSeconds: 4, value: -3, curve: "hold" },
      ],
    },
  };
  mix.layout = { mix: { kick: { x: 0, y: 40 }, out: { x: 400, y: 40 } } };
  return mix;
}
