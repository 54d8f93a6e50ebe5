import type { Registry } from "../definition/pack.ts";
import {
  percent as percentOf,
  valueFault,
  type NumberParameter,
  type Parameter,
  type Parameters,
} from "../definition/parameters.ts";
import { splitEndpoint } from "./address.ts";
import { components } from "./loops.ts";
import { own } from "./names.ts";
import {
  CHAIN_TYPE,
  type ExposedParameter,
  type GraphId,
  type GraphInterface,
  type GraphRecord,
  type MixDocument,
  type NodeRecord,
} from "./types.ts";

/** The parameters that each graph shows when it stands as a chain node. */
export type ExposedParameters = ReadonlyMap<GraphId, Parameters>;

/** The existing graphs that stand as nodes, or as chains of nodes, in a graph: one entry for each such node. */
export type NestedGraphs = (graph: GraphId) => readonly GraphId[];

/** Looks into each graph of a document once, however often it is asked. */
export function nestedGraphs({ graphs }: Pick<MixDocument, "graphs">): NestedGraphs {
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
 * What `starts` and the graphs inside them show, worked out from the inside; a default is the value that stands inside.
 * A parameter whose targets cannot be found or do not go together is left out.
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
  for (const name of shownNames(graph.interface)) {
    const record = graph.interface.params[name]!;
    const targets = record.targets.map((target) => targetParameter(graph, target, registry, exposed));
    const parameter = record.ranges === undefined ? shared(record, targets) : macro(record, targets);
    if (parameter !== undefined) shown[name] = parameter;
  }
  return shown;
}

/** What a graph shows, by name: of two parameters with one target, the later drives it. */
export function drivingParameters({ params }: GraphInterface): [name: string, exposed: ExposedParameter][] {
  return Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** What a graph shows, in the order that it asks for. */
export function shownNames({ params, order = [] }: GraphInterface): string[] {
  const first = order.filter((name) => Object.hasOwn(params, name));
  return [...new Set([...first, ...Object.keys(params).toSorted()])];
}

/** A target's declaration, its default where it stands inside. */
function targetParameter(
  graph: GraphRecord,
  target: string,
  registry: Registry,
  exposed: ExposedParameters,
): Parameter | undefined {
  const { node: id, port: name } = splitEndpoint(target);
  const node = own(graph.nodes, id);
  const parameters = node === undefined ? undefined : declaredParameters(node, registry, exposed);
  const parameter = parameters === undefined ? undefined : own(parameters, name);
  const value = own(node?.params ?? {}, name);
  if (parameter === undefined || value === undefined || valueFault(parameter, value) !== undefined) return parameter;
  return { ...parameter, default: value } as Parameter;
}

function shared(
  { min = -Infinity, max = Infinity }: ExposedParameter,
  targets: readonly (Parameter | undefined)[],
): Parameter | undefined {
  const common = targets.reduce(commonParameter);
  return common?.kind === "number" ? within(common, min, max) : common;
}

/** From 0 to 100 % over numbers of any unit; a target that cannot be found is left to itself. */
function macro(
  { targets: names, percent = 0 }: ExposedParameter,
  targets: readonly (Parameter | undefined)[],
): Parameter | undefined {
  const known = targets.filter((target) => target !== undefined);
  if (known.length === 0 || known.some(({ kind }) => kind !== "number")) return undefined;
  const declared = percentOf({ min: 0, max: 100, default: percent, description: `Moves ${names.join(", ")}.` });
  return known.reduce<Parameter>(structuralIfEither, declared);
}

/** A parameter whose every value is legal for both, or `undefined`. */
export function commonParameter(a: Parameter | undefined, b: Parameter | undefined): Parameter | undefined {
  if (a?.kind === "toggle" && b?.kind === "toggle") return structuralIfEither(a, b);
  if (a?.kind === "choice" && b?.kind === "choice") {
    const same = a.options.length === b.options.length && a.options.every((option, i) => option === b.options[i]);
    return same ? structuralIfEither(a, b) : undefined;
  }
  if (a?.kind !== "number" || b?.kind !== "number" || a.unit !== b.unit) return undefined;
  const common = within(a, b.min, b.max);
  return common === undefined ? undefined : structuralIfEither(common, b);
}

/** A narrower parameter, or `undefined` where nothing is left of it. */
function within(parameter: NumberParameter, least: number, most: number): NumberParameter | undefined {
  const min = Math.max(parameter.min, least);
  const max = Math.min(parameter.max, most);
  if (min > max) return undefined;
  return { ...parameter, min, max, default: Math.min(max, Math.max(min, parameter.default)) };
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
