import type { FrameId, FrameRecord, GraphId } from "@twobus/core";
import type { Node } from "@xyflow/react";

/** What the canvas shows of a frame. */
export interface FrameView extends Record<string, unknown> {
  readonly graph: GraphId;
  readonly id: FrameId;
  readonly frame: FrameRecord;
  readonly onResize: (size: FrameSize, isDone: boolean) => void;
}

export type FrameSize = Pick<FrameRecord, "width" | "height">;

export type FrameNode = Node<FrameView, "frame">;
