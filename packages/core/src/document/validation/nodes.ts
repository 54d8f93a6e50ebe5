import { isStrip } from "../../definition/node.ts";
import type { Registry } from "../../definition/pack.ts";
import { valueFault, type Parameters } from "../../definition/parameters.ts";
import { nodeAddress, parameterAddress } from "../address.ts";
import { isUnresolved, parametersOf } from "../exposed.ts";
import { listed, own } from "../names.ts";
import { isTrack } from "../ports.ts";
import { CHAIN_TYPE, CHAIN_VERSION, type GraphId, type MixDocument, type NodeId, type NodeRecord } from "../types.ts";
import { newerNodeSentence } from "../upgrade-nodes.ts";
import type { Fault, Findings, Subject } from "./findings.ts";

/** The node by itself: its type, what it refers to, its parameters. */
export function checkNode(subject: Subject, graph: GraphId, id: NodeId, node: NodeRecord, findings: Findings): void {
  const { document, registry, exposed } = subject;
  const at = nodeAddress(graph, id);
  findings.warning(at, unknownTypeFault(node.type, registry));
  findings.problem(at, versionFault(node, registry));
  findings.problem(at, nestedGraphFault(node, document, registry));
  findings.problem(at, sourceFault(node, document, registry));
  const parameters = parametersOf(node, document, registry, exposed);
  if (parameters === undefined) return;
  for (const [name, value] of Object.entries(node.params)) {
    if (isUnresolved(node, document, parameters, name)) continue;
    findings.problem(parameterAddress(graph, id, name), parameterFault(parameters, name, value));
  }
  if (node.type !== CHAIN_TYPE) findings.warning(at, missingValuesFault(node, parameters));
}

function unknownTypeFault(type: string, registry: Registry): Fault | undefined {
  if (type === CHAIN_TYPE || registry.definition(type) !== undefined) return undefined;
  return {
    code: "unknown-node-type",
    message: `no pack here has the node ${type}: it passes its first input through; install its pack to hear it`,
  };
}

function versionFault(node: NodeRecord, registry: Registry): Fault | undefined {
  const definition = registry.definition(node.type);
  const version = node.type === CHAIN_TYPE ? CHAIN_VERSION : definition?.version;
  if (version === undefined || node.version === version) return undefined;
  if (definition !== undefined && node.version > version) {
    return { code: "newer-node", message: newerNodeSentence(node, definition) };
  }
  return { code: "older-node", message: `has version ${node.version} of ${node.type}; bring it to version ${version}` };
}

/** Why a node may not have the graph that it refers to, or must have one. */
export function nestedGraphFault(node: NodeRecord, document: MixDocument, registry: Registry): Fault | undefined {
  const { type, graph: id } = node;
  const definition = registry.definition(type);
  const mayNest = type === CHAIN_TYPE || definition === undefined || isStrip(definition);
  if (id === undefined) {
    if (type !== CHAIN_TYPE) return undefined;
    return { code: "chain-without-graph", message: "a chain node needs a graph: set which one it contains" };
  }
  if (!mayNest)
    return { code: "graph-not-allowed", message: `only strips and chain nodes hold a graph; ${type} does not` };
  const inner = own(document.graphs, id)?.interface;
  if (inner === undefined) {
    return {
      code: "unknown-graph",
      message: `there is no graph ${id}; there are ${listed(Object.keys(document.graphs))}`,
    };
  }
  if (definition === undefined) return undefined;
  for (const side of ["inputs", "outputs"] as const) {
    if (!Object.hasOwn(inner[side], "main")) {
      return { code: "chain-without-main", message: `the graph ${id} of a strip needs main among its ${side}` };
    }
    const taken = Object.keys(inner[side]).find((port) => port !== "main" && Object.hasOwn(definition[side], port));
    if (taken !== undefined) {
      return { code: "port-taken", message: `${type} has a port ${taken} itself; rename ${taken} in graph ${id}` };
    }
  }
  return undefined;
}

/** Why a node may not play the source that it refers to. */
export function sourceFault(node: NodeRecord, document: MixDocument, registry: Registry): Fault | undefined {
  const { type, source } = node;
  if (source === undefined) return undefined;
  const definition = registry.definition(type);
  if (type === CHAIN_TYPE || (definition !== undefined && !isTrack(definition))) {
    return { code: "source-not-allowed", message: `only tracks play a source; ${type} does not` };
  }
  if (Object.hasOwn(document.sources, source)) return undefined;
  const known = listed(Object.keys(document.sources));
  return { code: "unknown-source", message: `there is no source ${source}; there are ${known}` };
}

/** Why a parameter may not have a value. */
export function parameterFault(parameters: Parameters, name: string, value: unknown): Fault | undefined {
  const parameter = own(parameters, name);
  if (parameter === undefined) return unknownParameterFault(parameters, name);
  const fault = valueFault(parameter, value);
  return fault === undefined ? undefined : { code: "illegal-value", message: `${fault}, not ${shown(value)}` };
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

export function unknownParameterFault(parameters: Readonly<Record<string, unknown>>, name: string): Fault {
  const known = listed(Object.keys(parameters));
  return { code: "unknown-parameter", message: `there is no parameter ${name}; there are ${known}` };
}

function missingValuesFault(node: NodeRecord, parameters: Parameters): Fault | undefined {
  const missing = Object.keys(parameters).filter((name) => !Object.hasOwn(node.params, name));
  if (missing.length === 0) return undefined;
  return { code: "missing-parameter", message: `no value for ${listed(missing)}: the default is used; write it out` };
}
