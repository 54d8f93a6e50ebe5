import type { FrameId, FrameRecord, GraphId } from "@twobus/core";
import type { Node } from "@xyflow/react";

/** What the canvas shows of a frame. */
export interface FrameView extends Record<string, unknown> {
  readonly graph: GraphId;
  readonly id: FrameId;
  readonly frame: FrameRecord;
  readonly onResize: (size: FrameSize, isDone: boolean) => void;
}

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

export type FrameNode = Node<FrameView, "frame">;
