import { BaseEdge, EdgeLabelRenderer, getBezierPath, type Edge, type EdgeProps } from "@xyflow/react";
import { memo, type MemoExoticComponent, type ReactNode } from "react";
import { InsertButton } from "./insert-button.tsx";
import styles from "./cable.module.css";

export interface CableView extends Record<string, unknown> {
  readonly gainDb: number;
  readonly muted: boolean;
  readonly isKey: boolean;
  readonly colour: string;
  readonly isPointedAt: boolean;
}

/** A cable in the colour of the bus that it comes from; keys dashed, sends with their gain at the middle. */
export const Cable: MemoExoticComponent<(props: EdgeProps<Edge<CableView>>) => ReactNode> = memo(function Cable(
  props: EdgeProps<Edge<CableView>>,
): ReactNode {
  const [path, labelX, labelY] = getBezierPath(props);
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
          <InsertButton cable={props.id} x={labelX} y={labelY} lift={gainDb === 0 ? 0 : 20} />
        </EdgeLabelRenderer>
      )}
    </>
  );
});
