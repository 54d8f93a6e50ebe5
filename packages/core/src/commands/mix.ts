import { nodeAddress } from "../document/address.ts";
import { freeId, own } from "../document/names.ts";
import { labelSchema, positionSchema, sourceSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import type { GraphId, NodeId, SourceRecord } from "../document/types.ts";
import { graphIn, nodeIn, type Performers } from "./edit.ts";

/**
 * `addSource` makes a free id from the wish `id` and returns it. `setLayout` places nodes, or the graph's own `in`
 * and `out`. `rename` names the mix, or a graph of it.
 */
export type MixCommand =
  | { readonly kind: "addSource"; readonly id: string; readonly source: SourceRecord }
  | {
      readonly kind: "setLayout";
      readonly graph: GraphId;
      readonly positions: Readonly<Record<NodeId, { readonly x: number; readonly y: number }>>;
    }
  | { readonly kind: "rename"; readonly name: string; readonly graph?: GraphId };

export const mixCommands: Performers<MixCommand> = {
  addSource({ document, draft }, { id: wish, source }) {
    const id = freeId(document.sources, wish, "source");
    draft.sources[id] = checkShape(sourceSchema, source, `sources.${id}`);
    return id;
  },

  setLayout({ document, draft }, { graph, positions }) {
    graphIn(document, graph);
    const places = own(draft.layout, graph) ?? (draft.layout[graph] = {});
    for (const [node, position] of Object.entries(positions)) {
      if (node !== "in" && node !== "out") nodeIn(document, graph, node);
      const { x, y } = checkShape(positionSchema, position, nodeAddress(graph, node));
      places[node] = { ...own(places, node), x, y };
    }
  },

  rename({ document, draft }, { name, graph }) {
    const label = checkShape(labelSchema, name, graph ?? "name");
    if (graph === undefined) draft.name = label;
    else {
      graphIn(document, graph);
      draft.graphs[graph]!.name = label;
    }
  },
};
