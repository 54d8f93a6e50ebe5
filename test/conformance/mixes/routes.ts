import { CHAIN_TYPE, CHAIN_VERSION, type GraphRecord, type NodeRecord } from "@twobus/core";
import { cable, chain, graph, mix, node } from "../../support/mixes.ts";
import { golden, sourcesOf, type GoldenMix } from "../golden-mix.ts";

const DEEPEST = 8;

const chainNode = (id: string, rest: Partial<NodeRecord> = {}): NodeRecord => ({
  type: CHAIN_TYPE,
  version: CHAIN_VERSION,
  params: {},
  graph: id,
  ...rest,
});

/** Chains in chains, a tilt in each; one macro of the outermost turns them all. */
const nestedChains = (): Record<string, GraphRecord> => {
  const levels = Array.from({ length: DEEPEST }, (_, index) => index + 1);
  return Object.fromEntries(
    levels.map((level) => {
      const inner = level < DEEPEST ? { inner: chainNode(`level-${level + 1}`) } : {};
      const record = chain({ tilt: node("tiltEq", { tiltDb: 0.5, pivotHz: 200 * level }), ...inner });
      const targets = ["tilt.tiltDb", ...Object.keys(inner).map((id) => `${id}.toneDb`)];
      return [`level-${level}`, { ...record, interface: { ...record.interface, params: { toneDb: { targets } } } }];
    }),
  );
};

const duck = node("digitalCompressor", { thresholdDb: -40, ratio: 8, attackMs: 1, releaseMs: 40, lookAheadMs: 4 });

/** How sound finds its way: chains, keys, latency, sends, what is muted and bypassed. */
export const routes: Readonly<Record<string, GoldenMix>> = {
  "nested-chains": golden(
    mix(
      sourcesOf("drums", "keys"),
      {
        mix: graph(
          {
            drums: node("track", {}, { source: "drums" }),
            keys: node("track", {}, { source: "keys", graph: "level-1" }),
            "stereo-bus": node("bus", {}, { graph: "level-2" }),
          },
          [cable("drums", "stereo-bus"), cable("keys", "stereo-bus"), cable("stereo-bus", "out")],
        ),
        ...nestedChains(),
      },
      {
        automation: {
          "level-1/inner.toneDb": {
            points: [
              { atSeconds: 0.1, value: -3, curve: "smooth" },
              { atSeconds: 0.4, value: 1.5, curve: "hold" },
            ],
          },
        },
      },
    ),
  ),
  keys: golden(
    mix(sourcesOf("bass", "drums", "keys", "voice"), {
      mix: graph(
        {
          bass: node("track", {}, { source: "bass", graph: "ducked" }),
          drums: node("track", {}, { source: "drums", graph: "late" }),
          keys: node("track", {}, { source: "keys", graph: "nested" }),
          voice: node("track", {}, { source: "voice" }),
          "stereo-bus": node("bus", { faderDb: -6 }),
        },
        [
          cable("drums", "bass.trigger"),
          cable("voice", "keys.trigger", { gainDb: 6 }),
          cable("drums", "keys.trigger", { gainDb: -3 }),
          ...["bass", "drums", "keys", "voice"].map((id) => cable(id, "stereo-bus")),
          cable("stereo-bus", "out"),
        ],
      ),
      ducked: chain({ duck }, [cable("in.trigger", "duck.key")], ["trigger"]),
      late: chain({ limiter: node("truePeakLimiter", { gainDb: 6 }) }),
      nested: chain(
        { outer: chainNode("ducked"), equal: node("dynamicEq", { band2Shape: "bell", band2ThresholdDb: -40 }) },
        [cable("in.trigger", "outer.trigger"), cable("in.trigger", "equal.key")],
        ["trigger"],
      ),
    }),
  ),
  latency: golden(
    mix(sourcesOf("bass", "drums", "keys"), {
      mix: graph(
        {
          bass: node("track", { delayMs: 7 }, { source: "bass" }),
          drums: node("track", {}, { source: "drums", graph: "parallel" }),
          keys: node("track", {}, { source: "keys", graph: "clipped" }),
          room: node("bus", {}, { graph: "straight" }),
          "stereo-bus": node("bus", { faderDb: -4 }, { graph: "clipped" }),
        },
        [
          cable("bass", "stereo-bus"),
          cable("drums", "stereo-bus"),
          cable("drums", "room", { gainDb: -9 }),
          cable("keys", "room", { gainDb: -9 }),
          cable("keys", "stereo-bus"),
          cable("room", "stereo-bus"),
          cable("stereo-bus", "out"),
        ],
      ),
      parallel: graph(
        { dry: node("gain", { gainDb: -3 }), late: node("tapeSaturator"), later: node("truePeakLimiter") },
        [
          cable("in", "dry"),
          cable("in", "late"),
          cable("late", "later"),
          cable("dry", "out"),
          cable("later", "out"),
          cable("in", "out", { gainDb: -6 }),
        ],
      ),
      clipped: chain({ clip: node("clipper", { ceilingDb: -6, driveDb: 3 }) }),
      straight: chain({ straight: node("linearPhaseEq", { band3Shape: "bell", band3GainDb: 6, taps: 2047 }) }),
    }),
  ),
  sends: golden(
    mix(sourcesOf("drums", "keys", "voice"), {
      mix: graph(
        {
          drums: node("track", { panPercent: -15 }, { source: "drums" }),
          keys: node("track", { widthPercent: 50 }, { source: "keys" }),
          voice: node("track", { trimDb: -3 }, { source: "voice" }),
          echo: node("bus", { faderDb: -3 }, { graph: "echo" }),
          room: node("bus", { trimDb: -2 }, { graph: "room" }),
          "stereo-bus": node("bus"),
        },
        [
          cable("drums", "room", { gainDb: -10, panPercent: 60 }),
          cable("keys", "room", { gainDb: -6, panPercent: -80 }),
          cable("voice", "echo", { gainDb: -4.5 }),
          cable("voice", "room", { gainDb: -8, muted: true }),
          cable("echo", "room", { gainDb: -12 }),
          ...["drums", "keys", "voice"].map((id) => cable(id, "stereo-bus", { gainDb: -6 })),
          cable("echo", "stereo-bus"),
          cable("room", "stereo-bus", { gainDb: 2, panPercent: 10 }),
          cable("stereo-bus", "out"),
        ],
      ),
      echo: chain({ echo: node("echo", { timeMs: 80, feedbackPercent: 20, mixPercent: 100 }) }),
      room: chain({ reverb: node("reverb", { space: "room", decaySeconds: 0.25, mixPercent: 100 }) }),
    }),
  ),
  "mutes-and-bypasses": golden(
    mix(sourcesOf("bass", "drums", "keys", "voice"), {
      mix: graph(
        {
          bass: node("track", {}, { source: "bass", muted: true }),
          drums: node("track", {}, { source: "drums", graph: "late" }),
          keys: node("track", { panPercent: 50 }, { source: "keys", bypassed: true }),
          voice: node("track", {}, { source: "voice", graph: "passed" }),
          band: node("bus", { faderDb: -20 }, { bypassed: true, graph: "late" }),
          "stereo-bus": node("bus", { faderDb: -6 }),
        },
        [
          cable("bass", "band"),
          cable("drums", "band"),
          cable("keys", "band"),
          cable("voice", "band"),
          cable("drums", "stereo-bus", { muted: true }),
          cable("keys", "stereo-bus", { gainDb: -12 }),
          cable("band", "stereo-bus"),
          cable("stereo-bus", "out"),
        ],
      ),
      late: chain({
        limiter: node("truePeakLimiter", { gainDb: 12 }, { bypassed: true }),
        clip: node("clipper", { driveDb: 6, ceilingDb: -3 }),
      }),
      passed: graph(
        { whole: chainNode("late", { bypassed: true }), silent: node("tubeSaturator", {}, { muted: true }) },
        [cable("in", "whole"), cable("in", "silent"), cable("whole", "out"), cable("silent", "out")],
      ),
    }),
  ),
  bands: golden(
    mix(sourcesOf("drums", "keys"), {
      mix: graph(
        {
          drums: node("track", {}, { source: "drums", graph: "split" }),
          keys: node("track", {}, { source: "keys", graph: "split" }),
          "stereo-bus": node("bus"),
        },
        [cable("drums", "stereo-bus"), cable("keys", "stereo-bus"), cable("stereo-bus", "out")],
      ),
      split: graph(
        {
          split: node("bandSplitter", { bands: 3, crossover1Hz: 200, crossover2Hz: 3000 }),
          low: node("gain", { gainDb: 2 }),
          middle: node("glueCompressor", { thresholdDb: -30 }),
          high: node("tubeSaturator", { driveDb: 12 }),
        },
        [
          cable("in", "split"),
          cable("split.band1", "low"),
          cable("split.band2", "middle"),
          cable("split.band3", "high"),
          ...["low", "middle", "high"].map((id) => cable(id, "out")),
        ],
      ),
    }),
  ),
};
