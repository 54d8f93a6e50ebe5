import type { Registry } from "../definition/pack.ts";
import { isPlainValue, type PlainValue } from "../definition/parameters.ts";
import type { NodePlace } from "./address.ts";
import { chainHash } from "./chain-hash.ts";
import type { ChainDocument } from "./chain-types.ts";
import { parametersOf } from "./exposed.ts";
import { own } from "./names.ts";
import { CHAIN_TYPE, type ChainDefinition, type GraphId, type MixDocument } from "./types.ts";

/** A chain node in a graph. */
export type ChainPlace = NodePlace;

/** A graph and the chain nodes that follow it: what is edited in it is heard in all that are linked. */
export interface ChainUse {
  readonly graph: GraphId;
  readonly definition?: ChainDefinition;
  readonly linked: readonly ChainPlace[];
  /** Nodes that keep a copy and are only waiting to follow it again. */
  readonly pinned: readonly ChainPlace[];
}

/** Every graph that a chain node follows, by id. */
export function chainUses({ graphs }: MixDocument): ReadonlyMap<GraphId, ChainUse> {
  const uses = new Map<GraphId, { linked: ChainPlace[]; pinned: ChainPlace[] }>();
  const useOf = (id: GraphId) => {
    const use = uses.get(id) ?? { linked: [], pinned: [] };
    uses.set(id, use);
    return use;
  };
  for (const [graph, { nodes }] of Object.entries(graphs)) {
    for (const [node, record] of Object.entries(nodes)) {
      if (record.type !== CHAIN_TYPE) continue;
      if (record.graph !== undefined) useOf(record.graph).linked.push({ graph, node });
      if (record.pinned !== undefined) useOf(record.pinned).pinned.push({ graph, node });
    }
  }
  return new Map(
    [...uses].map(([graph, use]) => {
      const definition = own(graphs, graph)?.definition;
      return [graph, { graph, ...(definition !== undefined && { definition }), ...use }];
    }),
  );
}

/** Whether a graph was placed from the same chain in whatever version: of the same name, and of no other author. */
export const isVersionOf = (definition: ChainDefinition | undefined, { name, author }: ChainDocument): boolean =>
  definition?.name === name && (definition.author ?? author) === (author ?? definition.author);

/** Whether a placed chain is no longer what its definition was. */
export function isChanged({ graphs }: MixDocument, graph: GraphId): boolean {
  const definition = own(graphs, graph)?.definition;
  return definition !== undefined && chainHash({ root: graph, graphs }) !== definition.sha256;
}

/** A value that a chain node has of its own, and what would stand there without it. */
export interface ChainOverride {
  readonly name: string;
  readonly value: PlainValue;
  readonly inherited: PlainValue;
}

/** What a chain node does otherwise than its definition, in the order in which the parameters are shown. */
export function chainOverrides(
  document: MixDocument,
  registry: Registry,
  { graph, node }: ChainPlace,
): ChainOverride[] {
  const record = document.graphs[graph]!.nodes[node]!;
  const parameters = parametersOf(record, document, registry) ?? {};
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    const value = own(record.params, name);
    return isPlainValue(value) ? [{ name, value, inherited: parameter.default }] : [];
  });
}
