import { CHAIN_TYPE, CHAIN_VERSION, type MixDocument, type NodeRecord } from "@twobus/core";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";

/** Two tracks, a bus with a chain, a stereo bus with a limiter: something of everything that an edit can meet. */
export const session = (frames: number): MixDocument =>
  mix(
    { tone: { file: "tone.wav", frames }, other: { file: "other.wav", frames } },
    {
      mix: graph(
        {
          tone: node("track", {}, { source: "tone" }),
          other: node("track", { faderDb: -12, panPercent: 60 }, { source: "other", graph: "echo-chain" }),
          bus: node("bus", {}, { graph: "bus-chain" }),
          "stereo-bus": node("bus", { faderDb: -3 }, { graph: "master-chain" }),
        },
        [cable("tone", "bus"), cable("other", "stereo-bus"), cable("bus", "stereo-bus"), cable("stereo-bus", "out")],
      ),
      "bus-chain": chain({
        eq: node("parametricEq", { band1Shape: "bell", band1FrequencyHz: 300, band1GainDb: 4 }),
        comp: node("digitalCompressor", { thresholdDb: -20, lookAheadMs: 2 }),
      }),
      "echo-chain": chain({ echo: node("echo", { timeMs: 43.1, feedbackPercent: 60 }) }),
      "master-chain": chain({ limit: node("truePeakLimiter") }),
    },
  );

/** A change of a mix, in place. */
export type Edit = (document: MixDocument) => void;

const root = (document: MixDocument) => document.graphs["mix"]!;
const busChain = (document: MixDocument) => document.graphs["bus-chain"]!;
const echoOf = (document: MixDocument) => document.graphs["echo-chain"]!.nodes["echo"]!;

/** Every kind of edit that may not click. */
export const edits: Readonly<Record<string, Edit>> = {
  "add a processor": (document) => {
    const { nodes } = busChain(document);
    document.graphs["bus-chain"] = chain({ ...nodes, tilt: node("tiltEq", { tiltDb: 4 }) });
  },
  "add a strip": (document) => {
    root(document).nodes["double"] = node("track", { faderDb: -6 }, { source: "tone" });
    root(document).connections.push(cable("double", "bus"));
  },
  "remove a processor": (document) => {
    document.graphs["bus-chain"] = chain({ comp: busChain(document).nodes["comp"]! });
  },
  "remove a latent processor": (document) => {
    document.graphs["bus-chain"] = chain({ eq: busChain(document).nodes["eq"]! });
  },
  "replace a processor": (document) => {
    busChain(document).nodes["comp"] = node("glueCompressor", { thresholdDb: -20 });
  },
  bypass: (document) => (busChain(document).nodes["comp"]!.bypassed = true),
  mute: (document) => (root(document).nodes["other"]!.muted = true),
  connect: (document) => root(document).connections.push(cable("tone", "stereo-bus", { gainDb: -6 })),
  disconnect: (document) => {
    root(document).connections = root(document).connections.filter(({ from }) => !from.startsWith("other."));
  },
  "wire a key": (document) => {
    document.graphs["bus-chain"] = chain(busChain(document).nodes, [cable("in.key", "comp.key")], ["key"]);
    root(document).connections.push(cable("other", "bus.key"));
  },
  gain: (document) => (root(document).nodes["tone"]!.params["faderDb"] = -18),
  "gain of a cable": (document) => {
    const connection = root(document).connections.find(({ from }) => from.startsWith("bus"))!;
    connection.gainDb = -12;
  },
  pan: (document) => (root(document).nodes["tone"]!.params["panPercent"] = 80),
  delay: (document) => (root(document).nodes["tone"]!.params["delayMs"] = 3.1),
  "gain of a band": (document) => (busChain(document).nodes["eq"]!.params["band1GainDb"] = -12),
  "frequency of a band": (document) => (busChain(document).nodes["eq"]!.params["band1FrequencyHz"] = 3000),
  "shape of a filter": (document) => (busChain(document).nodes["eq"]!.params["band1Shape"] = "highPass"),
  threshold: (document) => (busChain(document).nodes["comp"]!.params["thresholdDb"] = -40),
  preset: (document) => {
    busChain(document).nodes["eq"] = node("parametricEq", {
      band1Shape: "lowShelf",
      band1FrequencyHz: 120,
      band1GainDb: 6,
      band2Shape: "bell",
      band2FrequencyHz: 2000,
      band2GainDb: -8,
    });
  },
  latency: (document) => (busChain(document).nodes["comp"]!.params["lookAheadMs"] = 7.3),
  "hear a chain as loud as what was there": (document) => {
    const { nodes } = busChain(document);
    // Without a saturator, whose harmonics of a high tone the metric would take for a click.
    document.graphs["crunch"] = chain({
      hit: node("transientShaper", { attackDb: 4 }),
      tilt: node("tiltEq", { tiltDb: 4 }),
    });
    const crunch: NodeRecord = { type: CHAIN_TYPE, version: CHAIN_VERSION, params: {}, graph: "crunch" };
    document.graphs["bus-chain"] = chain({ ...nodes, crunch });
    busChain(document).connections.at(-1)!.gainDb = -2.3;
  },
  "feedback of an echo": (document) => (echoOf(document).params["feedbackPercent"] = 80),
  "time of an echo": (document) => (echoOf(document).params["timeMs"] = 61.7),
  "sides of an echo": (document) => (echoOf(document).params["mode"] = "pingPong"),
  "add a reverb": (document) =>
    (document.graphs["bus-chain"] = chain({ ...busChain(document).nodes, room: node("reverb") })),
  "stereo to mono": (document) => (root(document).nodes["stereo-bus"]!.params["widthPercent"] = 0),
  automation: (document) => {
    document.automation["mix/tone.faderDb"] = {
      points: [
        { atSeconds: 0, value: -12, curve: "linear" },
        { atSeconds: 60, value: 0, curve: "linear" },
      ],
    };
  },
  "latency of oversampling": (document) => {
    document.graphs["bus-chain"] = chain({ ...busChain(document).nodes, clip: node("clipper") });
  },
};
