import type { NodeId } from "@twobus/core";
import { useReactFlow, type XYPosition } from "@xyflow/react";
import { useMemo } from "react";
import type { DraggedNodes } from "../dragging/dragged-nodes.ts";
import type { CanvasNode } from "../graph-view.ts";
import { nodeName } from "./node-name.ts";

interface Shown {
  /** What the graph holds, where it stands. */
  readonly frames: readonly CanvasNode[];
  readonly nodes: readonly CanvasNode[];
  /** The one stop for the Tab key; from there the arrows lead along the sound. Frames are stops of their own. */
  readonly stop: NodeId | undefined;
  /** Where nodes are while they are being dragged, by themselves or in a frame. */
  readonly dragged: DraggedNodes;
  readonly carried: ReadonlyMap<NodeId, XYPosition>;
}

/**
 * Nodes as the view takes them. What has changed keeps its measures: else it would be measured, and all of its cables made, anew, at
 * each step of a drag or of a fader. Where its ports are others, they say so themselves.
 */
export function useShownNodes({ frames, nodes, stop, dragged, carried }: Shown): CanvasNode[] {
  const flow = useReactFlow<CanvasNode>();
  const standing = useMemo(
    () =>
      [...frames, ...nodes].map((node) => ({
        ...node,
        ariaLabel: nodeName(node),
        domAttributes: { tabIndex: node.id === stop || node.type === "frame" ? 0 : -1 },
      })),
    [frames, nodes, stop],
  );
  return useMemo(
    () =>
      standing.map((node) => {
        const position = dragged.placeOf(node.id) ?? carried.get(node.id) ?? node.position;
        const measured = flow.getInternalNode(node.id)?.measured;
        return { ...node, position, ...(measured !== undefined && { measured }) };
      }),
    [standing, dragged, carried, flow],
  );
}
