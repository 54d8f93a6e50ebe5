import type { GraphId, NodeId } from "@twobus/core";
import type { ReactNode } from "react";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { chainFacts, chainTitle, differences } from "./chain-facts.ts";
import styles from "./chain-line.module.css";

/** What a chain node says of itself on the canvas: name and version, hash, how many there are, whether it differs. */
export function ChainLine({ graph, node }: { graph: GraphId; node: NodeId }): ReactNode {
  const { registry } = useSession();
  const facts = useEditorState(({ document }) => {
    const found = chainFacts(document, registry, { graph, node });
    if (found === undefined) return "";
    const { definition, shortHash, linkedCount } = found;
    return [chainTitle(definition), shortHash, String(linkedCount), ...differences(found)].join("\n");
  });
  const [title, hash, count, ...differing] = facts.split("\n");
  if (hash === undefined) return <span className={styles["line"]}>Chain, with nothing in it</span>;
  return (
    <span className={styles["line"]} title={[`${title} · ${hash}`, ...differing].join(", ")}>
      <span className={styles["title"]}>{title}</span>
      <code>{hash}</code>
      {count !== "1" && (
        <span className={styles["mark"]} aria-label={`${count} linked nodes`}>
          ×{count}
        </span>
      )}
      {differing.length > 0 && (
        <span className={styles["mark"]} role="img" aria-label={differing.join(", ")}>
          ≠
        </span>
      )}
    </span>
  );
}
