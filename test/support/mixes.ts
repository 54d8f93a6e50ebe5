import {
  createRegistry,
  defaultValues,
  FORMAT,
  FORMAT_VERSION,
  type ConnectionRecord,
  type GraphRecord,
  type MixDocument,
  type NodeRecord,
  type PlainValue,
  type Registry,
  type SourceRecord,
} from "@twobus/core";
import { builtInPack } from "@twobus/nodes";

export const registry: Registry = createRegistry([builtInPack]);

/** A node with its defaults written out. */
export function node(
  type: string,
  params: Readonly<Record<string, PlainValue>> = {},
  rest: Partial<NodeRecord> = {},
): NodeRecord {
  const definition = registry.definition(`twobus.${type}`)!;
  return {
    type: definition.type,
    version: definition.version,
    params: { ...defaultValues(definition), ...params },
    ...rest,
  };
}

export function cable(from: string, to: string, rest: Partial<ConnectionRecord> = {}): ConnectionRecord {
  const end = (text: string): string => (text.includes(".") ? text : `${text}.main`);
  return { from: end(from), to: end(to), ...rest };
}

/** A graph with main input and output and any further key inputs. */
export function graph(
  nodes: Record<string, NodeRecord>,
  connections: ConnectionRecord[],
  keys: readonly string[] = [],
): GraphRecord {
  const inputs = {
    main: { role: "audio" as const },
    ...Object.fromEntries(keys.map((name) => [name, { role: "key" as const }])),
  };
  return { interface: { inputs, outputs: { main: { role: "audio" } }, params: {} }, nodes, connections };
}

/** A chain of processors one after the other, from input to output. */
export function chain(
  nodes: Record<string, NodeRecord>,
  more: ConnectionRecord[] = [],
  keys: readonly string[] = [],
): GraphRecord {
  const ids = ["in", ...Object.keys(nodes), "out"];
  return graph(nodes, [...ids.slice(1).map((id, index) => cable(ids[index]!, id)), ...more], keys);
}

export function mix(
  sources: Readonly<Record<string, Pick<SourceRecord, "file" | "frames"> & Partial<SourceRecord>>>,
  graphs: { mix: GraphRecord } & Record<string, GraphRecord>,
  rest: Partial<MixDocument> = {},
): MixDocument {
  const { mix: root, ...others } = graphs;
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    name: "test",
    sampleRate: 48000,
    sources: Object.fromEntries(
      Object.entries(sources).map(([id, source]) => [id, { channels: 1, sampleRate: 48000, ...source }]),
    ),
    root: "mix",
    graphs: { mix: { ...root, interface: { ...root.interface, inputs: {} } }, ...others },
    automation: {},
    layout: {},
    ...rest,
  };
}
