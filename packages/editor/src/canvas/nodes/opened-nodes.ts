import { splitEndpoint, type GraphRecord } from "@twobus/core";
import type { GraphNode } from "../graph-view.ts";
import type { Size } from "../place-graph.ts";

/** Below this zoom only names and levels are shown. */
export const FAR_ZOOM = 0.6;
/** Names can still be read. */
const READABLE_ZOOM = 0.29;
/** Of what is shown, on both sides together. */
export const OPENED_PADDING = 0.04;

type Placed = Pick<GraphNode, "id" | "position" | "width" | "height">;
type Named = Pick<GraphNode, "id">;

/**
 * What a mix shows first: all of it where its names can be read then; of a larger one the stereo bus and what plays into it: as much as
 * there is room for with faders, or with names where no bus is as near as that. Undefined for all.
 */
export function openedNodes(record: GraphRecord, nodes: readonly Placed[], room: Size): Named[] | undefined {
  if (zoomToFit(nodes, room) >= READABLE_ZOOM) return undefined;
  const { roots } = busesOf(record, nodes);
  if (roots.length === 0) return undefined;
  const withFaders = nearBuses(record, nodes, room);
  return withFaders.length > roots.length ? withFaders : nearBuses(record, nodes, room, READABLE_ZOOM);
}

/** The stereo bus and what plays into it, the nearest first: as much as there is room for, with faders. */
export function nearBuses(record: GraphRecord, nodes: readonly Placed[], room: Size, zoom: number = FAR_ZOOM): Named[] {
  const { roots, buses } = busesOf(record, nodes);
  return buses
    .reduce((shown, bus) => (zoomToFit([...shown, bus], room) >= zoom ? [...shown, bus] : shown), roots)
    .map(({ id }) => ({ id }));
}

/** What plays into the output, and what plays into that, the nearest first. */
function busesOf(
  { connections }: GraphRecord,
  nodes: readonly Placed[],
): { readonly roots: readonly Placed[]; readonly buses: readonly Placed[] } {
  const sourcesOf = (ids: ReadonlySet<string>): ReadonlySet<string> =>
    new Set(connections.flatMap(({ from, to }) => (ids.has(splitEndpoint(to).node) ? splitEndpoint(from).node : [])));
  const ends = sourcesOf(new Set(["out"]));
  const roots = nodes.filter(({ id }) => ends.has(id));
  const sources = sourcesOf(ends);
  const heightOf = ({ position }: Placed): number => Math.abs(position.y - roots[0]!.position.y);
  const buses = nodes.filter(({ id }) => sources.has(id)).toSorted((a, b) => heightOf(a) - heightOf(b));
  return { roots, buses };
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
