import type { NodeDefinition, PlainValues } from "../definition/node.ts";
import { throughRange } from "../document/macro-range.ts";
import type { FlatLane, FlatNode } from "./flat-graph.ts";

/** How long a node rings on with the values that stand still, and how long it remembers with any that it has in the song. */
export function lastingOf(
  definition: NodeDefinition,
  { values, automation }: Pick<FlatNode, "values" | "automation">,
  sampleRate: number,
): Pick<FlatNode, "tailSamples" | "memorySamples"> {
  const tailOf = (those: PlainValues): number => definition.tailSamples?.(those, sampleRate) ?? 0;
  const memoryOf = (those: PlainValues): number =>
    Math.max(tailOf(those), definition.memorySamples?.(those, sampleRate) ?? 0);
  const names = Object.keys(definition.params);
  let longest = values;
  for (const lane of automation) {
    for (const value of endsOf(lane)) {
      const moved = { ...longest, [names[lane.parameter]!]: value };
      if (memoryOf(moved) > memoryOf(longest)) longest = moved;
    }
  }
  return { tailSamples: tailOf(values), memorySamples: memoryOf(longest) };
}

/** The lowest and the highest value that a lane reaches. */
function endsOf({ points, ranges = [] }: FlatLane): readonly number[] {
  const values = points.map(({ value }) => ranges.reduce((way, range) => throughRange(range, way), value));
  return [Math.min(...values), Math.max(...values)];
}
