import type { GraphId, MixDocument, NodeId, NodeRecord } from "@twobus/core";

/** A node somewhere in a mix. */
export interface PlacedNode {
  /** What it lies in, from the root graph on. */
  readonly path: readonly NodeId[];
  readonly node: NodeId;
  readonly record: NodeRecord;
  readonly name: string;
  /** Names of what it lies in. */
  readonly within: readonly string[];
}

/** All nodes of a mix, what lies outermost first; at most so many, since a graph may be used often. */
export function allNodes({ root, graphs }: MixDocument, most: number): readonly PlacedNode[] {
  const found: PlacedNode[] = [];
  let level: { graph: GraphId; path: readonly NodeId[]; within: readonly string[] }[] = [
    { graph: root, path: [], within: [] },
  ];
  while (level.length > 0 && found.length < most) {
    const inner: typeof level = [];
    for (const { graph, path, within } of level) {
      for (const [node, record] of Object.entries(graphs[graph]?.nodes ?? {})) {
        if (found.length === most) return found;
        const name = record.label ?? node;
        found.push({ path, node, record, name, within });
        if (record.graph !== undefined) {
          inner.push({ graph: record.graph, path: [...path, node], within: [...within, name] });
        }
      }
    }
    level = inner;
  }
  return found;
}
