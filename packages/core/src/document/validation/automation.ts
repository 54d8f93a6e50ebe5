import { valueFault, type NumberParameter, type Parameters } from "../../definition/parameters.ts";
import { splitParameterAddress } from "../address.ts";
import { isUnresolved, parametersOf } from "../exposed.ts";
import { own } from "../names.ts";
import type { AutomationPoint } from "../types.ts";
import type { Fault, Findings, Subject } from "./findings.ts";
import { unknownParameterFault } from "./nodes.ts";

/** Every lane's address and points. */
export function checkAutomation(subject: Subject, findings: Findings): void {
  const { document, registry, exposed } = subject;
  for (const [address, { points }] of Object.entries(document.automation)) {
    const { graph, node: id, param } = splitParameterAddress(address);
    const node = own(own(document.graphs, graph)?.nodes ?? {}, id);
    if (node === undefined) {
      const message = `there is no node ${graph}/${id}; clear this automation or give the node back its name`;
      findings.problem(address, { code: "unknown-node", message });
      continue;
    }
    const parameters = parametersOf(node, document, registry, exposed);
    const isJudged = parameters !== undefined && !isUnresolved(node, document, parameters, param);
    if (!isJudged) findings.problem(address, orderFault(points));
    else findings.problem(address, automationFault(parameters, param, points));
  }
}

/** Why a parameter may not be automated with these points. Tells the first faulty point. */
export function automationFault(
  parameters: Parameters,
  name: string,
  points: readonly AutomationPoint[],
): Fault | undefined {
  const parameter = own(parameters, name);
  if (parameter === undefined) return unknownParameterFault(parameters, name);
  if (parameter.kind !== "number" || parameter.structural === true) {
    const reason = parameter.kind === "number" ? "changing it rebuilds the processor" : "it is no number";
    return { code: "not-automatable", message: `${name} cannot be automated: ${reason}; set it to one value` };
  }
  return orderFault(points) ?? rangeFault(parameter, points);
}

/** Why points cannot follow one another: times may repeat, but not go back. */
export function orderFault(points: readonly AutomationPoint[]): Fault | undefined {
  const index = points.findIndex((point, i) => i > 0 && point.atSeconds < points[i - 1]!.atSeconds);
  if (index < 0) return undefined;
  const message = `points[${index}] at ${points[index]!.atSeconds} s stands after a later one; sort the points by time`;
  return { code: "unsorted-automation", message };
}

function rangeFault(parameter: NumberParameter, points: readonly AutomationPoint[]): Fault | undefined {
  const index = points.findIndex(({ value }) => valueFault(parameter, value) !== undefined);
  if (index < 0) return undefined;
  const { value } = points[index]!;
  return { code: "illegal-value", message: `points[${index}] ${valueFault(parameter, value)}, not ${value}` };
}
