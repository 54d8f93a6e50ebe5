import { valueFault, type Parameter } from "../../definition/parameters.ts";
import { splitEndpoint } from "../address.ts";
import { commonParameter, isUnresolved, parametersOf } from "../exposed.ts";
import { metersOf } from "../meters.ts";
import { listed, own } from "../names.ts";
import type { ExposedParameter, GraphId, GraphRecord, MacroRange } from "../types.ts";
import type { Fault, Findings, Subject } from "./findings.ts";
import { unknownParameterFault } from "./nodes.ts";

/** What a graph shows: parameters must drive inner ones that are there and go together, meters must be there. */
export function checkInterface(subject: Subject, id: GraphId, graph: GraphRecord, findings: Findings): void {
  for (const [name, exposed] of Object.entries(graph.interface.params)) {
    for (const fault of exposedFaults(subject, graph, exposed)) findings.problem(`${id}.${name}`, fault);
  }
  for (const [name, target] of Object.entries(graph.interface.meters ?? {})) {
    findings.warning(`${id}.${name}`, meterFault(subject, graph, target));
  }
}

/** Why a graph may not show a parameter. */
export function exposedFaults(subject: Subject, graph: GraphRecord, exposed: ExposedParameter): Fault[] {
  const { targets, ranges } = exposed;
  const faults = targets.flatMap((target) => targetFault(subject, graph, target) ?? []);
  if (faults.length > 0) return faults;
  const known = targets.flatMap((target) => {
    const parameter = targetParameter(subject, graph, target);
    return parameter === undefined ? [] : [{ target, parameter }];
  });
  if (ranges === undefined) return disagreement(exposed, known);
  if (exposed.min !== undefined || exposed.max !== undefined) {
    return [{ code: "illegal-range", message: "a macro goes from 0 to 100 %: take min and max away" }];
  }
  const unknown = Object.keys(ranges).find((target) => !targets.includes(target));
  const missing = targets.find((target) => !Object.hasOwn(ranges, target));
  if (unknown !== undefined || missing !== undefined) {
    const message = `ranges must name its targets and no others: ${listed(targets)}`;
    return [{ code: "illegal-range", message }];
  }
  return known.flatMap(({ target, parameter }) => rangeFault(target, parameter, ranges[target]!) ?? []);
}

/** Why a graph may not show a meter or plot of a node in it. Those of unknown nodes are not judged. */
export function meterFault(
  { document, registry }: Pick<Subject, "document" | "registry">,
  graph: GraphRecord,
  target: string,
): Fault | undefined {
  const { node: id, port: name } = splitEndpoint(target);
  const node = own(graph.nodes, id);
  if (node === undefined) {
    return { code: "unknown-node", message: `shows ${target}, but there is no node ${id} in this graph` };
  }
  const meters = metersOf(node, document, registry);
  if (meters === undefined || meters.includes(name)) return undefined;
  return { code: "unknown-meter", message: `${id} has no meter ${name}; there are ${listed(meters)}` };
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

function targetParameter(subject: Subject, graph: GraphRecord, target: string): Parameter | undefined {
  const { node: id, port: name } = splitEndpoint(target);
  const known = parametersOf(graph.nodes[id]!, subject.document, subject.registry, subject.exposed);
  return known === undefined ? undefined : own(known, name);
}

interface Target {
  readonly target: string;
  readonly parameter: Parameter;
}

/** Parameters of unknown nodes are not judged. */
function disagreement({ targets, min, max }: ExposedParameter, known: readonly Target[]): Fault[] {
  const parameters = known.map(({ parameter }) => parameter);
  if (parameters.length === 0) return [];
  const common = parameters.reduce<Parameter | undefined>(commonParameter, parameters[0]);
  if (common === undefined) {
    const message = `${targets.join(" and ")} share no values; drive parameters of one kind and unit whose ranges overlap`;
    return [{ code: "targets-disagree", message }];
  }
  if (min === undefined && max === undefined) return [];
  if (common.kind !== "number") {
    return [{ code: "illegal-range", message: "only numbers have a range: take min and max away" }];
  }
  const [least, most] = [min ?? common.min, max ?? common.max];
  if (least >= common.min && most <= common.max && least < most) return [];
  const message = `min and max must be a range within ${common.min} … ${common.max}, not ${least} … ${most}`;
  return [{ code: "illegal-range", message }];
}

function rangeFault(target: string, parameter: Parameter, { from, to, curve }: MacroRange): Fault | undefined {
  if (parameter.kind !== "number") {
    return { code: "illegal-range", message: `a macro moves numbers only, and ${target} is none` };
  }
  const fault = valueFault(parameter, from) ?? valueFault(parameter, to);
  if (fault !== undefined) return { code: "illegal-range", message: `both ends of ${target} ${fault}` };
  if (curve !== "exponential" || from * to > 0) return undefined;
  const message = `${target} cannot move exponentially from ${from} to ${to}: choose ends of one sign, neither 0`;
  return { code: "illegal-range", message };
}
