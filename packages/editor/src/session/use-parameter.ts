import { parameterAddress, type GraphId, type NodeId, type PlainValue } from "@twobus/core";
import { useRef } from "react";
import { useEditorState, useSession } from "./session-context.tsx";
import { setTogether, settingsTogether, type Together } from "./together.ts";

/** How a control sets a parameter. What is set between begin and end is one entry to undo. */
export interface ParameterHandle {
  readonly isAutomated: boolean;
  readonly onChange: (value: PlainValue) => void;
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}

/** Sets a parameter of a node of the graph that is shown, and its like in what is selected with the node. */
export function useParameter(graph: GraphId, node: NodeId, param: string): ParameterHandle {
  const session = useSession();
  const isAutomated = useEditorState(({ document }) =>
    Object.hasOwn(document.automation, parameterAddress(graph, node, param)),
  );
  /** How all stood when the hand began: what one end stops on the way comes back. */
  const before = useRef<Together | undefined>(undefined);
  const end = useRef(() => {});
  const standing = (): Together => settingsTogether(session.getState(), session.registry, node, param);
  return {
    isAutomated,
    onChange: (value) =>
      void session.do(setTogether(session.getState(), before.current ?? standing(), node, param, value)),
    onBegin: () => {
      before.current = standing();
      end.current = session.beginGesture();
    },
    onEnd: () => {
      before.current = undefined;
      end.current();
    },
  };
}
