import {
  isPlainValue,
  parameterAddress,
  type GraphId,
  type NodeDefinition,
  type NodeId,
  type NodeRecord,
  type Parameter,
  type PlainValue,
} from "@twobus/core";
import { useEditorState, useSession } from "./session-context.tsx";

/** A parameter of a node as it stands, and the way to set it. What is set between begin and end is one entry to undo. */
export interface NodeParameter {
  readonly parameter: Parameter;
  readonly value: PlainValue;
  readonly isAutomated: boolean;
  readonly onChange: (value: PlainValue) => void;
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}

/** Undefined where the node has no such parameter. */
export function useNodeParameter(
  graph: GraphId,
  node: NodeId,
  record: NodeRecord,
  definition: NodeDefinition | undefined,
  param: string,
): NodeParameter | undefined {
  const session = useSession();
  const isAutomated = useEditorState(({ document }) =>
    Object.hasOwn(document.automation, parameterAddress(graph, node, param)),
  );
  const parameter = definition?.params[param];
  if (parameter === undefined) return undefined;
  const value = record.params[param];
  return {
    parameter,
    value: isPlainValue(value) ? value : parameter.default,
    isAutomated,
    onChange: (next) => void session.do({ kind: "setParameter", graph, node, param, value: next }),
    onBegin: () => session.beginGesture(),
    onEnd: () => session.endGesture(),
  };
}
