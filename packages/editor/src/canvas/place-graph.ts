import type { GraphRecord, NodeId } from "@twobus/core";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Nodes in the order in which sound passes them. */
export function signalOrder(graph: GraphRecord): readonly NodeId[] {
  return byColumn(columnsOf(graph, inputsOf(graph))).toReversed();
}

const COLUMN_GAP = 90;
const ROW_GAP = 18;

/**
 * Places for all nodes of a graph: what leads to the output stands at the right, and everything else as many columns to the left as
 * it has nodes before it on its longest way there. A node stands beside the middle of what plays into it.
 */
export function placeGraph(graph: GraphRecord, sizeOf: (node: NodeId) => Size): ReadonlyMap<NodeId, Place> {
  const inputs = inputsOf(graph);
  const columns = columnsOf(graph, inputs);
  const lefts = leftsOf(columns, sizeOf);
  const places = new Map<NodeId, Place>();
  const bottoms: number[] = [];
  const place = (node: NodeId): number => {
    const known = places.get(node);
    if (known !== undefined) return known.y + sizeOf(node).height / 2;
    const column = columns.get(node)!;
    const behind = (inputs.get(node) ?? []).filter((input) => columns.get(input) === column + 1 && !places.has(input));
    const middles = behind.map(place);
    const { height } = sizeOf(node);
    const free = bottoms[column] ?? 0;
    const wish = middles.length === 0 ? free : (middles[0]! + middles.at(-1)!) / 2 - height / 2;
    const y = Math.max(free, wish);
    places.set(node, { x: lefts[column]!, y });
    bottoms[column] = y + height + ROW_GAP;
    return y + height / 2;
  };
  for (const node of byColumn(columns)) place(node);
  return places;
}

/** What plays into each node, and into `out`, in the order of the cables. */
function inputsOf(graph: GraphRecord): ReadonlyMap<NodeId, readonly NodeId[]> {
  const inputs = new Map<NodeId, NodeId[]>();
  for (const { from, to } of graph.connections) {
    const [source, target] = [from, to].map((end) => end.split(".")[0]!);
    if (!Object.hasOwn(graph.nodes, source!)) continue;
    const row = inputs.get(target!) ?? [];
    if (!row.includes(source!)) row.push(source!);
    inputs.set(target!, row);
  }
  return inputs;
}

/** How many columns each node stands to the left of the rightmost ones. */
function columnsOf(graph: GraphRecord, inputs: ReadonlyMap<NodeId, readonly NodeId[]>): ReadonlyMap<NodeId, number> {
  const columns = new Map<NodeId, number>(Object.keys(graph.nodes).map((node) => [node, 0]));
  const push = (node: NodeId, column: number, depth: number): void => {
    if (depth > columns.size) return;
    for (const input of inputs.get(node) ?? []) {
      if (columns.get(input)! >= column + 1) continue;
      columns.set(input, column + 1);
      push(input, column + 1, depth + 1);
    }
  };
  for (const node of columns.keys()) push(node, columns.get(node)!, 0);
  return columns;
}

function leftsOf(columns: ReadonlyMap<NodeId, number>, sizeOf: (node: NodeId) => Size): number[] {
  const widths: number[] = [];
  for (const [node, column] of columns) widths[column] = Math.max(widths[column] ?? 0, sizeOf(node).width);
  const lefts: number[] = [];
  let right = 0;
  widths.forEach((width, column) => {
    right -= width;
    lefts[column] = right;
    right -= COLUMN_GAP;
  });
  return lefts;
}

/** From the right to the left, otherwise as they come. */
const byColumn = (columns: ReadonlyMap<NodeId, number>): NodeId[] =>
  [...columns].toSorted(([, a], [, b]) => a - b).map(([node]) => node);
