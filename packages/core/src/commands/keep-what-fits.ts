import { valueFault, type Parameter, type Parameters } from "../definition/parameters.ts";
import {
  connectionAddress,
  nodeAddress,
  parameterAddress,
  splitEndpoint,
  type NodePlace,
} from "../document/address.ts";
import { exposedParameters, isUnresolved, parametersOf, type ExposedParameters } from "../document/exposed.ts";
import { own } from "../document/names.ts";
import { portsOf, type NodePorts } from "../document/ports.ts";
import {
  CHAIN_TYPE,
  type ConnectionRecord,
  type GraphId,
  type MixDocument,
  type NodeId,
  type NodeRecord,
} from "../document/types.ts";
import { automationFault } from "../document/validation/automation.ts";
import type { Edit } from "./edit.ts";
import { forgetConnections, forgetParameters, tellLost } from "./forget.ts";

/**
 * Takes away what has no place at nodes whose content changes: cables to ports that go, values and automation that are no longer
 * legal, what the outer graph showed of them. All of it is told in `edit.lost`. `after` is the document as it will be.
 */
export function keepWhatFits(edit: Edit, users: readonly NodePlace[], after: MixDocument): void {
  const contents = users.flatMap(({ graph, node }) => after.graphs[graph]!.nodes[node]!.graph ?? []);
  const exposed = exposedParameters(after, edit.registry, [...new Set(contents)]);
  for (const [graph, places] of Map.groupBy(users, (user) => user.graph)) {
    const ids = places.map(({ node }) => node);
    keepCables(edit, graph, ids, after);
    for (const id of ids) keepValues(edit, graph, id, after, exposed);
  }
}

function keepCables(edit: Edit, graph: GraphId, ids: readonly NodeId[], after: MixDocument): void {
  const ports = new Map<NodeId, NodePorts>();
  for (const id of ids) {
    const known = portsOf(after.graphs[graph]!.nodes[id]!, after, edit.registry);
    if (known !== undefined) ports.set(id, known);
  }
  const isGone = (endpoint: string, side: keyof NodePorts): boolean => {
    const { node, port } = splitEndpoint(endpoint);
    const known = ports.get(node);
    return known !== undefined && !Object.hasOwn(known[side], port);
  };
  const isLost = ({ from, to }: Pick<ConnectionRecord, "from" | "to">): boolean =>
    isGone(from, "outputs") || isGone(to, "inputs");
  for (const cable of edit.document.graphs[graph]!.connections.filter(isLost)) {
    const message = "one of its ports is no longer there: the connection was taken away";
    edit.lost.push({ code: "lost-connection", at: connectionAddress(graph, cable), message });
  }
  forgetConnections(edit, graph, (from, to) => isLost({ from, to }));
}

function keepValues(edit: Edit, graph: GraphId, id: NodeId, after: MixDocument, exposed: ExposedParameters): void {
  const { document, draft, registry } = edit;
  const node = document.graphs[graph]!.nodes[id]!;
  if (node.type !== CHAIN_TYPE) return;
  const next = after.graphs[graph]!.nodes[id]!;
  const before = parametersOf(node, document, registry) ?? {};
  const parameters = parametersOf(next, after, registry, exposed) ?? {};
  const changed = namesOf(before, node).filter(
    (name) => !isUnresolved(next, after, parameters, name) && !isNoNarrower(own(parameters, name), own(before, name)),
  );
  for (const name of changed) {
    const parameter = own(parameters, name);
    const isAlike = parameter !== undefined && isSameKind(parameter, own(before, name));
    const at = parameterAddress(graph, id, name);
    const value = own(node.params, name);
    const keepsValue = isAlike && value !== undefined && valueFault(parameter, value) === undefined;
    if (!keepsValue) delete draft.graphs[graph]!.nodes[id]!.params[name];
    const lane = own(document.automation, at);
    const keepsLane = isAlike && lane !== undefined && automationFault(parameters, name, lane.points) === undefined;
    tellLost(edit, at, keepsValue ? undefined : value, keepsLane);
    forgetParameters(edit, graph, id, (param) => param === name, keepsLane);
  }
}

function namesOf(before: Parameters, { params }: NodeRecord): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(params)])];
}

function isSameKind(a: Parameter, b: Parameter | undefined): boolean {
  if (a.kind !== b?.kind || a.structural !== b.structural) return false;
  if (a.kind === "number") return a.unit === (b as typeof a).unit;
  return a.kind === "toggle" || JSON.stringify(a.options) === JSON.stringify((b as typeof a).options);
}

/** Whether whatever was legal before is legal after, for values, automation and what drives it from outside. */
function isNoNarrower(after: Parameter | undefined, before: Parameter | undefined): boolean {
  if (after === undefined || !isSameKind(after, before)) return false;
  if (after.kind !== "number" || before?.kind !== "number") return true;
  return after.min <= before.min && after.max >= before.max;
}

/** `graph/node` of a place. */
export const placeText = ({ graph, node }: NodePlace): string => nodeAddress(graph, node);
