import { splitEndpoint, type GraphRecord } from "@twobus/core";
import type { GraphNode } from "./graph-view.ts";
import type { Size } from "./place-graph.ts";

/** Below this zoom only names and levels are shown. */
export const FAR_ZOOM = 0.6;
/** Names can still be read. */
const READABLE_ZOOM = 0.29;
/** Of what is shown, on both sides together. */
export const OPENED_PADDING = 0.04;

type Placed = Pick<GraphNode, "id" | "position" | "width" | "height">;

/**
 * What a mix shows first: all of it where its names can be read then; of a larger one the stereo bus and what plays into it, the
 * nearest first: as much as there is room for with faders, or with names where no bus is as near as that. Undefined for all.
 */
export function openedNodes(
  { connections }: GraphRecord,
  nodes: readonly Placed[],
  room: Size,
): { readonly id: string }[] | undefined {
  if (zoomToFit(nodes, room) >= READABLE_ZOOM) return undefined;
  const sourcesOf = (ids: ReadonlySet<string>): ReadonlySet<string> =>
    new Set(connections.flatMap(({ from, to }) => (ids.has(splitEndpoint(to).node) ? splitEndpoint(from).node : [])));
  const ends = sourcesOf(new Set(["out"]));
  const roots = nodes.filter(({ id }) => ends.has(id));
  if (roots.length === 0) return undefined;
  const heightOf = ({ position }: Placed): number => Math.abs(position.y - roots[0]!.position.y);
  const sources = sourcesOf(ends);
  const buses = nodes.filter(({ id }) => sources.has(id)).toSorted((a, b) => heightOf(a) - heightOf(b));
  const shownAt = (zoom: number): readonly Placed[] =>
    buses.reduce((shown, bus) => (zoomToFit([...shown, bus], room) >= zoom ? [...shown, bus] : shown), roots);
  const withFaders = shownAt(FAR_ZOOM);
  const shown = withFaders.length > roots.length ? withFaders : shownAt(READABLE_ZOOM);
  return shown.map(({ id }) => ({ id }));
}

/** The zoom at which nodes fill a view. */
function zoomToFit(nodes: readonly Placed[], room: Size): number {
  const [width, height] = (["x", "y"] as const).map((axis) => {
    const [first, last] = nodes.reduce(
      ([from, to], { position, width: across = 0, height: down = 0 }) => [
        Math.min(from, position[axis]),
        Math.max(to, position[axis] + (axis === "x" ? across : down)),
      ],
      [Infinity, -Infinity],
    );
    return last! - first!;
  });
  return Math.min(room.width / width!, room.height / height!) / (1 + OPENED_PADDING);
}
