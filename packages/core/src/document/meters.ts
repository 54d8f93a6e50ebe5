import type { Registry } from "../definition/pack.ts";
import { splitEndpoint } from "./address.ts";
import { own } from "./names.ts";
import { CHAIN_TYPE, type MixDocument, type NodeId, type NodeRecord } from "./types.ts";

/** What a node draws of itself, response or transfer, where a graph shows it like a meter. */
export const PLOT = "plot";

/**
 * Names of the meters that a node has, and `plot`; of a chain node, what its graph shows. `undefined` for an unknown
 * type.
 */
export function metersOf(node: NodeRecord, document: MixDocument, registry: Registry): readonly string[] | undefined {
  if (node.type !== CHAIN_TYPE) {
    const definition = registry.definition(node.type);
    return definition && [...(definition.meters ?? []), PLOT];
  }
  return Object.keys((node.graph && own(document.graphs, node.graph)?.interface.meters) || {});
}

/** A meter, or `plot`, of a processor, by the way to it from where a chain node stands. */
export interface MeterPlace {
  /** Ids of nodes, the chain node first: with the way to it they are the processor's address in a plan. */
  readonly path: readonly NodeId[];
  readonly meter: string;
}

/** Where what a node shows under a name comes from, through any depth of chains; nothing where the way ends. */
export function meterPlace(
  { graphs }: MixDocument,
  id: NodeId,
  record: NodeRecord,
  name: string,
): MeterPlace | undefined {
  const path = [id];
  let [node, meter] = [record, name];
  while (node.type === CHAIN_TYPE) {
    const inner = node.graph === undefined ? undefined : own(graphs, node.graph);
    const target = own(inner?.interface.meters ?? {}, meter);
    if (inner === undefined || target === undefined) return undefined;
    const end = splitEndpoint(target);
    const next = own(inner.nodes, end.node);
    if (next === undefined || path.length > Object.keys(graphs).length) return undefined;
    path.push(end.node);
    [node, meter] = [next, end.port];
  }
  return { path, meter };
}
