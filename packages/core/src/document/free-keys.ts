import type { Registry } from "../definition/pack.ts";
import { own } from "./names.ts";
import { portsOf } from "./ports.ts";
import type { GraphId, MixDocument, NodeId } from "./types.ts";

/**
 * The keys inside a node of a graph that nothing leads to yet, as `connect` takes them: `bass/comp.key`. What a placed chain does
 * not show of itself is left to its author.
 */
export function freeKeys(document: MixDocument, registry: Registry, graph: GraphId, node: NodeId): string[] {
  const content = own(document.graphs[graph]!.nodes, node)?.graph;
  const inner = content === undefined ? undefined : own(document.graphs, content);
  if (content === undefined || inner === undefined || inner.definition !== undefined) return [];
  const fed = new Set(inner.connections.map(({ to }) => to));
  return Object.entries(inner.nodes).flatMap(([id, record]) => {
    const inputs = Object.entries(portsOf(record, document, registry)?.inputs ?? {});
    const keys = inputs.flatMap(([port, { role }]) => (role === "key" ? `${id}.${port}` : []));
    const free = [...keys.filter((key) => !fed.has(key)), ...freeKeys(document, registry, content, id)];
    return free.map((endpoint) => `${node}/${endpoint}`);
  });
}
