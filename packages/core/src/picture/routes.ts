export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Upper left corner and size, in pixels. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A stretch of a cable: straight, or a cubic curve that leaves and arrives level. */
export interface Segment {
  readonly from: Point;
  readonly to: Point;
  readonly controls?: readonly [Point, Point];
}

/** Left and right edge of a column. */
export interface Extent {
  readonly left: number;
  readonly right: number;
}

/** An end of a cable: a strip's box in its column. */
export interface CableEnd {
  readonly box: Box;
  readonly column: Extent;
}

/** A column that a cable passes, and how high. */
interface Passage {
  readonly column: Extent;
  readonly y: number;
}

/** How far key ports stand above a strip's lower edge. */
const KEY_PORT_RISE = 7;

const middleOf = ({ y, height }: Box): number => y + height / 2;
export const outputOf = (box: Box): Point => ({ x: box.x + box.width, y: middleOf(box) });
const keyHeight = ({ y, height }: Box): number => y + height - KEY_PORT_RISE;

/**
 * From a strip's right edge to another's input on its left edge. What does not run rightwards, as keys may, ends at the
 * right edge: in a bow within a column, or leftwards from the source's left edge.
 */
export function routeCable(from: CableEnd, to: CableEnd, passages: readonly Passage[], isKey: boolean): Segment[] {
  if (from.column === to.column) return bow(from, to);
  const isRightwards = from.column.right < to.column.left;
  const entry = ({ column }: Passage): number => (isRightwards ? column.left : column.right);
  const exit = ({ column }: Passage): number => (isRightwards ? column.right : column.left);
  const start = isRightwards ? outputOf(from.box) : { x: from.box.x, y: keyHeight(from.box) };
  const targetY = isKey ? keyHeight(to.box) : middleOf(to.box);
  const end = { x: isRightwards ? to.box.x : to.box.x + to.box.width, y: targetY };
  const leaving = { column: from.column, y: start.y };
  const arriving = { column: to.column, y: end.y };
  const corners = [leaving, ...passages, arriving].flatMap((passage) => [
    { x: entry(passage), y: passage.y },
    { x: exit(passage), y: passage.y },
  ]);
  const points = [start, ...corners.slice(1, -1), end];
  return points.slice(1).flatMap((point, index) => segment(points[index]!, point, index % 2 === 1));
}

function segment(from: Point, to: Point, bends: boolean): Segment[] {
  if (from.x === to.x && from.y === to.y) return [];
  if (!bends) return [{ from, to }];
  const middle = (from.x + to.x) / 2;
  const controls = [
    { x: middle, y: from.y },
    { x: middle, y: to.y },
  ] as const;
  return [{ from, to, controls }];
}

const LEAST_BOW = 24;
const MOST_BOW = 52;

function bow({ box, column }: CableEnd, to: CableEnd): Segment[] {
  const start = outputOf(box);
  const end = { x: to.box.x + to.box.width, y: keyHeight(to.box) };
  const [leaving, arriving] = [start, end].map(({ y }) => ({ x: column.right, y })) as [Point, Point];
  const reach = column.right + Math.min(MOST_BOW, LEAST_BOW + Math.abs(end.y - start.y) / 8);
  const controls = [
    { x: reach, y: leaving.y },
    { x: reach, y: arriving.y },
  ] as const;
  return [
    ...segment(start, leaving, false),
    { from: leaving, to: arriving, controls },
    ...segment(arriving, end, false),
  ];
}

/** The point at `t` from 0 to 1 of a segment. */
export function pointOn({ from, to, controls }: Segment, t: number): Point {
  const [first, second] = controls ?? [from, to];
  const blend = (axis: "x" | "y"): number => {
    const s = 1 - t;
    if (!controls) return s * from[axis] + t * to[axis];
    return s * s * s * from[axis] + 3 * s * s * t * first[axis] + 3 * s * t * t * second[axis] + t * t * t * to[axis];
  };
  return { x: blend("x"), y: blend("y") };
}
