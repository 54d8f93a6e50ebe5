import type { NodeId } from "../document/types.ts";
import { COLUMN_WIDTH, ROW_HEIGHT } from "../strip-room.ts";

/** A strip, and the strips that play into it from top to bottom. */
export interface StripTree {
  readonly id: NodeId;
  readonly isTrack: boolean;
  readonly inputs: readonly StripTree[];
}

type Places = Record<NodeId, { x: number; y: number }>;

/**
 * Anchored at the root, which stands at the origin: buses to its left by their distance, tracks in the leftmost column,
 * every bus beside the middle of what plays into it.
 */
export function placeStrips(root: StripTree): Places {
  const trackColumn = 1 + depthOfBuses(root);
  const places: Places = {};
  let rows = 0;
  const place = (strip: StripTree, depth: number): void => {
    const firstRow = rows;
    for (const input of strip.inputs) place(input, depth + 1);
    if (rows === firstRow) rows += 1;
    const column = strip.isTrack ? trackColumn : depth;
    places[strip.id] = { x: 0 - column * COLUMN_WIDTH, y: ((firstRow + rows - 1) / 2) * ROW_HEIGHT };
  };
  place(root, 0);
  const rootY = places[root.id]!.y;
  for (const at of Object.values(places)) at.y -= rootY;
  return places;
}

/** Columns of buses left of the root. */
function depthOfBuses({ inputs }: StripTree): number {
  return Math.max(0, ...inputs.filter(({ isTrack }) => !isTrack).map((bus) => 1 + depthOfBuses(bus)));
}

/** Processors of a chain, from left to right. */
export function placeChain(ids: readonly NodeId[]): Places {
  return Object.fromEntries(ids.map((id, index) => [id, { x: index * COLUMN_WIDTH, y: 0 }]));
}
