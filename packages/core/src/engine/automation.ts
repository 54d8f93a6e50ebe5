import type { AutomationPoint } from "../document/types.ts";

/**
 * The value of a lane at a time in seconds. Before the first point and after the last the lane stands still; where two
 * points share a time the later one in the list holds from there on.
 */
export function valueAt(points: readonly AutomationPoint[], seconds: number): number {
  const next = firstAfter(points, seconds);
  if (next === 0) return points[0]!.value;
  const from = points[next - 1]!;
  const to = points[next];
  if (to === undefined || from.curve === "hold") return from.value;
  const way = (seconds - from.atSeconds) / (to.atSeconds - from.atSeconds);
  const shaped = from.curve === "smooth" ? way * way * (3 - 2 * way) : way;
  return from.value + (to.value - from.value) * shaped;
}

/** Index of the first point later than a time, by bisection. */
function firstAfter(points: readonly AutomationPoint[], seconds: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.atSeconds <= seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}
