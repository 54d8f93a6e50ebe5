import { BaseEdge, EdgeLabelRenderer, getBezierPath, type Edge, type EdgeProps } from "@xyflow/react";
import { memo, use, type MemoExoticComponent, type ReactNode } from "react";
import { CanvasActionsContext } from "./canvas-actions.ts";
import { cableEnds } from "./cable-ends.ts";
import styles from "./cable.module.css";

export interface CableView extends Record<string, unknown> {
  readonly gainDb: number;
  readonly muted: boolean;
  readonly isKey: boolean;
  readonly colour: string;
  readonly isPointedAt: boolean;
}

/** Half of a processor: it stands with its middle where the cable's middle was. */
const HALF_WIDTH = 90;
const HALF_HEIGHT = 38;

/** A cable in the colour of the bus that it comes from; keys dashed, sends with their gain at the middle. */
export const Cable: MemoExoticComponent<(props: EdgeProps<Edge<CableView>>) => ReactNode> = memo(function Cable(
  props: EdgeProps<Edge<CableView>>,
): ReactNode {
  const [path, labelX, labelY] = getBezierPath(props);
  const { insertOn, hoverCable } = use(CanvasActionsContext);
  const { gainDb, muted, isKey, colour, isPointedAt } = props.data!;
  const isOpen = isPointedAt || props.selected === true;
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        style={{
          stroke: colour,
          strokeWidth: props.selected === true ? 3 : gainDb === 0 ? 2 : 1.5,
          opacity: muted ? 0.3 : 1,
          ...(isKey && { strokeDasharray: "5 4" }),
        }}
      />
      {gainDb !== 0 && (
        <EdgeLabelRenderer>
          <span
            className={styles["gain"]}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {gainDb.toFixed(1).replace("-", "−")} dB
          </span>
        </EdgeLabelRenderer>
      )}
      {isOpen && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={`${styles["insert"]} nodrag nopan`}
            style={{
              transform: `translate(-50%, ${gainDb === 0 ? "-50%" : "-130%"}) translate(${labelX}px, ${labelY}px)`,
            }}
            aria-label={`Insert on ${props.id}`}
            title="Insert here"
            tabIndex={-1}
            onPointerEnter={() => hoverCable(props.id)}
            onPointerLeave={() => hoverCable(undefined)}
            onClick={({ clientX: x, clientY: y }) =>
              insertOn(cableEnds(props.id), { x, y }, { x: labelX - HALF_WIDTH, y: labelY - HALF_HEIGHT })
            }
          >
            +
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
