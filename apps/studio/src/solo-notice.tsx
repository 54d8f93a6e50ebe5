import { useEditorState, useMonitor } from "@twobus/editor";
import type { ReactNode } from "react";
import buttons from "./buttons.module.css";
import styles from "./studio.module.css";

/** Says that not all of the mix is heard, and lets all of it be heard again. */
export function SoloNotice(): ReactNode {
  const monitor = useMonitor();
  const nodes = useEditorState(({ document }) => document.graphs[document.root]!.nodes);
  if (monitor === undefined || monitor.solo.size === 0) return null;
  const [first, ...more] = [...monitor.solo].map((id) => nodes[id]?.label ?? id);
  const names = more.length === 0 ? first : `${first} + ${more.length}`;
  return (
    <button
      type="button"
      className={`${buttons["one"]} ${styles["solo"]}`}
      aria-label={`Solo: ${[first, ...more].join(", ")}: hear everything again`}
      title="Hear everything again"
      onClick={() => monitor.onSolo(new Set())}
    >
      Solo: {names} ×
    </button>
  );
}
