import type { NodeDefinition, PlainValues } from "../definition/node.ts";
import { throughRange } from "../document/macro-range.ts";
import type { FlatLane, FlatNode } from "./flat-graph.ts";

/** How long a node rings on, and how long it remembers, with the values that it has in the song. */
export function lastingOf(
  definition: NodeDefinition,
  { values, automation }: Pick<FlatNode, "values" | "automation">,
  sampleRate: number,
): Pick<FlatNode, "tailSamples" | "memorySamples"> {
  const tailOf = (those: PlainValues): number => definition.tailSamples?.(those, sampleRate) ?? 0;
  const memoryOf = (those: PlainValues): number =>
    Math.max(tailOf(those), definition.memorySamples?.(those, sampleRate) ?? 0);
  const names = Object.keys(definition.params);
  const longest = (lastingWith: (those: PlainValues) => number): number => {
    let most = values;
    for (const lane of automation) {
      for (const value of extremesOf(lane)) {
        const moved = { ...most, [names[lane.parameter]!]: value };
        if (lastingWith(moved) > lastingWith(most)) most = moved;
      }
    }
    return lastingWith(most);
  };
  return { tailSamples: longest(tailOf), memorySamples: longest(memoryOf) };
}

/** Of what a lane goes through. */
const INSIDE = 1e-6;

/**
 * The values of a lane with which a node lasts longest: one of its ends, as longer tails lie to one side of each parameter, or to both
 * where it is a boost or a cut. Except at an end of the parameter at which it is off, such as a low-cut's 20 Hz: what lies just inside
 * the lane's ends lasts longer than that.
 */
function extremesOf({ points, ranges = [] }: FlatLane): readonly number[] {
  const values = points.map(({ value }) => ranges.reduce((way, range) => throughRange(range, way), value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const inch = INSIDE * (high - low);
  return [low, high, low + inch, high - inch];
}
