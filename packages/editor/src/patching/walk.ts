import type { GraphRecord, NodeId } from "@twobus/core";
import { nextTo } from "./signal-paths.ts";

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/**
 * Where an arrow leads from a node: right with the sound, left against it, to what stands nearest at the same height;
 * up and down among what plays into the same place.
 */
export function walk(
  graph: GraphRecord,
  node: NodeId,
  direction: Direction,
  heightOf: (node: NodeId) => number,
): NodeId | undefined {
  if (direction === "ArrowLeft" || direction === "ArrowRight") {
    const side = direction === "ArrowLeft" ? "before" : "after";
    const away = (next: NodeId): number => Math.abs(heightOf(next) - heightOf(node));
    return nextTo(graph, node, side).toSorted((a, b) => away(a) - away(b))[0];
  }
  const row = beside(graph, node).toSorted((a, b) => heightOf(a) - heightOf(b));
  return row[row.indexOf(node) + (direction === "ArrowUp" ? -1 : 1)];
}

/** What plays into the same node; where that is none, all that plays into none. */
function beside(graph: GraphRecord, node: NodeId): readonly NodeId[] {
  const [target] = nextTo(graph, node, "after");
  if (target !== undefined) return nextTo(graph, target, "before");
  return Object.keys(graph.nodes).filter((other) => nextTo(graph, other, "after").length === 0);
}

/** Where the keyboard comes in: at the end of the sound. */
export function lastNode(graph: GraphRecord): NodeId | undefined {
  const heard = graph.connections.find(({ to }) => to.startsWith("out."))?.from.split(".")[0];
  if (heard !== undefined && Object.hasOwn(graph.nodes, heard)) return heard;
  return Object.keys(graph.nodes).at(-1);
}
