import type { NodeId } from "../document/types.ts";
import { cellsOf, type Cell, type Columns } from "./cells.ts";
import { assignLayers } from "./layers.ts";
import {
  CABLE_HEIGHT,
  COLUMN_GAP,
  columnWidth,
  GAPS,
  HEADER_HEIGHT,
  isTrackColumn,
  MARGIN,
  MOST_TRACKS_IN_ONE_COLUMN,
  NARROWEST_PICTURE,
  OUTPUT_WIDTH,
  STAGGER,
  STAGGERED_SHARE,
  stripHeight,
  WIDEST_PICTURE,
} from "./measures.ts";
import { orderCells } from "./order.ts";
import { placeCells, type Separation } from "./place.ts";
import { routeCable, type Box, type CableEnd, type Extent, type Segment } from "./routes.ts";
import type { Cable, Scene, Strip } from "./scene.ts";
import { labelSends, type SendLabel } from "./send-labels.ts";

export interface PlacedStrip extends Box {
  readonly strip: Strip;
}

export interface RoutedCable {
  readonly cable: Cable;
  readonly segments: readonly Segment[];
}

/** Where everything of a mix stands in its picture. No box touches another, and no cable runs over a box. */
export interface MixLayout {
  readonly width: number;
  readonly height: number;
  readonly strips: readonly PlacedStrip[];
  readonly cables: readonly RoutedCable[];
  readonly sendLabels: readonly SendLabel[];
}

/** The stereo bus at the right, buses in columns by their distance from it, tracks at the left. */
export function layOutMix(scene: Scene): MixLayout {
  const graph = cellsOf(scene, assignLayers(scene));
  const columns = orderCells(graph.columns);
  const crowded = scene.strips.filter(({ kind }) => kind === "track").length > MOST_TRACKS_IN_ONE_COLUMN;
  const { middles, bottom } = placeRows(columns, scene, crowded);
  const extents = extentsOf(columns, crowded, bottom - HEADER_HEIGHT);
  const strips = columns.flatMap((column, index) => boxesOf(column, extents[index]!, middles, crowded));
  const boxOf = new Map(strips.map((placed) => [placed.strip.id, placed]));
  const endAt = (id: NodeId, { column }: Cell): CableEnd => ({ box: boxOf.get(id)!, column: extents[column]! });
  const cables = graph.ways.map(({ cable, cells }): RoutedCable => {
    const passages = cells.slice(1, -1).map((cell) => ({ column: extents[cell.column]!, y: middles.get(cell)! }));
    const ends = [endAt(cable.from, cells[0]!), endAt(cable.to, cells.at(-1)!)] as const;
    return { cable, segments: routeCable(...ends, passages, cable.kind === "key") };
  });
  return {
    width: Math.max(NARROWEST_PICTURE, (extents[0]?.right ?? MARGIN) + OUTPUT_WIDTH + MARGIN),
    height: bottom + MARGIN,
    strips,
    cables,
    sendLabels: labelSends(cables.filter(({ cable }) => cable.kind === "send")),
  };
}

/** Heights of all cells' middles in the picture, and where the lowest ends. */
function placeRows(columns: Columns, scene: Scene, crowded: boolean): { middles: Map<Cell, number>; bottom: number } {
  const placed = placeCells(columns, separationOf(scene, crowded));
  const ends = [...placed].map(([cell, middle]) => [
    middle - cellHeight(cell, crowded) / 2,
    middle + cellHeight(cell, crowded) / 2,
  ]);
  const top = ends.reduce((least, [upper]) => Math.min(least, upper!), Infinity);
  const middles = new Map([...placed].map(([cell, middle]) => [cell, HEADER_HEIGHT + Math.round(middle - top)]));
  const bottom = HEADER_HEIGHT + Math.ceil(ends.reduce((most, [, lower]) => Math.max(most, lower! - top), 0));
  return { middles, bottom };
}

const cellHeight = ({ strip }: Cell, crowded: boolean): number => (strip ? stripHeight(strip, crowded) : CABLE_HEIGHT);

/** Tracks of one bus stand close together; staggered, the next two of them share a row. */
function separationOf({ cables }: Scene, crowded: boolean): Separation {
  const busOf = new Map(cables.filter(({ kind }) => kind === "main").map(({ from, to }) => [from, to]));
  return (upper, lower) => {
    const touching = (cellHeight(upper, crowded) + cellHeight(lower, crowded)) / 2;
    const [above, below] = [upper.strip, lower.strip];
    if (!above && !below) return touching;
    if (!above || !below) return touching + GAPS.cable;
    if (above.kind !== "track" || below.kind !== "track") return touching + GAPS.bus;
    const gap = busOf.get(above.id) === busOf.get(below.id) ? GAPS.track : GAPS.trackGroup;
    return crowded ? touching * STAGGERED_SHARE + gap : touching + gap;
  };
}

/** Left and right edges of all columns, the last at the margin. */
function extentsOf(columns: Columns, crowded: boolean, rowsHeight: number): Extent[] {
  const widths = columns.map((column) => columnWidth(stripsOf(column), crowded));
  const spare = WIDEST_PICTURE - 2 * MARGIN - OUTPUT_WIDTH - widths.reduce((sum, width) => sum + width, 0);
  const wish = Math.min(COLUMN_GAP.most, COLUMN_GAP.least + Math.round(rowsHeight / COLUMN_GAP.rowsPerPixel));
  const gap = Math.max(COLUMN_GAP.least, Math.min(wish, Math.floor(spare / Math.max(1, columns.length - 1))));
  let left = MARGIN;
  const extents = widths.toReversed().map((width) => {
    const extent = { left, right: left + width };
    left = extent.right + gap;
    return extent;
  });
  return extents.toReversed();
}

const stripsOf = (column: readonly Cell[]): Strip[] => column.flatMap(({ strip }) => strip ?? []);

/** A column's strips. Staggered tracks alternate between the right half of their column and the left. */
function boxesOf(
  column: readonly Cell[],
  { left, right }: Extent,
  middles: ReadonlyMap<Cell, number>,
  crowded: boolean,
): PlacedStrip[] {
  const cells = column.filter(({ strip }) => strip !== undefined);
  const staggered = crowded && isTrackColumn(stripsOf(column));
  const width = staggered ? (right - left - STAGGER) / 2 : right - left;
  return cells.map((cell, index) => {
    const strip = cell.strip!;
    const height = stripHeight(strip, crowded);
    const x = staggered && index % 2 === 0 ? right - width : left;
    return { strip, x, y: middles.get(cell)! - height / 2, width, height };
  });
}
