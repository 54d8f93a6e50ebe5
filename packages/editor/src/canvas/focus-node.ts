import type { NodeId } from "@twobus/core";
import type { ReactFlowInstance } from "@xyflow/react";
import type { Position } from "../patching/add-node.ts";

type View = Pick<ReactFlowInstance, "fitView" | "getZoom">;

/** Gives a node the focus, and brings it into view where it is not there already. */
export function focusNode(canvas: HTMLElement | null, node: NodeId, { fitView, getZoom }: View): void {
  const element = elementOf(canvas, node);
  if (canvas === null || element === null) return;
  element.focus({ preventScroll: true });
  const [view, box] = [canvas.getBoundingClientRect(), element.getBoundingClientRect()];
  const isInView = box.left >= view.left && box.right <= view.right && box.top >= view.top && box.bottom <= view.bottom;
  if (!isInView) void fitView({ nodes: [{ id: node }], minZoom: getZoom(), maxZoom: getZoom() });
}

/** A place on the screen for what is opened for a node. */
export function besideNode(canvas: HTMLElement | null, node: NodeId): Position {
  const box = elementOf(canvas, node)?.getBoundingClientRect();
  return box === undefined ? { x: 100, y: 100 } : { x: box.right + 8, y: box.top };
}

const elementOf = (canvas: HTMLElement | null, node: NodeId): HTMLElement | null =>
  canvas?.querySelector<HTMLElement>(`.react-flow__node[data-id="${node}"]`) ?? null;
