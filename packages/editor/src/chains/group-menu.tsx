import type { NodeId } from "@twobus/core";
import { useEffect, useRef, type ReactNode } from "react";
import styles from "../palette/chooser.module.css";
import { useSession } from "../session/session-context.tsx";

/** Makes one chain node of several nodes, under a name. */
export function GroupMenu({
  nodes,
  onAdded,
  close,
}: {
  nodes: readonly NodeId[];
  onAdded: (node: NodeId) => void;
  close: () => void;
}): ReactNode {
  const session = useSession();
  const { graph } = session.getState();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const label = field.current!.value.trim();
        const names = label === "" ? {} : { id: label, label };
        const node = session.do({ kind: "groupNodes", graph, nodes, ...names })?.created;
        close();
        if (node === undefined) return;
        session.select([node]);
        onAdded(node);
      }}
    >
      <input
        ref={field}
        className={styles["query"]}
        aria-label="Name of the chain"
        maxLength={200}
        defaultValue="Chain"
      />
    </form>
  );
}
