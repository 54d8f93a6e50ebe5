import type { Registry } from "../definition/pack.ts";
import type { Parameter, Parameters } from "../definition/parameters.ts";
import { splitEndpoint } from "./address.ts";
import { components } from "./loops.ts";
import { own } from "./names.ts";
import { CHAIN_TYPE, type GraphId, type GraphRecord, type MixDocument, type NodeRecord } from "./types.ts";

/** The parameters that each graph shows when it stands as a chain node. */
export type ExposedParameters = ReadonlyMap<GraphId, Parameters>;

/** The existing graphs that stand as nodes, or as chains of nodes, in a graph: one entry for each such node. */
export type NestedGraphs = (graph: GraphId) => readonly GraphId[];

/** Looks into each graph of a document once, however often it is asked. */
export function nestedGraphs({ graphs }: MixDocument): NestedGraphs {
  const known = new Map<GraphId, readonly GraphId[]>();
  const lookInto = (graph: GraphId): GraphId[] => {
    const nested: GraphId[] = [];
    for (const node of Object.values(own(graphs, graph)?.nodes ?? {})) {
      if (node.graph !== undefined && Object.hasOwn(graphs, node.graph)) nested.push(node.graph);
    }
    return nested;
  };
  return (graph) => {
    const nested = known.get(graph) ?? lookInto(graph);
    known.set(graph, nested);
    return nested;
  };
}

/**
 * What `starts` and the graphs inside them show, worked out from the inside. A parameter whose targets cannot be
 * found or do not go together is left out.
 */
export function exposedParameters(
  document: MixDocument,
  registry: Registry,
  starts: readonly GraphId[],
  nested: NestedGraphs = nestedGraphs(document),
): ExposedParameters {
  const exposed = new Map<GraphId, Parameters>();
  for (const id of components(starts, nested).flat()) {
    const graph = own(document.graphs, id);
    if (graph !== undefined) exposed.set(id, shownBy(graph, registry, exposed));
  }
  return exposed;
}

function shownBy(graph: GraphRecord, registry: Registry, exposed: ExposedParameters): Parameters {
  const shown: Record<string, Parameter> = {};
  for (const [name, { targets }] of Object.entries(graph.interface.params)) {
    const parameters = targets.map((target) => targetParameter(graph, target, registry, exposed));
    const common = parameters.reduce(commonParameter);
    if (common !== undefined) shown[name] = common;
  }
  return shown;
}

function targetParameter(
  graph: GraphRecord,
  target: string,
  registry: Registry,
  exposed: ExposedParameters,
): Parameter | undefined {
  const { node: id, port: name } = splitEndpoint(target);
  const node = own(graph.nodes, id);
  const parameters = node === undefined ? undefined : declaredParameters(node, registry, exposed);
  return parameters === undefined ? undefined : own(parameters, name);
}

/** A parameter whose every value is legal for both, or `undefined`. */
export function commonParameter(a: Parameter | undefined, b: Parameter | undefined): Parameter | undefined {
  if (a?.kind === "toggle" && b?.kind === "toggle") return structuralIfEither(a, b);
  if (a?.kind === "choice" && b?.kind === "choice") {
    const same = a.options.length === b.options.length && a.options.every((option, i) => option === b.options[i]);
    return same ? structuralIfEither(a, b) : undefined;
  }
  if (a?.kind !== "number" || b?.kind !== "number" || a.unit !== b.unit) return undefined;
  const min = Math.max(a.min, b.min);
  const max = Math.min(a.max, b.max);
  if (min > max) return undefined;
  return structuralIfEither({ ...a, min, max, default: Math.min(max, Math.max(min, a.default)) }, b);
}

function structuralIfEither(a: Parameter, b: Parameter): Parameter {
  return b.structural === true ? { ...a, structural: true } : a;
}

function declaredParameters(node: NodeRecord, registry: Registry, exposed: ExposedParameters): Parameters | undefined {
  if (node.type !== CHAIN_TYPE) return registry.definition(node.type)?.params;
  return node.graph === undefined ? {} : (exposed.get(node.graph) ?? {});
}

/**
 * The parameters of a node: its definition's, or for a chain node those that its graph shows. `undefined` for an
 * unknown type. `exposed` spares the search when many nodes are asked about.
 */
export function parametersOf(
  node: NodeRecord,
  document: MixDocument,
  registry: Registry,
  exposed?: ExposedParameters,
): Parameters | undefined {
  if (node.type !== CHAIN_TYPE || node.graph === undefined) return declaredParameters(node, registry, new Map());
  return declaredParameters(node, registry, exposed ?? exposedParameters(document, registry, [node.graph]));
}

/**
 * Whether a chain node's graph shows a parameter that cannot be worked out, because it drives an unknown node or the
 * graph is faulty. What is set there is kept and not judged.
 */
export function isUnresolved(node: NodeRecord, document: MixDocument, parameters: Parameters, name: string): boolean {
  if (node.type !== CHAIN_TYPE || node.graph === undefined || Object.hasOwn(parameters, name)) return false;
  return Object.hasOwn(own(document.graphs, node.graph)?.interface.params ?? {}, name);
}
