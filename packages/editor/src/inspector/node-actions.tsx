import type { GraphId, NodeId, NodeRecord } from "@twobus/core";
import type { ReactNode } from "react";
import { useSession } from "../session/session-context.tsx";
import styles from "./inspector.module.css";
import { removeNodesCommands } from "../patching/remove-nodes.ts";
import { replaceNode, replacementsFor } from "./replace-node.ts";

/** Puts another node in its place, or takes it away. */
export function NodeActions({ graph, node, record }: { graph: GraphId; node: NodeId; record: NodeRecord }): ReactNode {
  const session = useSession();
  const replacements = replacementsFor(session, record.type);
  const remove = (): void => {
    session.doAll(removeNodesCommands(session.getState().document, graph, session.registry, [node]));
  };
  return (
    <footer className={styles["actions"]}>
      {replacements.length > 0 && (
        <select
          aria-label="Replace by"
          value=""
          onChange={({ currentTarget }) => replaceNode(session, graph, node, currentTarget.value)}
        >
          <option value="" disabled>
            Replace by …
          </option>
          {replacements.map(({ type, name }) => (
            <option key={type} value={type}>
              {name}
            </option>
          ))}
        </select>
      )}
      <button type="button" onClick={remove}>
        Delete
      </button>
    </footer>
  );
}
