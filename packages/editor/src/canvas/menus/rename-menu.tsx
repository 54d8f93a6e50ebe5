import type { NodeId } from "@twobus/core";
import { useEffect, useRef, type ReactNode } from "react";
import styles from "../../palette/chooser.module.css";
import { useSession } from "../../session/session-context.tsx";

/** Gives a node another name; without one it is called by its id. */
export function RenameMenu({ node, close }: { node: NodeId; close: () => void }): ReactNode {
  const session = useSession();
  const { document, graph } = session.getState();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const label = field.current!.value.trim();
        session.do({ kind: "setLabel", graph, node, label: label === "" ? null : label });
        close();
      }}
    >
      <input
        ref={field}
        className={styles["query"]}
        aria-label="Name"
        maxLength={200}
        defaultValue={document.graphs[graph]?.nodes[node]?.label ?? node}
      />
    </form>
  );
}
