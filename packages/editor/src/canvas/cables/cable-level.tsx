import { connectionParameters } from "@twobus/core";
import { useEffect, useRef, type ReactNode } from "react";
import { Fader } from "../../controls/fader.tsx";
import { cableName } from "../../patching/describe-change.ts";
import { useEditorState, useSession } from "../../session/session-context.tsx";
import styles from "./cable.module.css";

interface CableLevelProps {
  readonly from: string;
  readonly to: string;
  readonly setting: keyof typeof connectionParameters;
}

/** How loud a cable is, which is how much a send sends; or to which side it leans. */
export function CableLevel({ from, to, setting }: CableLevelProps): ReactNode {
  const session = useSession();
  const graph = useEditorState((state) => state.graph);
  const record = useEditorState(({ document }) => document.graphs[graph]!);
  const cable = record.connections.find((each) => each.from === from && each.to === to);
  const parameter = connectionParameters[setting];
  const name = cableName(record, from, to);
  const endGesture = useRef(() => {});
  const content = useRef<HTMLDivElement>(null);
  // It may follow another menu in the same dialog, which focuses its content on opening alone.
  useEffect(() => content.current?.querySelector<HTMLElement>("[role=slider]")?.focus(), []);
  return (
    <div ref={content}>
      <p className={styles["of"]}>{name.replace(" to ", " → ")}</p>
      <Fader
        label={name}
        parameter={parameter}
        value={cable?.[setting] ?? parameter.default}
        onChange={(value) => void session.do({ kind: "setConnection", graph, from, to, [setting]: value })}
        onBegin={() => void (endGesture.current = session.beginGesture())}
        onEnd={() => endGesture.current()}
      />
    </div>
  );
}
