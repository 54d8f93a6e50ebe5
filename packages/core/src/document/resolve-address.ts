import { fault, type TwobusError } from "../problem.ts";
import { nodeAddress, parameterAddress, splitEndpoint, type Address } from "./address.ts";
import { listed, own } from "./names.ts";
import { nearest } from "./nearest.ts";
import { CHAIN_TYPE, type GraphId, type MixDocument, type NodeId, type NodeRecord } from "./types.ts";

interface Place {
  readonly graph: GraphId;
  readonly node: NodeId;
}

/**
 * Finds what a person calls `graph/node`, `strip/inner` (a node in a strip's chain, to any depth) or just `node`,
 * with or without `.param`. Throws a TwobusError where nothing or more than one thing has that name, with the names
 * that come near.
 */
export function resolveAddress(document: MixDocument, text: string): Address {
  const steps = text.split("/");
  const last = steps.pop()!;
  const { node: id, port: param } = last.includes(".") ? splitEndpoint(last) : { node: last, port: undefined };
  const graphs = steps.length === 0 ? Object.keys(document.graphs) : graphsNamed(document, steps, text);
  const named = graphs.filter((graph) => Object.hasOwn(document.graphs[graph]!.nodes, id));
  if (named.length === 0) throw unknownNode(document, graphs, id, text);
  if (param === undefined)
    return only(
      named.map((graph) => ({ graph, node: id })),
      text,
    );

  const paramsIn = (graph: GraphId): readonly string[] => parameterNames(document, document.graphs[graph]!.nodes[id]!);
  const withParam = named.filter((graph) => paramsIn(graph).includes(param));
  if (withParam.length === 0) {
    const names = named.flatMap(paramsIn);
    throw fault("unknown-parameter", text, `${id} has no parameter ${param}; ${suggestion(param, names)}`);
  }
  return {
    ...only(
      withParam.map((graph) => ({ graph, node: id })),
      text,
    ),
    param,
  };
}

/** What a node has values for, and what a chain node shows whether it has a value or not. */
function parameterNames({ graphs }: MixDocument, { type, params, graph }: NodeRecord): readonly string[] {
  const inner = type === CHAIN_TYPE && graph !== undefined ? own(graphs, graph) : undefined;
  return [...Object.keys(params), ...Object.keys(inner?.interface.params ?? {})];
}

/** The graph at the end of a path whose first step is a graph, or else a strip anywhere, and the rest strips. */
function graphsNamed(document: MixDocument, steps: readonly string[], text: string): GraphId[] {
  const [first, ...rest] = steps as [string, ...string[]];
  let graphs = Object.hasOwn(document.graphs, first)
    ? [first]
    : innerGraphs(document, Object.keys(document.graphs), first);
  for (const step of rest) graphs = innerGraphs(document, graphs, step);
  if (graphs.length > 0) return graphs;
  const strips = Object.values(document.graphs).flatMap(({ nodes }) =>
    Object.entries(nodes).flatMap(([id, node]) => (node.graph === undefined ? [] : [id])),
  );
  const names = [...Object.keys(document.graphs), ...strips];
  throw fault(
    "unknown-graph",
    text,
    `${steps.join("/")} is no graph and no strip with a chain; ${suggestion(first, names)}`,
  );
}

function innerGraphs(document: MixDocument, graphs: readonly GraphId[], node: NodeId): GraphId[] {
  const inner = graphs.flatMap((graph) => own(document.graphs[graph]!.nodes, node)?.graph ?? []);
  return [...new Set(inner)].filter((graph) => Object.hasOwn(document.graphs, graph));
}

function only(places: readonly Place[], text: string): Place {
  if (places.length === 1) return places[0]!;
  const all = places.map(({ graph, node }) => nodeAddress(graph, node));
  throw fault("ambiguous-address", text, `several nodes are called that; write one of ${listed(all)}`);
}

function unknownNode(document: MixDocument, graphs: readonly GraphId[], id: NodeId, text: string): TwobusError {
  const names = graphs.flatMap((graph) => Object.keys(document.graphs[graph]!.nodes));
  const where = graphs.length === 1 ? ` in ${graphs[0]}` : "";
  return fault("unknown-node", text, `there is no node ${id}${where}; ${suggestion(id, names)}`);
}

function suggestion(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near.length > 0 ? `did you mean ${near.join(" or ")}?` : `there are ${listed([...new Set(names)])}`;
}

/** An address as text, the form that `resolveAddress` reads without searching. */
export function addressText({ graph, node, param }: Address): string {
  return param === undefined ? nodeAddress(graph, node) : parameterAddress(graph, node, param);
}
