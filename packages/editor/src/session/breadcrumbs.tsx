import type { ReactNode } from "react";
import styles from "./breadcrumbs.module.css";
import { useEditorState, useSession } from "./session-context.tsx";

/** The way from the mix to the chain that is shown; each step leads back. */
export function Breadcrumbs(): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const path = useEditorState((state) => state.path);
  const names: string[] = [];
  let graph = document.root;
  for (const id of path) {
    const record = document.graphs[graph]!.nodes[id]!;
    names.push(record.label ?? id);
    graph = record.graph!;
  }
  return (
    <nav aria-label="Where you are" className={styles["crumbs"]}>
      {[document.name, ...names].map((name, depth) => (
        <button
          key={path.slice(0, depth).join("/")}
          type="button"
          aria-current={depth === path.length ? "location" : undefined}
          onClick={() => session.close(depth)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
