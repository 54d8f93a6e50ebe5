import type { NodeId } from "../document/types.ts";
import { fault } from "../problem.ts";
import { groupBy } from "./group-by.ts";
import type { Layers } from "./layers.ts";
import type { Cable, Scene, Strip } from "./scene.ts";

/** What takes room in a column: a strip, or a cable on its way to a strip in another column. */
export interface Cell {
  readonly column: number;
  readonly strip: Strip | undefined;
  /** Whether a main cable holds it in its place; else it goes where there is room. */
  readonly anchored: boolean;
  /** Neighbours in the next column to the left. */
  readonly left: Cell[];
  /** Neighbours in the next column to the right. */
  readonly right: Cell[];
}

/** The cells that a cable passes, both ends included. */
interface Way {
  readonly cable: Cable;
  readonly cells: readonly Cell[];
}

/** Columns from right to left, their cells from top to bottom. */
export type Columns = readonly (readonly Cell[])[];

interface CellGraph {
  readonly columns: Columns;
  readonly ways: readonly Way[];
}

/** Cells in a first order: strips beside what they play into, so that the cables of a tree do not cross. */
export function cellsOf({ strips, cables }: Scene, layers: Layers): CellGraph {
  refuseTangles(cables, layers);
  const mainTargets = new Set(cables.filter(({ kind }) => kind === "main").map(({ to }) => to));
  const stripCells = new Map(
    strips.map((strip) => [strip.id, newCell(layers.get(strip.id)!, strip, mainTargets.has(strip.id))]),
  );
  const ways = cables.map((cable) => wayOf(cable, stripCells));
  for (const way of ways) linkNeighbours(way, mainTargets);
  return { columns: inFirstOrder(strips, ways, stripCells), ways };
}

/** Cells of cables between distant columns: enough for any mix that a drawing could explain. */
const MOST_PASSED_CELLS = 50_000;

function refuseTangles(cables: readonly Cable[], layers: Layers): void {
  const passed = cables.reduce((sum, { from, to }) => sum + cellsBetween(layers.get(from)!, layers.get(to)!), 0);
  if (passed <= MOST_PASSED_CELLS) return;
  throw fault(
    "too-tangled",
    "picture",
    "too many cables run past too many buses to be drawn: gather them on fewer buses",
  );
}

const cellsBetween = (start: number, end: number): number => Math.max(0, Math.abs(end - start) - 1);

const newCell = (column: number, strip: Strip | undefined, anchored: boolean): Cell => ({
  column,
  strip,
  anchored,
  left: [],
  right: [],
});

function wayOf(cable: Cable, stripCells: ReadonlyMap<NodeId, Cell>): Way {
  const [start, end] = [stripCells.get(cable.from)!, stripCells.get(cable.to)!];
  // Audio runs to the right; a key may run to the left.
  const step = start.column > end.column ? -1 : 1;
  const passed = Array.from({ length: cellsBetween(start.column, end.column) }, (_, index) =>
    newCell(start.column + step * (index + 1), undefined, cable.kind === "main"),
  );
  return { cable, cells: [start, ...passed, end] };
}

/**
 * Every cable draws the cells it passes towards its ends. Strips are drawn by their main cables alone, returns, which have
 * none, by what is sent to them: a send or a key must not pull a track away from its bus.
 */
function linkNeighbours({ cable, cells }: Way, mainTargets: ReadonlySet<NodeId>): void {
  const drawsSource = cable.kind === "main";
  const drawsTarget = drawsSource || (cable.kind === "send" && !mainTargets.has(cable.to));
  cells.slice(1).forEach((next, index) => {
    const previous = cells[index]!;
    if (previous.strip === undefined || drawsSource) link(previous, next);
    if (next.strip === undefined || drawsTarget) link(next, previous);
  });
}

function link(cell: Cell, neighbour: Cell): void {
  if (neighbour.column > cell.column) cell.left.push(neighbour);
  if (neighbour.column < cell.column) cell.right.push(neighbour);
}

/** From the root backwards: behind each strip what plays into it, and all behind that, before its next neighbour. */
function inFirstOrder(
  strips: readonly Strip[],
  ways: readonly Way[],
  stripCells: ReadonlyMap<NodeId, Cell>,
): readonly (readonly Cell[])[] {
  const last = [...stripCells.values()].reduce((most, { column }) => Math.max(most, column), -1);
  const columns: Cell[][] = Array.from({ length: last + 1 }, () => []);
  const put = (cell: Cell): void => void columns[cell.column]!.push(cell);
  const rank = new Map(strips.map(({ id }, index) => [id, index]));
  const audioInto = groupBy(
    ways
      .filter(({ cable }) => cable.kind !== "key")
      .toSorted((a, b) => rank.get(a.cable.from)! - rank.get(b.cable.from)!),
    ({ cable }) => cable.to,
  );
  const entered = new Set<Cell>();
  const enter = (strip: Cell): void => {
    const waiting: (readonly Cell[])[] = [[strip]];
    for (let cells = waiting.pop(); cells !== undefined; cells = waiting.pop()) {
      cells.slice(1, -1).forEach(put);
      const cell = cells[0]!;
      if (entered.has(cell)) continue;
      entered.add(cell);
      put(cell);
      const feeding = audioInto.get(cell.strip!.id) ?? [];
      waiting.push(...feeding.toReversed().map((way) => way.cells));
    }
  };
  for (const cell of [...stripCells.values()].toSorted((a, b) => a.column - b.column)) enter(cell);
  for (const { cable, cells } of ways) if (cable.kind === "key") cells.slice(1, -1).forEach(put);
  return columns;
}
