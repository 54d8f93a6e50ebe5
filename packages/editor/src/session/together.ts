import {
  movedTogether,
  parametersOf,
  valueFault,
  type Command,
  type NodeId,
  type Parameter,
  type PlainValue,
  type Registry,
} from "@twobus/core";
import type { EditorState } from "./editor-session.ts";
import { valueOf } from "./value-of.ts";

/** A node, and all that is selected where it is among that: what is done to one of several is done to all. */
export function nodesWith({ selection }: Pick<EditorState, "selection">, node: NodeId): readonly NodeId[] {
  return selection.has(node) ? [node, ...[...selection].filter((other) => other !== node)] : [node];
}

/** A parameter of a node, and as it is set. */
interface Setting {
  readonly node: NodeId;
  readonly parameter: Parameter;
  readonly value: PlainValue;
}

/** The parameter of the node that a hand sets, first, and those of the nodes selected with it that go along. */
export type Together = readonly Setting[];

/** How a parameter stands, with its like in all that is selected with its node. */
export function settingsTogether(state: EditorState, registry: Registry, node: NodeId, param: string): Together {
  const { document, graph } = state;
  const settings = nodesWith(state, node).flatMap((id): Setting[] => {
    const record = document.graphs[graph]?.nodes[id];
    const parameter = record && parametersOf(record, document, registry)?.[param];
    return parameter === undefined ? [] : [{ node: id, parameter, value: valueOf(record!, param, parameter) }];
  });
  const leader = settings.find((setting) => setting.node === node);
  return settings.filter(({ parameter }) => leader !== undefined && isLike(leader.parameter, parameter));
}

/** Of the same kind; numbers in the same unit and on the same scale. */
export function isLike(one: Parameter, other: Parameter): boolean {
  if (one.kind !== "number" || other.kind !== "number") return one.kind === other.kind;
  return one.unit === other.unit && one.scale === other.scale;
}

/** Sets a parameter of a node: numbers that stood with it move by as much, everything else becomes the same where it can. */
export function setTogether(
  { graph }: EditorState,
  before: Together,
  node: NodeId,
  param: string,
  value: PlainValue,
): Command {
  if (before.length < 2) return { kind: "setParameter", graph, node, param, value };
  const numbers = before.flatMap(({ parameter, value: stood }) =>
    parameter.kind === "number" ? [{ parameter, value: Number(stood) }] : [],
  );
  const values =
    numbers.length > 0
      ? movedTogether(numbers, Number(value))
      : before.map((setting) => (valueFault(setting.parameter, value) === undefined ? value : setting.value));
  return {
    kind: "setParameters",
    graph,
    values: Object.fromEntries(before.map((setting, index) => [setting.node, { [param]: values[index]! }])),
  };
}
