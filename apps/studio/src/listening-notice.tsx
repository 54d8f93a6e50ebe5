import type { GraphId, NodeId } from "@twobus/core";
import { useEditorState, useMonitor } from "@twobus/editor";
import type { ReactNode } from "react";
import buttons from "./buttons.module.css";
import { nodeAt } from "./node-at.ts";
import styles from "./studio.module.css";

/** Says that not all of the mix is heard, or not as it is, and lets it be heard again. */
export function ListeningNotice(): ReactNode {
  const monitor = useMonitor();
  const document = useEditorState((state) => state.document);
  if (monitor === undefined) return null;
  const { solo, raw, difference } = monitor;
  const namesIn = (graph: GraphId, nodes: Iterable<NodeId>): readonly string[] =>
    [...nodes].map((id) => document.graphs[graph]?.nodes[id]?.label ?? id);
  const limits = [
    { what: "Solo", names: namesIn(document.root, solo) },
    { what: "Raw", names: raw === undefined ? [] : namesIn(raw.graph, raw.nodes) },
    { what: "Difference", names: difference === undefined ? [] : [nodeAt(document, difference)?.label ?? difference] },
  ].filter(({ names }) => names.length > 0);
  if (limits.length === 0) return null;
  return (
    <button
      type="button"
      className={`${buttons["one"]} ${styles["solo"]}`}
      aria-label={`${limits.map(({ what, names }) => `${what}: ${names.join(", ")}`).join("; ")}: hear everything again`}
      title="Hear everything again"
      onClick={() => {
        monitor.onSolo(new Set());
        monitor.onRaw?.(undefined);
        monitor.onDifference?.(undefined);
      }}
    >
      {limits.map(({ what, names }) => `${what}: ${shortened(names)}`).join("; ")} ×
    </button>
  );
}

const shortened = ([first, ...more]: readonly string[]): string =>
  more.length === 0 ? first! : `${first} + ${more.length}`;
