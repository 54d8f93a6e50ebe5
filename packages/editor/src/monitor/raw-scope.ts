import {
  portsOf,
  splitInnerEndpoint,
  type ConnectionRecord,
  type GraphId,
  type MixDocument,
  type NodeId,
  type Registry,
} from "@twobus/core";
import { alongSignal } from "../patching/signal-paths.ts";

/** Nodes of a graph that are heard raw: as if each of them were bypassed. */
export interface RawScope {
  readonly graph: GraphId;
  readonly nodes: readonly NodeId[];
}

/** Nodes and all that their sound goes to in their graph, keys left out; everything in it where no nodes are named. */
export function rawScopeOf(
  document: MixDocument,
  registry: Registry,
  graph: GraphId,
  nodes: readonly NodeId[],
): RawScope {
  const record = document.graphs[graph]!;
  if (nodes.length === 0) return { graph, nodes: Object.keys(record.nodes) };
  const isAudio = ({ to }: ConnectionRecord): boolean => {
    const { steps, port } = splitInnerEndpoint(to);
    const target = steps.length === 1 ? record.nodes[steps[0]!] : undefined;
    return target !== undefined && portsOf(target, document, registry)?.inputs[port]?.role !== "key";
  };
  const sounding = { ...record, connections: record.connections.filter(isAudio) };
  return { graph, nodes: [...new Set(nodes.flatMap((node) => [...alongSignal(sounding, node, "after")]))] };
}

/**
 * A mix as it sounds with the nodes of a scope bypassed; the mix itself where none of them is there. Faders, pans and latency
 * stay. A chain that is used in several places is raw in all of them.
 */
export function heardRaw(document: MixDocument, { graph, nodes }: RawScope): MixDocument {
  const record = document.graphs[graph];
  const there = record === undefined ? [] : nodes.filter((node) => Object.hasOwn(record.nodes, node));
  if (record === undefined || there.length === 0) return document;
  const bypassed = there.map((node) => [node, { ...record.nodes[node]!, bypassed: true }] as const);
  const raw = { ...record, nodes: { ...record.nodes, ...Object.fromEntries(bypassed) } };
  return { ...document, graphs: { ...document.graphs, [graph]: raw } };
}
