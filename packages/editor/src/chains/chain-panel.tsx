import type { GraphId, NodeId } from "@twobus/core";
import { useMemo, type ReactNode } from "react";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { chainFacts, chainTitle, differences } from "./chain-facts.ts";
import styles from "./chain-panel.module.css";
import { ShownList } from "./shown-list.tsx";

/** What a chain node was made of, who else follows it, and what it shows. */
export function ChainPanel({ graph, node }: { graph: GraphId; node: NodeId }): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const facts = useMemo(
    () => chainFacts(document, session.registry, { graph, node }),
    [document, session.registry, graph, node],
  );
  const content = document.graphs[graph]?.nodes[node]?.graph;
  if (facts === undefined || content === undefined) return null;
  const { definition, shortHash, linkedCount, isPinned } = facts;
  const differing = differences(facts);
  const by = [definition?.author, definition?.licence].filter(Boolean).join(", ");
  return (
    <div className={styles["panel"]}>
      <p>
        {chainTitle(definition)} · <code title="Hash of what is inside">{shortHash}</code>
        {by !== "" && ` · ${by}`}
      </p>
      {differing.length > 0 && <p className={styles["differs"]}>≠ {differing.join(", ")}</p>}
      {definition?.derivedFrom?.[0] !== undefined && <p>derived from {chainTitle(definition.derivedFrom[0])}</p>}
      <p className={styles["links"]}>
        <span>{linkedCount === 1 ? "the only node of it" : `${linkedCount} nodes are linked`}</span>
        {linkedCount > 1 && (
          <button type="button" onClick={() => session.do({ kind: "makeUnique", graph, node })}>
            Make unique
          </button>
        )}
        <button
          type="button"
          aria-pressed={isPinned}
          onClick={() => session.do({ kind: "setPinned", graph, node, pinned: !isPinned })}
        >
          Pin
        </button>
      </p>
      <ShownList content={content} />
    </div>
  );
}
