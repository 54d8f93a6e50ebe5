import type { GraphId, NodeId, NodeRecord } from "@twobus/core";
import type { ReactNode } from "react";
import { SoloDot } from "../monitor/solo-dot.tsx";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./node.module.css";

/** Mute, bypass and, in the root graph, solo: always at the same place. */
export function Dots({ graph, node, record }: { graph: GraphId; node: NodeId; record: NodeRecord }): ReactNode {
  const session = useSession();
  const isOfRoot = useEditorState(({ document }) => document.root === graph);
  const { muted = false, bypassed = false } = record;
  return (
    <span className={`${styles["dots"]} nodrag`}>
      <button
        type="button"
        aria-pressed={muted}
        aria-label="Mute"
        title="Mute"
        onClick={() => session.do({ kind: "setMuted", graph, node, muted: !muted })}
      >
        M
      </button>
      <button
        type="button"
        aria-pressed={bypassed}
        aria-label="Bypass"
        title="Bypass"
        onClick={() => session.do({ kind: "setBypassed", graph, node, bypassed: !bypassed })}
      >
        B
      </button>
      {isOfRoot && <SoloDot node={node} />}
    </span>
  );
}
