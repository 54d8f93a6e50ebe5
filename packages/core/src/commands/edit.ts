import type { Registry } from "../definition/pack.ts";
import { nodeAddress } from "../document/address.ts";
import { listed, own } from "../document/names.ts";
import {
  CHAIN_TYPE,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeId,
  type NodeRecord,
} from "../document/types.ts";
import type { Fault } from "../document/validation/findings.ts";
import { fault, type Problem } from "../problem.ts";

/** What a command works on: the document as it stands, to look at, and the draft of it, to change. */
export interface Edit {
  readonly document: MixDocument;
  readonly draft: MixDocument;
  readonly registry: Registry;
  /** What a person had set and the command could not keep. */
  readonly lost: Problem[];
}

/** Does what a command says, or throws a TwobusError. Returns the id of what it made, where it makes something. */
export type Perform<C> = (edit: Edit, command: C) => string | void;

/** One function for each kind of command. */
export type Performers<C extends { readonly kind: string }> = {
  readonly [K in C["kind"]]: Perform<Extract<C, { readonly kind: K }>>;
};

/** Stops the command when something is wrong with it. */
export function refuse(at: string, found: Fault | undefined): void {
  if (found !== undefined) throw fault(found.code, at, found.message);
}

export function graphIn({ graphs }: MixDocument, id: GraphId): GraphRecord {
  const graph = own(graphs, id);
  if (graph !== undefined) return graph;
  throw fault("unknown-graph", id, `there is no graph ${id}; there are ${listed(Object.keys(graphs))}`);
}

export function nodeIn(document: MixDocument, graph: GraphId, id: NodeId): NodeRecord {
  const { nodes } = graphIn(document, graph);
  const node = own(nodes, id);
  if (node !== undefined) return node;
  throw fault(
    "unknown-node",
    nodeAddress(graph, id),
    `there is no node ${id}; there are ${listed(Object.keys(nodes))}`,
  );
}

/** A chain node with what it contains. */
export function chainIn(document: MixDocument, graph: GraphId, id: NodeId): NodeRecord & { readonly graph: GraphId } {
  const node = nodeIn(document, graph, id);
  if (node.type === CHAIN_TYPE && node.graph !== undefined) return { ...node, graph: node.graph };
  throw fault("no-chain", nodeAddress(graph, id), `${id} is no chain node: choose one, or group nodes first`);
}

/** The draft of a node that is known to be there. */
export function draftOf({ draft }: Edit, graph: GraphId, node: NodeId): NodeRecord {
  return draft.graphs[graph]!.nodes[node]!;
}

/** Takes an entry out of a list whose order means nothing: the last one takes its place. */
export function takeOut(list: unknown[], index: number): void {
  const last = list.pop();
  if (index < list.length) list[index] = last;
}

/** Gives an entry, where there is one, another key. */
export function moveKey<T>(record: Record<string, T>, from: string, to: string): void {
  const entry = own(record, from);
  if (entry === undefined) return;
  delete record[from];
  record[to] = entry;
}
