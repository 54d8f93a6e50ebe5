import { connectionParameters } from "@twobus/core";
import { useEffect, useRef, type ReactNode } from "react";
import { Fader } from "../controls/fader.tsx";
import { cableName } from "../patching/describe-change.ts";
import { useEditorState, useSession } from "../session/session-context.tsx";

interface CableLevelProps {
  readonly from: string;
  readonly to: string;
}

/** How loud a cable is, which is how much a send sends. */
export function CableLevel({ from, to }: CableLevelProps): ReactNode {
  const session = useSession();
  const graph = useEditorState((state) => state.graph);
  const record = useEditorState(({ document }) => document.graphs[graph]!);
  const cable = record.connections.find((each) => each.from === from && each.to === to);
  const parameter = connectionParameters.gainDb;
  const content = useRef<HTMLDivElement>(null);
  // It may follow another menu in the same dialog, which focuses its content on opening alone.
  useEffect(() => content.current?.querySelector<HTMLElement>("[role=slider]")?.focus(), []);
  return (
    <div ref={content}>
      <Fader
        label={cableName(record, from, to)}
        parameter={parameter}
        value={cable?.gainDb ?? parameter.default}
        onChange={(gainDb) => void session.do({ kind: "setConnection", graph, from, to, gainDb })}
        onBegin={() => session.beginGesture()}
        onEnd={() => session.endGesture()}
      />
    </div>
  );
}
