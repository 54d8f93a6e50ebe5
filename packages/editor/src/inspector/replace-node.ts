import {
  isPlainValue,
  isStrip,
  parameterAddress,
  splitEndpoint,
  valueFault,
  type GraphId,
  type NodeDefinition,
  type NodeId,
  type PlainValue,
} from "@twobus/core";
import type { EditorSession } from "../session/editor-session.ts";

/** What may stand where a processor stands: others of its category, with the same ways in and out. */
export function replacementsFor(session: EditorSession, type: string): NodeDefinition[] {
  const { registry } = session;
  const definition = registry.definition(type);
  if (definition === undefined || isStrip(definition)) return [];
  const all = registry.packs.flatMap(({ nodes }) => nodes);
  return all.filter(
    (other) =>
      other.type !== type && other.category === definition.category && !isStrip(other) && fits(definition, other),
  );
}

const fits = (one: NodeDefinition, other: NodeDefinition): boolean => audioPorts(one) === audioPorts(other);

const audioPorts = ({ inputs, outputs }: NodeDefinition): string =>
  [inputs, outputs]
    .map((ports) =>
      Object.keys(ports)
        .filter((port) => ports[port]!.role === "audio")
        .join(),
    )
    .join("|");

/**
 * Puts another type of node in a node's place, as one entry to undo: id, name, colour, cables and place stay, and of the
 * parameters and lanes those that both know.
 */
export function replaceNode(session: EditorSession, graph: GraphId, node: NodeId, type: string): void {
  const { document } = session.getState();
  const { nodes, connections } = document.graphs[graph]!;
  const record = nodes[node]!;
  const definition = session.registry.definition(type)!;
  const position = document.layout[graph]?.[node];
  const shared = Object.entries(record.params).flatMap(([name, value]) =>
    takes(definition, name, value) ? [[name, value] as const] : [],
  );
  const cables = connections.filter(({ from, to }) => {
    const [source, target] = [splitEndpoint(from), splitEndpoint(to)];
    if (source.node !== node && target.node !== node) return false;
    return target.node !== node || Object.hasOwn(definition.inputs, target.port);
  });
  const place = { graph, node };
  session.gesture(() => {
    session.do({ kind: "removeNode", ...place });
    session.do({
      kind: "addNode",
      graph,
      type,
      id: node,
      params: Object.fromEntries(shared) as Record<string, PlainValue>,
      ...(record.label !== undefined && { label: record.label }),
      ...(record.colour !== undefined && { colour: record.colour }),
    });
    for (const cable of cables) session.do({ kind: "connect", graph, ...cable });
    if (record.bypassed === true) session.do({ kind: "setBypassed", ...place, bypassed: true });
    if (record.muted === true) session.do({ kind: "setMuted", ...place, muted: true });
    if (position !== undefined) session.do({ kind: "setLayout", graph, positions: { [node]: position } });
    for (const [param] of shared) {
      const lane = document.automation[parameterAddress(graph, node, param)];
      if (lane !== undefined) session.do({ kind: "setAutomation", ...place, param, points: lane.points });
    }
  });
  session.select([node]);
}

function takes(definition: NodeDefinition, name: string, value: unknown): boolean {
  const parameter = Object.hasOwn(definition.params, name) ? definition.params[name] : undefined;
  return parameter !== undefined && isPlainValue(value) && valueFault(parameter, value) === undefined;
}
