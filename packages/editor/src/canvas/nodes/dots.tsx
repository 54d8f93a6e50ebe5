import type { Command, GraphId, NodeId, NodeRecord } from "@twobus/core";
import type { MouseEvent, ReactNode } from "react";
import { SoloDot } from "../../monitor/solo-dot.tsx";
import { useEditorState, useSession } from "../../session/session-context.tsx";
import { nodesWith } from "../../session/together.ts";
import styles from "./node.module.css";

/**
 * Mute, bypass and, in the root graph, solo: always at the same place. Of one of several that are selected they are those of all;
 * with Alt only its own.
 */
export function Dots({ graph, node, record }: { graph: GraphId; node: NodeId; record: NodeRecord }): ReactNode {
  const session = useSession();
  const isOfRoot = useEditorState(({ document }) => document.root === graph);
  const { muted = false, bypassed = false } = record;
  const nodesOf = ({ altKey }: MouseEvent): readonly NodeId[] =>
    altKey ? [node] : nodesWith(session.getState(), node);
  return (
    <span className={`${styles["dots"]} nodrag`}>
      <button
        type="button"
        aria-pressed={muted}
        aria-label="Mute"
        title="Mute"
        onClick={(event) =>
          session.doAll(nodesOf(event).map((id): Command => ({ kind: "setMuted", graph, node: id, muted: !muted })))
        }
      >
        M
      </button>
      <button
        type="button"
        aria-pressed={bypassed}
        aria-label="Bypass"
        title="Bypass"
        onClick={(event) =>
          session.doAll(
            nodesOf(event).map((id): Command => ({ kind: "setBypassed", graph, node: id, bypassed: !bypassed })),
          )
        }
      >
        B
      </button>
      {isOfRoot && <SoloDot node={node} nodesOf={nodesOf} />}
    </span>
  );
}
