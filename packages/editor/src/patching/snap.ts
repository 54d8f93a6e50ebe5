import type { Position } from "./add-node.ts";
import { boundsOf, type Box } from "./arrange.ts";

/** Of the canvas, where boxes come to stand. */
export const GRID = 8;

/** A line along which edges or middles of boxes are one: at a place of one axis, from there to there on the other. */
export interface Guide {
  /** Of the place: a line at an `x` stands upright. */
  readonly axis: "x" | "y";
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** How far what is dragged goes further, and what it is in line with then. */
export interface Snap {
  readonly by: Position;
  readonly guides: readonly Guide[];
}

/**
 * Where boxes that are dragged come to stand: in line with edges or middles of others that are no further away than `reach`,
 * else on the grid. All of them move as one.
 */
export function snap(dragged: readonly Box[], standing: readonly Box[], reach: number): Snap {
  const bounds = boundsOf(dragged);
  const x = nearest("x", bounds, standing, reach);
  const y = nearest("y", bounds, standing, reach);
  const by = { x: x ?? toGrid(bounds.x), y: y ?? toGrid(bounds.y) };
  const moved = { ...bounds, x: bounds.x + by.x, y: bounds.y + by.y };
  return {
    by,
    guides: [
      ...(x === undefined ? [] : guidesOf("x", moved, standing)),
      ...(y === undefined ? [] : guidesOf("y", moved, standing)),
    ],
  };
}

const toGrid = (place: number): number => Math.round(place / GRID) * GRID - place;

type Axis = Guide["axis"];
const LENGTH = { x: "width", y: "height" } as const;
const OTHER = { x: "y", y: "x" } as const;

/** Of an axis: where a box begins, its middle, and where it ends. */
const places = (axis: Axis, box: Box): readonly [number, number, number] => {
  const length = box[LENGTH[axis]];
  return [box[axis], box[axis] + length / 2, box[axis] + length];
};

/** The shortest way into line with any of them. */
function nearest(axis: Axis, bounds: Box, standing: readonly Box[], reach: number): number | undefined {
  let best: number | undefined;
  const own = places(axis, bounds);
  for (const box of standing) {
    for (const there of places(axis, box)) {
      for (const here of own) {
        const way = there - here;
        if (Math.abs(way) <= (best === undefined ? reach : Math.abs(best) - EXACT)) best = way;
      }
    }
  }
  return best;
}

/** Sums of places that are the same may differ by so much. */
const EXACT = 1e-6;

/** One line for each place at which it is in line, as long as all that stands there. */
function guidesOf(axis: Axis, bounds: Box, standing: readonly Box[]): Guide[] {
  const across = OTHER[axis];
  return places(axis, bounds).flatMap((at): Guide[] => {
    const inLine = standing.filter((box) => places(axis, box).some((there) => Math.abs(there - at) < EXACT));
    if (inLine.length === 0) return [];
    const ends = [bounds, ...inLine].map((box) => places(across, box));
    return [{ axis, at, from: Math.min(...ends.map(([from]) => from)), to: Math.max(...ends.map(([, , to]) => to)) }];
  });
}
