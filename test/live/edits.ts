import type { MixDocument } from "@twobus/core";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";

/** Two tracks, a bus with a chain, a stereo bus with a limiter: something of everything that an edit can meet. */
export const session = (frames: number): MixDocument =>
  mix(
    { tone: { file: "tone.wav", frames }, other: { file: "other.wav", frames } },
    {
      mix: graph(
        {
          tone: node("track", {}, { source: "tone" }),
          other: node("track", { faderDb: -12 }, { source: "other" }),
          bus: node("bus", {}, { graph: "bus-chain" }),
          "stereo-bus": node("bus", { faderDb: -3 }, { graph: "master-chain" }),
        },
        [cable("tone", "bus"), cable("other", "stereo-bus"), cable("bus", "stereo-bus"), cable("stereo-bus", "out")],
      ),
      "bus-chain": chain({
        eq: node("parametricEq", { band1Shape: "bell", band1FrequencyHz: 300, band1GainDb: 4 }),
        comp: node("digitalCompressor", { thresholdDb: -20, lookAheadMs: 2 }),
      }),
      "master-chain": chain({ limit: node("truePeakLimiter") }),
    },
  );

/** A change of a mix, in place. */
export type Edit = (mix: MixDocument) => void;

const root = (mix: MixDocument) => mix.graphs["mix"]!;
const busChain = (mix: MixDocument) => mix.graphs["bus-chain"]!;

/** Every kind of edit that may not click. */
export const edits: Readonly<Record<string, Edit>> = {
  "add a processor": (mix) => {
    const { nodes } = busChain(mix);
    mix.graphs["bus-chain"] = chain({ ...nodes, tilt: node("tiltEq", { tiltDb: 4 }) });
  },
  "add a strip": (mix) => {
    root(mix).nodes["double"] = node("track", { faderDb: -6 }, { source: "tone" });
    root(mix).connections.push(cable("double", "bus"));
  },
  "remove a processor": (mix) => {
    mix.graphs["bus-chain"] = chain({ comp: busChain(mix).nodes["comp"]! });
  },
  "remove a latent processor": (mix) => {
    mix.graphs["bus-chain"] = chain({ eq: busChain(mix).nodes["eq"]! });
  },
  "replace a processor": (mix) => {
    busChain(mix).nodes["comp"] = node("glueCompressor", { thresholdDb: -20 });
  },
  bypass: (mix) => (busChain(mix).nodes["comp"]!.bypassed = true),
  mute: (mix) => (root(mix).nodes["other"]!.muted = true),
  connect: (mix) => root(mix).connections.push(cable("tone", "stereo-bus", { gainDb: -6 })),
  disconnect: (mix) => {
    root(mix).connections = root(mix).connections.filter(({ from }) => !from.startsWith("other."));
  },
  "wire a key": (mix) => {
    mix.graphs["bus-chain"] = chain(busChain(mix).nodes, [cable("in.key", "comp.key")], ["key"]);
    root(mix).connections.push(cable("other", "bus.key"));
  },
  gain: (mix) => (root(mix).nodes["tone"]!.params["faderDb"] = -18),
  "gain of a cable": (mix) => {
    const connection = root(mix).connections.find(({ from }) => from.startsWith("bus"))!;
    connection.gainDb = -12;
  },
  pan: (mix) => (root(mix).nodes["tone"]!.params["panPercent"] = 80),
  delay: (mix) => (root(mix).nodes["tone"]!.params["delayMs"] = 3.1),
  "gain of a band": (mix) => (busChain(mix).nodes["eq"]!.params["band1GainDb"] = -12),
  "frequency of a band": (mix) => (busChain(mix).nodes["eq"]!.params["band1FrequencyHz"] = 3000),
  "shape of a filter": (mix) => (busChain(mix).nodes["eq"]!.params["band1Shape"] = "highPass"),
  threshold: (mix) => (busChain(mix).nodes["comp"]!.params["thresholdDb"] = -40),
  preset: (mix) => {
    busChain(mix).nodes["eq"] = node("parametricEq", {
      band1Shape: "lowShelf",
      band1FrequencyHz: 120,
      band1GainDb: 6,
      band2Shape: "bell",
      band2FrequencyHz: 2000,
      band2GainDb: -8,
    });
  },
  latency: (mix) => (busChain(mix).nodes["comp"]!.params["lookAheadMs"] = 7.3),
  "latency of oversampling": (mix) => {
    mix.graphs["bus-chain"] = chain({ ...busChain(mix).nodes, clip: node("clipper") });
  },
};
