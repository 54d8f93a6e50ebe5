import type { NodeDefinition } from "../definition/node.ts";
import type { Registry } from "../definition/pack.ts";
import { isPlainValue, type PlainValue } from "../definition/parameters.ts";
import { TwobusError, type Problem } from "../problem.ts";
import { nodeAddress, parameterAddress } from "./address.ts";
import type { GraphRecord, MixDocument, NodeId, NodeRecord } from "./types.ts";

/**
 * Brings the nodes of a freshly read document to the versions that the registry defines: runs their migrations and
 * writes out the defaults of parameters that are not given, so that a later change of a default changes no mix.
 * Every change is told in `warnings`. Nodes of unknown types are left alone. Throws a TwobusError that names all
 * nodes made for newer definitions, and parameters of known nodes that are no plain value. The argument is left as it is.
 */
export function upgradeNodes(
  document: MixDocument,
  registry: Registry,
): { document: MixDocument; warnings: Problem[] } {
  refuseUnusable(document, registry);
  const warnings: Problem[] = [];
  const graphs = mapValues(document.graphs, (graph, graphId): GraphRecord => {
    const nodes = mapValues(graph.nodes, (node, id) => {
      const definition = registry.definition(node.type);
      if (definition === undefined) return node;
      const { node: upgraded, changes } = upgradeNode(node, definition);
      warnings.push(...changes.map((change) => ({ ...change, at: nodeAddress(graphId, id) })));
      return upgraded;
    });
    return { ...graph, nodes };
  });
  return { document: warnings.length === 0 ? document : { ...document, graphs }, warnings };
}

function refuseUnusable(document: MixDocument, registry: Registry): void {
  const problems: Problem[] = [];
  for (const [graphId, { nodes }] of Object.entries(document.graphs)) {
    for (const [id, node] of Object.entries(nodes)) {
      const definition = registry.definition(node.type);
      if (definition === undefined) continue;
      if (node.version > definition.version) {
        problems.push({
          code: "newer-node",
          at: nodeAddress(graphId, id),
          message: newerNodeSentence(node, definition),
        });
      }
      for (const name of Object.keys(node.params).filter((param) => !isPlainValue(node.params[param]))) {
        const message = "must be a number, text, or true or false: no list, no object, no null";
        problems.push({ code: "wrong-type", at: parameterAddress(graphId, id, name), message });
      }
    }
  }
  if (problems.length > 0) throw new TwobusError(problems);
}

export function newerNodeSentence(node: NodeRecord, definition: NodeDefinition): string {
  return (
    `was made with version ${node.version} of ${node.type}, newer than version ${definition.version} here; ` +
    "update Twobus or the pack that holds it"
  );
}

type Change = Pick<Problem, "code" | "message">;

function upgradeNode(node: NodeRecord, definition: NodeDefinition): { node: NodeRecord; changes: Change[] } {
  const changes: Change[] = [];
  let params = node.params as Record<string, PlainValue>; // nothing else was let through
  for (let version = node.version; version < definition.version; version++) {
    params = { ...(definition.migrations?.[version]?.(params) ?? params) };
  }
  if (node.version < definition.version) {
    const message = `was brought from version ${node.version} of ${node.type} to version ${definition.version}`;
    changes.push({ code: "upgraded-node", message });
  }
  const missing = Object.entries(definition.params).filter(([name]) => !Object.hasOwn(params, name));
  if (missing.length > 0) {
    const values = missing.map(([name, parameter]) => [name, parameter.default] as const);
    const told = values.map(([name, value]) => `${name} ${value}`).join(", ");
    changes.push({ code: "filled-parameter", message: `had no value for ${told}: the default was written out` });
    params = { ...params, ...Object.fromEntries(values) };
  }
  return { node: changes.length === 0 ? node : { ...node, version: definition.version, params }, changes };
}

function mapValues<T>(record: Readonly<Record<NodeId, T>>, change: (value: T, id: string) => T): Record<NodeId, T> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value, id)]));
}
