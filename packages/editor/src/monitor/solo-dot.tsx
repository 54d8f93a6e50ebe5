import type { NodeId } from "@twobus/core";
import type { MouseEvent, ReactNode } from "react";
import { useMonitor } from "./monitor-context.tsx";
import { soloAfter } from "./solo-after.ts";

interface SoloDotProps {
  /** Its id in the root graph. */
  readonly node: NodeId;
  /** Whom a press is meant for; the node alone where this is absent. */
  readonly nodesOf?: (event: MouseEvent) => readonly NodeId[];
}

/** Hears a node of the root graph alone, in place; Shift, Control or Command adds it to those that are heard. */
export function SoloDot({ node, nodesOf = () => [node] }: SoloDotProps): ReactNode {
  const monitor = useMonitor();
  if (monitor === undefined) return null;
  const { solo, onSolo } = monitor;
  return (
    <button
      type="button"
      aria-pressed={solo.has(node)}
      aria-label="Solo"
      title="Solo: hear it alone, in place. Shift adds to what is heard."
      onClick={(event) => onSolo(soloAfter(solo, nodesOf(event), event.shiftKey || event.ctrlKey || event.metaKey))}
    >
      S
    </button>
  );
}
