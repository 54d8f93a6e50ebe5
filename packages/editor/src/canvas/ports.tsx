import { Handle, Position } from "@xyflow/react";
import type { CSSProperties, ReactNode } from "react";
import type { PortView } from "./graph-view.ts";
import styles from "./ports.module.css";

/** The ports of one side of a node: audio round, keys as diamonds. */
export function Ports({ ports, side }: { ports: readonly PortView[]; side: "input" | "output" }): ReactNode {
  return ports.map(({ name, isKey }, index) => (
    <Handle
      key={name}
      id={name}
      type={side === "input" ? "target" : "source"}
      position={side === "input" ? Position.Left : Position.Right}
      className={styles[isKey ? "key" : "audio"] ?? ""}
      style={{ top: `${(100 * (index + 1)) / (ports.length + 1)}%` } as CSSProperties}
      role="img"
      aria-label={`${side} ${name}${isKey ? ", key" : ""}`}
      title={name}
    />
  ));
}
