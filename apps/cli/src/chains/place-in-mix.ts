import {
  apply,
  performing,
  placeChain,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeId,
  type Problem,
} from "@twobus/core";
import { registry } from "../mix-file.ts";
import type { FoundChain } from "./found-chain.ts";

/** Places a chain as a node, by the commands that an editor gives. */
export function placeInMix(
  document: MixDocument,
  { id, chain }: FoundChain,
  options: { readonly graph: GraphId; readonly id?: NodeId; readonly label?: string },
): { readonly document: MixDocument; readonly created: NodeId } {
  const mix = performing(document, registry);
  const created = placeChain(chain, { ...options, id: options.id ?? id.slice(id.lastIndexOf("/") + 1) }, mix.perform);
  return { document: mix.document(), created };
}

const keysOf = ({ chain: { root, graphs } }: FoundChain): string[] =>
  Object.entries(graphs[root]!.interface.inputs).flatMap(([port, { role }]) => (role === "key" ? [port] : []));

/** A strip's insert chain to be, with nothing in it: the keys of what goes into it become ports of the strip. */
export function emptyInserts(chain: FoundChain | undefined): { readonly content?: GraphRecord } {
  const keys = chain === undefined ? [] : keysOf(chain);
  if (keys.length === 0) return {};
  const main = { main: { role: "audio" as const } };
  const inputs = { ...main, ...Object.fromEntries(keys.map((key) => [key, { role: "key" as const }])) };
  return {
    content: {
      interface: { inputs, outputs: main, params: {} },
      nodes: {},
      connections: [{ from: "in.main", to: "out.main" }],
    },
  };
}

/** Leads the keys of the graph to those of a chain in it, and says which are still open. */
export function connectKeys(
  document: MixDocument,
  { graph, node }: { readonly graph: GraphId; readonly node: NodeId },
  chain: FoundChain | undefined,
): { readonly document: MixDocument; readonly warnings: Problem[] } {
  let changed = document;
  const warnings: Problem[] = [];
  for (const key of chain === undefined ? [] : keysOf(chain)) {
    const isPort = document.graphs[graph]!.interface.inputs[key]?.role === "key";
    const [from, to] = [`in.${key}`, `${node}.${key}`];
    if (isPort) changed = apply(changed, { kind: "connect", graph, from, to }, registry).document;
    const strip = isPort ? stripOf(document, graph) : `${graph}/${node}`;
    const message = `its key ${key} hears nothing yet, and the chain listens to its own input; connect what it is to follow to ${strip}.${key}`;
    warnings.push({ code: "key-open", at: `${graph}/${node}.${key}`, message });
  }
  return { document: changed, warnings };
}

function stripOf({ graphs }: MixDocument, inserts: GraphId): string {
  const strips = Object.values(graphs).flatMap(({ nodes }) =>
    Object.entries(nodes).flatMap(([id, node]) => (node.graph === inserts ? [id] : [])),
  );
  return strips[0] ?? inserts;
}
