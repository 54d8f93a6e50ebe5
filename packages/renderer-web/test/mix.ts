import {
  createRegistry,
  defaultValues,
  emptyMix,
  type MixDocument,
  type NodeRecord,
  type Registry,
} from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { recordings } from "./recordings.ts";

export const registry: Registry = createRegistry([builtInPack]);

/** A mix at 48 kHz of one track per file, through a compressor that looks ahead, a saturator and a limiter. */
export function mixOf(files: readonly string[] = Object.keys(recordings), frames = 48_000): MixDocument {
  const mix = emptyMix("test", 48_000);
  const { nodes, connections } = mix.graphs["mix"]!;
  const cable = (from: string, to: string): void => void connections.push({ from: `${from}.main`, to: `${to}.main` });
  files.forEach((file, index) => {
    mix.sources[`source${index}`] = { file, channels: 1, sampleRate: 48_000, frames };
    nodes[`track${index}`] = { ...node("track", { panPercent: 20 * index }), source: `source${index}` };
    cable(`track${index}`, "compressor");
  });
  nodes["compressor"] = node("digitalCompressor", { thresholdDb: -20, lookAheadMs: 2 });
  nodes["saturator"] = node("tubeSaturator");
  nodes["limiter"] = node("truePeakLimiter");
  nodes["stereo-bus"] = node("bus");
  cable("compressor", "saturator");
  cable("saturator", "limiter");
  cable("limiter", "stereo-bus");
  cable("stereo-bus", "out");
  return mix;
}

export function node(type: string, params: NodeRecord["params"] = {}): NodeRecord {
  const definition = registry.definition(`twobus.${type}`)!;
  return { type: definition.type, version: definition.version, params: { ...defaultValues(definition), ...params } };
}
