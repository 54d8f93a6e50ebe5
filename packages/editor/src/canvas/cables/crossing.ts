/** A point on the screen. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whether two lines of straight pieces meet anywhere. */
export function isCrossing(one: readonly Point[], other: readonly Point[]): boolean {
  return one.slice(1).some((end, n) => other.slice(1).some((otherEnd, m) => doMeet(one[n]!, end, other[m]!, otherEnd)));
}

/** Pieces meet where the ends of each lie on different sides of the other. */
function doMeet(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

const side = (a: Point, b: Point, point: Point): boolean =>
  (b.x - a.x) * (point.y - a.y) > (b.y - a.y) * (point.x - a.x);
