import type { NodeId } from "@twobus/core";
import { rounded, type Position } from "./add-node.ts";

/** Where something stands on the canvas, and how large it is. */
export interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

export type Boxes = ReadonlyMap<NodeId, Box>;
export type Places = Readonly<Record<NodeId, Position>>;

/** What is brought into line: edges, or middles. */
export type Alignment = "left" | "right" | "top" | "bottom" | "column" | "row";

/** Places at which all boxes share an edge with the outermost of them, or a middle with all of them together. */
export function aligned(boxes: Boxes, alignment: Alignment): Places {
  const all = boundsOf(boxes.values());
  return placed(boxes, ({ x, y, width, height }) => {
    switch (alignment) {
      case "left":
        return { x: all.x, y };
      case "right":
        return { x: all.x + all.width - width, y };
      case "column":
        return { x: all.x + (all.width - width) / 2, y };
      case "top":
        return { x, y: all.y };
      case "bottom":
        return { x, y: all.y + all.height - height };
      case "row":
        return { x, y: all.y + (all.height - height) / 2 };
    }
  });
}

/** Places with the same gap between neighbours; the outermost two stay. */
export function distributed(boxes: Boxes, axis: "x" | "y"): Places {
  const size = axis === "x" ? "width" : "height";
  const row = [...boxes].toSorted(([, a], [, b]) => a[axis] - b[axis]);
  const all = boundsOf(boxes.values());
  const filled = row.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = (all[size] - filled) / Math.max(1, row.length - 1);
  let at = all[axis];
  const starts = new Map<NodeId, number>();
  for (const [id, box] of row) {
    starts.set(id, at);
    at += box[size] + gap;
  }
  return placed(boxes, (box, id) => ({ x: box.x, y: box.y, [axis]: starts.get(id)! }));
}

/** What just holds all boxes. */
export function boundsOf(boxes: Iterable<Box>): Box {
  const all = [...boxes];
  const x = Math.min(...all.map((box) => box.x));
  const y = Math.min(...all.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...all.map((box) => box.x + box.width)) - x,
    height: Math.max(...all.map((box) => box.y + box.height)) - y,
  };
}

const placed = (boxes: Boxes, place: (box: Box, id: NodeId) => Position): Places =>
  Object.fromEntries([...boxes].map(([id, box]) => [id, rounded(place(box, id))]));
