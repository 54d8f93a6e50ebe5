import {
  freeId,
  type Command,
  type FrameId,
  type FrameRecord,
  type GraphId,
  type MixDocument,
  type NodeId,
} from "@twobus/core";
import { rounded, type Position } from "./add-node.ts";
import { boundsOf, type Box, type Boxes } from "./arrange.ts";

export type Frames = Readonly<Record<FrameId, FrameRecord>>;

const NO_FRAMES: Frames = {};

export const framesOf = ({ frames }: MixDocument, graph: GraphId): Frames => frames?.[graph] ?? NO_FRAMES;

/** Of a frame that holds nothing. */
const EMPTY = { width: 260, height: 140 };
/** Between a frame's edge and what it holds; its title and a line of its note stand above. */
const PADDING = 24;
const TITLE_HEIGHT = 64;

/** A frame around some boxes, or, where there are none, at a position. */
export function newFrameCommand(
  document: MixDocument,
  graph: GraphId,
  boxes: readonly Box[],
  position: Position,
): Command {
  const id = freeId(framesOf(document, graph), "frame", "frame");
  if (boxes.length === 0) return { kind: "setFrame", graph, id, frame: { ...rounded(position), ...EMPTY } };
  const { x, y, width, height } = boundsOf(boxes);
  const frame = {
    ...rounded({ x: x - PADDING, y: y - PADDING - TITLE_HEIGHT }),
    width: Math.round(width + 2 * PADDING),
    height: Math.round(height + 2 * PADDING + TITLE_HEIGHT),
  };
  return { kind: "setFrame", graph, id, frame };
}

/** The boxes whose middles lie in a frame: they go where it goes. */
export const boxesWithin = (frame: Box, boxes: Boxes): Boxes =>
  new Map(
    [...boxes].filter(([, { x, y, width, height }]) => {
      const [right, down] = [x + width / 2 - frame.x, y + height / 2 - frame.y];
      return right >= 0 && right <= frame.width && down >= 0 && down <= frame.height;
    }),
  );

/** Moves a frame, and with it what it held when the move began. */
export function moveFrameCommands(
  document: MixDocument,
  graph: GraphId,
  id: FrameId,
  to: Position,
  held: ReadonlyMap<NodeId, Position>,
): readonly Command[] {
  const frame = framesOf(document, graph)[id]!;
  const { x, y } = rounded(to);
  const [right, down] = [x - frame.x, y - frame.y];
  if (right === 0 && down === 0) return [];
  const positions = Object.fromEntries(
    [...held].map(([node, place]) => [node, rounded({ x: place.x + right, y: place.y + down })]),
  );
  return [
    { kind: "setFrame", graph, id, frame: { ...frame, x, y } },
    { kind: "setLayout", graph, positions },
  ];
}
