import type { Parameter } from "../../definition/parameters.ts";
import { splitEndpoint } from "../address.ts";
import { commonParameter, isUnresolved, parametersOf } from "../exposed.ts";
import { own } from "../names.ts";
import type { GraphId, GraphRecord } from "../types.ts";
import type { Fault, Findings, Subject } from "./findings.ts";
import { unknownParameterFault } from "./nodes.ts";

/** The parameters that a graph shows: each must drive inner parameters that are there and go together. */
export function checkInterface(subject: Subject, id: GraphId, graph: GraphRecord, findings: Findings): void {
  for (const [name, { targets }] of Object.entries(graph.interface.params)) {
    const at = `${id}.${name}`;
    const faults = targets.map((target) => targetFault(subject, graph, target));
    for (const fault of faults) findings.problem(at, fault);
    if (faults.every((fault) => fault === undefined)) findings.problem(at, disagreement(subject, graph, targets));
  }
}

function targetFault(subject: Subject, graph: GraphRecord, target: string): Fault | undefined {
  const { node: id, port: name } = splitEndpoint(target);
  const node = own(graph.nodes, id);
  if (node === undefined) {
    return { code: "unknown-node", message: `drives ${target}, but there is no node ${id} in this graph` };
  }
  const { document, registry, exposed } = subject;
  const parameters = parametersOf(node, document, registry, exposed);
  if (parameters === undefined || Object.hasOwn(parameters, name)) return undefined;
  return isUnresolved(node, document, parameters, name) ? undefined : unknownParameterFault(parameters, name);
}

/** Parameters of unknown nodes are not judged. */
function disagreement(subject: Subject, graph: GraphRecord, targets: readonly string[]): Fault | undefined {
  const parameters = targets.flatMap((target) => {
    const { node: id, port: name } = splitEndpoint(target);
    const known = parametersOf(graph.nodes[id]!, subject.document, subject.registry, subject.exposed);
    const parameter = known === undefined ? undefined : own(known, name);
    return parameter === undefined ? [] : [parameter];
  });
  const common = parameters.reduce<Parameter | undefined>(commonParameter, parameters[0]);
  if (parameters.length === 0 || common !== undefined) return undefined;
  return {
    code: "targets-disagree",
    message: `${targets.join(" and ")} share no values; drive parameters of one kind and unit whose ranges overlap`,
  };
}
