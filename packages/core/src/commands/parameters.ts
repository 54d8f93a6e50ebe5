import type { PlainValue } from "../definition/parameters.ts";
import { parameterAddress } from "../document/address.ts";
import { parametersOf } from "../document/exposed.ts";
import { own } from "../document/names.ts";
import { plainValueSchema, pointsSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import { CHAIN_TYPE, type AutomationPoint, type GraphId, type NodeId, type NodeRecord } from "../document/types.ts";
import { automationFault, orderFault } from "../document/validation/automation.ts";
import type { Fault } from "../document/validation/findings.ts";
import { parameterFault, unknownParameterFault } from "../document/validation/nodes.ts";
import { draftOf, nodeIn, refuse, type Edit, type Performers } from "./edit.ts";

interface ParameterPlace {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly param: string;
}

/**
 * `setParameter` with `null` lets a chain node's parameter stand as it does inside again. `setParameters` sets parameters of
 * several nodes of a graph at once: all, or none where one is refused. `clearAutomation` leaves the parameter at its set value.
 */
export type ParameterCommand =
  | ({ readonly kind: "setParameter"; readonly value: PlainValue | null } & ParameterPlace)
  | {
      readonly kind: "setParameters";
      readonly graph: GraphId;
      readonly values: Readonly<Record<NodeId, Readonly<Record<string, PlainValue>>>>;
    }
  | ({ readonly kind: "setAutomation"; readonly points: readonly AutomationPoint[] } & ParameterPlace)
  | ({ readonly kind: "clearAutomation" } & ParameterPlace);

export const parameterCommands: Performers<ParameterCommand> = {
  setParameter(edit, { graph, node: id, param, value }) {
    const node = nodeIn(edit.document, graph, id);
    const at = parameterAddress(graph, id, param);
    if (value === null) {
      refuse(at, resetFault(node, param));
      delete draftOf(edit, graph, id).params[param];
      return;
    }
    setValues(edit, graph, id, { [param]: value });
  },

  setParameters(edit, { graph, values }) {
    for (const [node, valuesOfNode] of Object.entries(values)) setValues(edit, graph, node, valuesOfNode);
  },

  setAutomation({ document, draft, registry }, { graph, node: id, param, points }) {
    const node = nodeIn(document, graph, id);
    const at = parameterAddress(graph, id, param);
    const checked = checkShape(pointsSchema, points, at);
    const parameters = parametersOf(node, document, registry);
    if (parameters !== undefined) refuse(at, automationFault(parameters, param, checked));
    else refuse(at, absentFault(node, param) ?? orderFault(checked));
    draft.automation[at] = { ...own(draft.automation, at), points: checked };
  },

  clearAutomation({ document, draft }, { graph, node, param }) {
    const at = parameterAddress(graph, node, param);
    if (own(document.automation, at) === undefined) {
      refuse(at, { code: "unknown-automation", message: "there is no automation to clear" });
    }
    delete draft.automation[at];
  },
};

function setValues(edit: Edit, graph: GraphId, id: NodeId, values: Readonly<Record<string, PlainValue>>): void {
  const node = nodeIn(edit.document, graph, id);
  const parameters = parametersOf(node, edit.document, edit.registry);
  for (const [param, value] of Object.entries(values)) {
    const at = parameterAddress(graph, id, param);
    refuse(at, parameters === undefined ? absentFault(node, param) : parameterFault(parameters, param, value));
    draftOf(edit, graph, id).params[param] = checkShape(plainValueSchema, value, at);
  }
}

/** An unknown node's parameters are those that it was saved with. */
function absentFault(node: NodeRecord, param: string): Fault | undefined {
  return Object.hasOwn(node.params, param) ? undefined : unknownParameterFault(node.params, param);
}

/** Other nodes have all their values written out. */
function resetFault({ type, params }: NodeRecord, param: string): Fault | undefined {
  if (type !== CHAIN_TYPE)
    return { code: "illegal-value", message: "only a chain node stands as it does inside; set a value" };
  return Object.hasOwn(params, param)
    ? undefined
    : { code: "unknown-parameter", message: `${param} has no value of its own here` };
}
