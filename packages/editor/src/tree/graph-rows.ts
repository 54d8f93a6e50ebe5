import type { GraphRecord, NodeId } from "@twobus/core";
import { nextTo } from "../patching/signal-paths.ts";

/** One line of a graph that is told as a tree: what is heard last stands outermost, what plays into it within. */
export interface GraphRow {
  /** The nodes from the outermost to this one: a node that plays into two has two lines. */
  readonly path: readonly NodeId[];
  readonly node: NodeId;
  readonly hasChildren: boolean;
  readonly isExpanded: boolean;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
}

export const rowKey = ({ path }: Pick<GraphRow, "path">): string => path.join("/");

/** The lines that are to be seen; what has been seen in full before is collapsed where it comes again. */
export function graphRows(graph: GraphRecord, collapsed: ReadonlySet<string>): readonly GraphRow[] {
  const rows: GraphRow[] = [];
  const told = new Set<NodeId>();
  const tell = (nodes: readonly NodeId[], outer: readonly NodeId[]): void => {
    nodes.forEach((node, index) => {
      const path = [...outer, node];
      const children = told.has(node) || outer.includes(node) ? [] : nextTo(graph, node, "before");
      told.add(node);
      const isExpanded = children.length > 0 && !collapsed.has(rowKey({ path }));
      rows.push({
        path,
        node,
        hasChildren: children.length > 0,
        isExpanded,
        position: index + 1,
        siblings: nodes.length,
      });
      if (isExpanded) tell(children, path);
    });
  };
  const outermost = Object.keys(graph.nodes).filter((node) => nextTo(graph, node, "after").length === 0);
  const leavesGraph = (node: NodeId): boolean =>
    graph.connections.some(({ from, to }) => from.startsWith(`${node}.`) && to.startsWith("out."));
  // What is heard before what leads nowhere.
  tell([...outermost.filter(leavesGraph), ...outermost.filter((node) => !leavesGraph(node))], []);
  return rows;
}

/** Where a key leads in a tree, by the pattern that assistive technology expects. */
export function rowAfterKey(rows: readonly GraphRow[], at: number, key: string): number | undefined {
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, rows.length - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return rows.length - 1;
    case "ArrowLeft": {
      const outer = rowKey({ path: rows[at]!.path.slice(0, -1) });
      const found = rows.findIndex((row) => rowKey(row) === outer);
      return found < 0 ? at : found;
    }
    case "ArrowRight":
      return rows[at]!.isExpanded ? at + 1 : at;
    default:
      return undefined;
  }
}
