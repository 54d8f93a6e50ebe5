import { Handle, Position, useNodeId, useUpdateNodeInternals } from "@xyflow/react";
import { use, useEffect, useRef, type CSSProperties, type ReactNode } from "react";
import { portKey } from "../../patching/open-ends.ts";
import { endpointOf } from "../../patching/cable-ends.ts";
import { CanvasActionsContext } from "../canvas-actions.ts";
import type { PortView } from "../graph-view.ts";
import styles from "./ports.module.css";

/**
 * The ports of one side of a node: audio round, keys as diamonds, hollow where no cable leads to them; those that a cable
 * cannot go to are dim.
 */
export function Ports({ ports, side }: { ports: readonly PortView[]; side: "input" | "output" }): ReactNode {
  const node = useNodeId()!;
  const { openPorts } = use(CanvasActionsContext);
  const update = useUpdateNodeInternals();
  const names = ports.map(({ name }) => name).join();
  // Cables are drawn to where ports were seen last; the first time the canvas looks by itself.
  const seen = useRef(names);
  useEffect(() => {
    if (seen.current !== names) update(node);
    seen.current = names;
  }, [update, node, names]);
  const isOpen = (port: string): boolean | undefined =>
    openPorts?.has(portKey({ side, endpoint: endpointOf(node, port) }));
  return ports.map(({ name, isKey, isInside = false, isFree = false }, index) => (
    <Handle
      key={name}
      id={name}
      type={side === "input" ? "target" : "source"}
      position={side === "input" ? Position.Left : Position.Right}
      className={styles[isKey ? "key" : "audio"] ?? ""}
      style={{ top: `${(100 * (index + 1)) / (ports.length + 1)}%` } as CSSProperties}
      data-open={isOpen(name)}
      data-inside={isInside}
      data-free={isInside || isFree}
      role="img"
      aria-label={`${side} ${name}${isKey ? ", key" : ""}`}
      title={isInside ? `${name}: lead a cable here` : name}
    />
  ));
}
