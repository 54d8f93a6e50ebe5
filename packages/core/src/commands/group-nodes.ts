import { nodeAddress, parameterAddress, splitEndpoint, splitParameterAddress } from "../document/address.ts";
import { reached } from "../document/loops.ts";
import { freeId, own } from "../document/names.ts";
import { portsOf } from "../document/ports.ts";
import { labelSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import {
  CHAIN_TYPE,
  CHAIN_VERSION,
  type ConnectionRecord,
  type GraphId,
  type GraphInterface,
  type GraphRecord,
  type InterfacePort,
  type MixDocument,
  type NodeId,
} from "../document/types.ts";
import type { Fault } from "../document/validation/findings.ts";
import { routesOf } from "../document/validation/routes.ts";
import { fault } from "../problem.ts";
import { graphIn, nodeIn, refuse, type Edit } from "./edit.ts";
import { gatesOf, type Crossing, type Gate } from "./gates.ts";
import { retarget, retargetMeters } from "./targets.ts";

/** Nodes of a graph become one chain node, whose id is made from the wish `id`. */
export interface GroupNodes {
  readonly kind: "groupNodes";
  readonly graph: GraphId;
  readonly nodes: readonly NodeId[];
  readonly id?: NodeId;
  readonly label?: string;
}

/** Puts a chain node in the place of nodes, which keep their ids, values, automation and layout inside it. Returns its id. */
export function groupNodes(edit: Edit, { graph, nodes, id: wish = "chain", label }: GroupNodes): NodeId {
  const { document, draft } = edit;
  const record = graphIn(document, graph);
  const inside = new Set(nodes);
  for (const node of inside) nodeIn(document, graph, node);
  if (inside.size === 0) throw fault("nothing-to-group", graph, "name the nodes to make a chain of");
  refuse(graph, betweenFault(record, inside));

  const remaining = Object.fromEntries(Object.entries(record.nodes).filter(([node]) => !inside.has(node)));
  const id = freeId(remaining, wish, "chain");
  const inner = freeId(document.graphs, id, "graph");
  const { inputs, outputs } = crossings(edit, record, inside);
  const [entries, exits] = [gatesOf(inputs), gatesOf(outputs)];

  const moved = Object.entries(record.nodes).filter(([node]) => inside.has(node));
  draft.graphs[inner] = {
    interface: { inputs: portsOfGates(entries), outputs: portsOfGates(exits), params: {} },
    nodes: Object.fromEntries(moved),
    connections: [
      ...record.connections.filter((cable) => isInside(cable.from, inside) && isInside(cable.to, inside)),
      ...entries.flatMap(({ port, inner: ends }) => ends.map((end) => cable(`in.${port}`, end.endpoint, end.settings))),
      ...exits.flatMap(({ port, inner: ends }) => ends.map((end) => cable(end.endpoint, `out.${port}`, end.settings))),
    ],
  };
  const outer = draft.graphs[graph]!;
  for (const node of inside) delete outer.nodes[node];
  outer.nodes[id] = {
    type: CHAIN_TYPE,
    version: CHAIN_VERSION,
    params: {},
    graph: inner,
    order: "",
    ...(label !== undefined && { label: checkShape(labelSchema, label, nodeAddress(graph, id)) }),
  };
  outer.connections = [
    ...record.connections.filter((cable) => !isInside(cable.from, inside) && !isInside(cable.to, inside)),
    ...entries.flatMap(({ port, outer: ends }) =>
      ends.map((end) => cable(end.endpoint, `${id}.${port}`, end.settings)),
    ),
    ...exits.flatMap(({ port, outer: ends }) => ends.map((end) => cable(`${id}.${port}`, end.endpoint, end.settings))),
  ];
  showWhatIsShown(outer.interface, draft.graphs[inner].interface, id, inside);
  moveAutomation(edit, graph, inner, inside);
  moveLayout(edit, graph, inner, inside, id);
  return id;
}

const isInside = (endpoint: string, inside: ReadonlySet<NodeId>): boolean => inside.has(splitEndpoint(endpoint).node);

const cable = (from: string, to: string, settings: object): ConnectionRecord => ({ ...settings, from, to });

/** Sound that left the group and came back would make the chain feed itself. */
function betweenFault({ connections }: GraphRecord, inside: ReadonlySet<NodeId>): Fault | undefined {
  const { after } = routesOf(connections);
  const leaving = [...inside].flatMap((node) => after(node).filter((next) => !inside.has(next)));
  const cameFrom = reached(leaving, (node) => (inside.has(node) ? [] : after(node)));
  const back = [...cameFrom].find(([node]) => inside.has(node));
  if (back === undefined) return undefined;
  const message = `${back[1]} stands between the nodes that would become a chain: take it into the chain as well`;
  return { code: "loop", message };
}

/** What comes into the group and what leaves it. */
function crossings(
  { document, registry }: Edit,
  { nodes, connections }: GraphRecord,
  inside: ReadonlySet<NodeId>,
): { readonly inputs: Crossing[]; readonly outputs: Crossing[] } {
  const roleAt = (endpoint: string): InterfacePort["role"] => {
    const { node, port } = splitEndpoint(endpoint);
    return own(portsOf(nodes[node]!, document, registry)?.inputs ?? {}, port)?.role ?? "audio";
  };
  const inputs: Crossing[] = [];
  const outputs: Crossing[] = [];
  for (const { from, to, ...settings } of connections) {
    const [starts, ends] = [isInside(from, inside), isInside(to, inside)];
    if (ends && !starts) inputs.push({ inner: to, outer: from, role: roleAt(to), settings });
    if (starts && !ends) outputs.push({ inner: from, outer: to, role: "audio", settings });
  }
  return { inputs, outputs };
}

function portsOfGates(gates: readonly Gate[]): Record<string, InterfacePort> {
  return Object.fromEntries(gates.map(({ port, role }) => [port, { role }]));
}

/** What the outer graph shows of the nodes, the chain shows to it. */
function showWhatIsShown(outer: GraphInterface, inner: GraphInterface, id: NodeId, inside: ReadonlySet<NodeId>): void {
  const shownAs = new Map<string, string>();
  const through = (target: string, names: Readonly<Record<string, unknown>>): string => {
    const { node, port } = splitEndpoint(target);
    const name = freeId(names, Object.hasOwn(names, port) ? `${node}-${port}` : port, "parameter");
    shownAs.set(target, name);
    return name;
  };
  retarget(outer, (target) => {
    if (!isInside(target, inside)) return [target];
    const name = shownAs.get(target) ?? through(target, inner.params);
    inner.params[name] = { targets: [target] };
    return [`${id}.${name}`];
  });
  retargetMeters(outer, (target) => {
    if (!isInside(target, inside)) return [target];
    inner.meters ??= {};
    const name = through(target, inner.meters);
    inner.meters[name] = target;
    return [`${id}.${name}`];
  });
}

function moveAutomation({ document, draft }: Edit, from: GraphId, to: GraphId, inside: ReadonlySet<NodeId>): void {
  for (const [address, lane] of Object.entries(document.automation)) {
    const { graph, node, param } = splitParameterAddress(address);
    if (graph !== from || !inside.has(node)) continue;
    delete draft.automation[address];
    draft.automation[parameterAddress(to, node, param)] = lane;
  }
}

/** Boxes stay where they are; that of the chain stands in their middle. */
function moveLayout(
  { document, draft }: Edit,
  from: GraphId,
  to: GraphId,
  inside: ReadonlySet<NodeId>,
  id: NodeId,
): void {
  const moved = Object.entries(own(document.layout, from) ?? {}).filter(([node]) => inside.has(node));
  if (moved.length === 0) return;
  const places = draft.layout[from]!;
  for (const [node] of moved) delete places[node];
  places[id] = middleOf(moved.map(([, place]) => place));
  draft.layout[to] = Object.fromEntries(moved);
}

/** The middle of some places. */
export function middleOf(places: readonly MixDocument["layout"][string][string][]): { x: number; y: number } {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { x: mean(places.map(({ x }) => x)), y: mean(places.map(({ y }) => y)) };
}
