import {
  createRegistry,
  defaultValues,
  emptyMix,
  type ConnectionRecord,
  type GraphRecord,
  type MixDocument,
  type NodeRecord,
  type PlainValues,
  type Registry,
} from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import {
  BANDS,
  busName,
  busOf,
  COMPRESSOR,
  FADER_DB,
  fileName,
  indices,
  KEY_HIGH_PASS_HZ,
  LIMITER,
  OVERSAMPLING,
  SAMPLE_RATE,
  trackName,
  type SessionShape,
} from "./topology.ts";

export const registry: Registry = createRegistry([builtInPack]);

export function node(type: string, values: PlainValues = {}, rest: Partial<NodeRecord> = {}): NodeRecord {
  const definition = registry.definition(type)!;
  return { type, version: definition.version, params: { ...defaultValues(definition), ...values }, ...rest };
}

/** The bands as the EQ's parameters: `band1Shape`, `band1FrequencyHz` … */
export const equaliserValues: PlainValues = Object.fromEntries(
  BANDS.flatMap((band, index) =>
    Object.entries(band).map(([name, value]) => [`band${index + 1}${name[0]!.toUpperCase()}${name.slice(1)}`, value]),
  ),
);

const equaliser = node("twobus.parametricEq", equaliserValues);
const compressor = node("twobus.digitalCompressor", { ...COMPRESSOR, keyHighPassHz: KEY_HIGH_PASS_HZ });
const saturator = node("twobus.tubeSaturator", { oversampling: OVERSAMPLING });
const clipper = node("twobus.clipper", { oversampling: OVERSAMPLING, truePeak: false });
const limiter = node("twobus.truePeakLimiter", LIMITER);

/** Processors one after the other. */
function chain(nodes: Readonly<Record<string, NodeRecord>>): GraphRecord {
  const ids = ["in", ...Object.keys(nodes), "out"];
  const main = { main: { role: "audio" as const } };
  return {
    interface: { inputs: main, outputs: main, params: {} },
    nodes,
    connections: ids.slice(1).map((id, index) => cable(ids[index]!, id)),
  };
}

const cable = (from: string, to: string): ConnectionRecord => ({ from: `${from}.main`, to: `${to}.main` });

/** The session as a mix over the recordings of `recordings.ts`. */
export function sessionMix(shape: SessionShape): MixDocument {
  const mix = emptyMix("reference session", SAMPLE_RATE);
  const root = mix.graphs[mix.root]!;
  mix.graphs["track-chain"] = chain({ equaliser, compressor });
  mix.graphs["bus-chain"] = chain({ equaliser, compressor, saturator });
  mix.graphs["stereo-bus-chain"] = chain({ equaliser, compressor, clipper, limiter });
  for (const track of indices(shape.tracks)) {
    const name = trackName(track);
    const frames = Math.round(shape.seconds * SAMPLE_RATE);
    mix.sources[name] = { file: fileName(track), channels: 2, sampleRate: SAMPLE_RATE, frames };
    root.nodes[name] = node("twobus.track", { faderDb: FADER_DB }, { graph: "track-chain", source: name });
    root.connections.push(cable(name, busName(busOf(track, shape))));
  }
  for (const name of indices(shape.buses).map(busName)) {
    root.nodes[name] = node("twobus.bus", { faderDb: FADER_DB }, { graph: "bus-chain" });
    root.connections.push(cable(name, "stereo-bus"));
  }
  root.nodes["stereo-bus"] = node("twobus.bus", {}, { graph: "stereo-bus-chain" });
  root.connections.push(cable("stereo-bus", "out"));
  return mix;
}
