import { HUES, type GraphRecord, type NodeId } from "@twobus/core";
import type { Position } from "./add-node.ts";

/** Where a node stands on the canvas. */
export interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

const COLUMN_GAP = 90;
const ROW_GAP = 18;
/** How finely a free place is looked for. */
const STEP = 8;

/**
 * Places a bus, `node`, between the strips that will play into it and the one that it plays into, beside the middle of the
 * strips, where nothing stands. Where there is no room between them, that one moves to the right, with all that stands there.
 * Returns the places of the bus and of all that moves.
 */
export function submixPlace(
  boxes: ReadonlyMap<NodeId, Box>,
  { node, target, picked, width, height }: Wanted,
): Readonly<Record<NodeId, Position>> {
  const end = boxes.get(target)!;
  const sources = picked.flatMap((id) => boxes.get(id) ?? []).filter(({ x }) => x < end.x);
  const from = Math.max(...sources.map((box) => box.x + box.width), -Infinity);
  const needed = from + COLUMN_GAP + width + COLUMN_GAP;
  const pushed = Math.max(0, needed - end.x);
  const moved = [...boxes].filter(([, { x }]) => pushed > 0 && x >= end.x);
  const places = Object.fromEntries(moved.map(([id, { x, y }]) => [id, { x: x + pushed, y }]));
  const x = end.x + pushed - COLUMN_GAP - width;
  const standing = [...boxes].map(([id, box]) => ({ ...box, ...places[id] }));
  const middles = (sources.length === 0 ? [end] : sources).map((box) => box.y + box.height / 2);
  const wish = middles.reduce((sum, middle) => sum + middle, 0) / middles.length - height / 2;
  return { ...places, [node]: { x, y: freeRow(standing, { x, y: wish, width, height }) } };
}

interface Wanted {
  readonly node: NodeId;
  readonly target: NodeId;
  readonly picked: readonly NodeId[];
  readonly width: number;
  readonly height: number;
}

/** Places nodes one under the other before the one that they will play into, where nothing stands. */
export function stemPlaces(
  boxes: ReadonlyMap<NodeId, Box>,
  { nodes, target, width, height }: Pick<Wanted, "target" | "width" | "height"> & { readonly nodes: readonly NodeId[] },
): Readonly<Record<NodeId, Position>> {
  const end = boxes.get(target);
  if (end === undefined) return {};
  const standing = new Map(boxes);
  const x = end.x - COLUMN_GAP - width;
  for (const node of nodes) {
    const y = freeRow([...standing.values()], { x, y: end.y, width, height });
    standing.set(node, { x, y, width, height });
  }
  return Object.fromEntries(nodes.map((node) => [node, { x, y: standing.get(node)!.y }]));
}

/** The row that is nearest to a box's own in which it covers nothing. */
function freeRow(boxes: readonly Box[], wanted: Box): number {
  const isFree = (y: number): boolean =>
    !boxes.some(
      (box) =>
        box.x < wanted.x + wanted.width &&
        wanted.x < box.x + box.width &&
        box.y < y + wanted.height + ROW_GAP &&
        y < box.y + box.height + ROW_GAP,
    );
  for (let off = 0; ; off += STEP) {
    const y = [wanted.y + off, wanted.y - off].find(isFree);
    if (y !== undefined) return y;
  }
}

/** The first of the hues that the fewest nodes wear. */
export function nextHue({ nodes }: GraphRecord): string {
  const worn = Object.values(nodes).map(({ colour }) => colour);
  const count = (hue: string): number => worn.filter((colour) => colour === hue).length;
  return Object.values(HUES).reduce((best, hue) => (count(hue) < count(best) ? hue : best));
}
