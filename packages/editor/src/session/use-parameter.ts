import {
  isPlainValue,
  parameterAddress,
  type GraphId,
  type NodeId,
  type NodeRecord,
  type Parameter,
  type PlainValue,
} from "@twobus/core";
import { useEditorState, useSession } from "./session-context.tsx";

/** How a control sets a parameter. What is set between begin and end is one entry to undo. */
export interface ParameterHandle {
  readonly isAutomated: boolean;
  readonly onChange: (value: PlainValue) => void;
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}

export function useParameter(graph: GraphId, node: NodeId, param: string): ParameterHandle {
  const session = useSession();
  const isAutomated = useEditorState(({ document }) =>
    Object.hasOwn(document.automation, parameterAddress(graph, node, param)),
  );
  return {
    isAutomated,
    onChange: (value) => void session.do({ kind: "setParameter", graph, node, param, value }),
    onBegin: () => session.beginGesture(),
    onEnd: () => session.endGesture(),
  };
}

/** What a record says of a parameter, or the default. */
export function valueOf(record: NodeRecord, param: string, parameter: Parameter): PlainValue {
  const value = record.params[param];
  return isPlainValue(value) ? value : parameter.default;
}
