import type { FrameId } from "@twobus/core";

const PREFIX = "frame:";

/** A frame's id among the nodes of the canvas, which no node can have. */
export const idOfFrame = (frame: FrameId): string => PREFIX + frame;

/** Nothing for the id of a node. */
export const frameOf = (id: string): FrameId | undefined =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
