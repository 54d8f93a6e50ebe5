import {
  freeId,
  isPlainValue,
  isStrip,
  parameterAddress,
  PLOT,
  splitEndpoint,
  valueFault,
  type Command,
  type ConnectionRecord,
  type GraphId,
  type GraphInterface,
  type NodeDefinition,
  type NodeId,
  type PlainValue,
} from "@twobus/core";
import { cableName } from "../patching/describe-change.ts";
import type { EditorSession } from "../session/editor-session.ts";
import { readName } from "./parameter-names.ts";

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
 * parameters, the lanes and what chains show those that both know. The session says what goes.
 */
export function replaceNode(session: EditorSession, graph: GraphId, node: NodeId, type: string): void {
  const { document } = session.getState();
  const { nodes, connections, interface: shown } = document.graphs[graph]!;
  const record = nodes[node]!;
  const definition = session.registry.definition(type)!;
  const position = document.layout[graph]?.[node];
  // What was called by its kind is called by its kind.
  const label = record.label === session.registry.definition(record.type)?.name ? definition.name : record.label;
  const shared = Object.entries(record.params).flatMap(([name, value]) =>
    takes(definition, name, value) ? [[name, value] as const] : [],
  );
  const isTaken = ({ to }: ConnectionRecord): boolean => {
    const target = splitEndpoint(to);
    return target.node !== node || Object.hasOwn(definition.inputs, target.port);
  };
  const cables = connections.filter(({ from, to }) => [from, to].some((end) => splitEndpoint(end).node === node));
  const place = { graph, node };
  // What chains show of it goes on being shown: it stands beside until the other has taken over.
  const old = freeId(nodes, `${node}-before`, "node");
  session.gesture(() => {
    session.do({ kind: "renameNode", ...place, id: old });
    session.do({
      kind: "addNode",
      graph,
      type,
      id: node,
      params: Object.fromEntries(shared) as Record<string, PlainValue>,
      ...(label !== undefined && { label }),
      ...(record.colour !== undefined && { colour: record.colour }),
    });
    for (const command of showInstead(shown, graph, node, definition)) session.do(command);
    session.do({ kind: "removeNode", graph, node: old });
    for (const cable of cables.filter(isTaken)) session.do({ kind: "connect", graph, ...cable });
    if (record.bypassed === true) session.do({ kind: "setBypassed", ...place, bypassed: true });
    if (record.muted === true) session.do({ kind: "setMuted", ...place, muted: true });
    if (position !== undefined) session.do({ kind: "setLayout", graph, positions: { [node]: position } });
    for (const [param] of shared) {
      const lane = document.automation[parameterAddress(graph, node, param)];
      if (lane !== undefined) session.do({ kind: "setAutomation", ...place, param, points: lane.points });
    }
  });
  session.select([node]);
  const left = session.getState().document.graphs[graph]!.interface;
  const gone = [
    ...namesOnlyIn(shown.params, left.params),
    ...namesOnlyIn(shown.meters, left.meters),
    ...cables.filter((cable) => !isTaken(cable)).map(({ from, to }) => cableName(document.graphs[graph]!, from, to)),
  ];
  if (gone.length === 0) return;
  const message = `what it has no place for is gone: ${gone.join(", ")}; undo brings it back`;
  session.tell({ code: "not-kept", at: definition.name, message });
}

/** Makes what a graph shows of a node, parameters and meters, come from another in its place, where that has them. */
function showInstead(
  { params, meters = {} }: GraphInterface,
  graph: GraphId,
  node: NodeId,
  definition: NodeDefinition,
): readonly Command[] {
  const { params: known } = definition;
  const isOf = (target: string): boolean => splitEndpoint(target).node === node;
  const isKept = (target: string): boolean => !isOf(target) || Object.hasOwn(known, splitEndpoint(target).port);
  const parameters = Object.entries(params).flatMap(([name, exposed]): Command[] => {
    const targets = exposed.targets.filter(isKept);
    if (!exposed.targets.some(isOf) || targets.length === 0) return [];
    const ranges = exposed.ranges && Object.fromEntries(Object.entries(exposed.ranges).filter(([at]) => isKept(at)));
    return [{ kind: "setExposed", graph, name, exposed: { ...exposed, targets, ...(ranges && { ranges }) } }];
  });
  const shownMeters = Object.entries(meters).flatMap(([name, target]): Command[] => {
    const { port: meter } = splitEndpoint(target);
    const isThere = meter === PLOT || definition.meters?.includes(meter) === true;
    return isOf(target) && isThere ? [{ kind: "setExposedMeter", graph, name, target }] : [];
  });
  return [...parameters, ...shownMeters];
}

/** Names that are shown no more, as people read them. */
const namesOnlyIn = (before: object = {}, after: object = {}): readonly string[] =>
  Object.keys(before).flatMap((name) => (Object.hasOwn(after, name) ? [] : readName(name).label));

function takes(definition: NodeDefinition, name: string, value: unknown): boolean {
  const parameter = Object.hasOwn(definition.params, name) ? definition.params[name] : undefined;
  return parameter !== undefined && isPlainValue(value) && valueFault(parameter, value) === undefined;
}
