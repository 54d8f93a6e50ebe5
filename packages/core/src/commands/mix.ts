import { nodeAddress } from "../document/address.ts";
import { freeId, listed, own } from "../document/names.ts";
import { frameSchema, idSchema, labelSchema, positionSchema, sourceSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import type { FrameId, FrameRecord, GraphId, NodeId, SourceRecord } from "../document/types.ts";
import { fault } from "../problem.ts";
import { graphIn, nodeIn, type Performers } from "./edit.ts";
import { framesOf, putFrames } from "./frames.ts";

/**
 * `addSource` makes a free id from the wish `id` and returns it. `setLayout` places nodes, or the graph's own `in`
 * and `out`. `setFrame` makes a frame, replaces it, or with `null` takes it away. `rename` names the mix, or a graph
 * of it.
 */
export type MixCommand =
  | { readonly kind: "addSource"; readonly id: string; readonly source: SourceRecord }
  | {
      readonly kind: "setLayout";
      readonly graph: GraphId;
      readonly positions: Readonly<Record<NodeId, { readonly x: number; readonly y: number }>>;
    }
  | {
      readonly kind: "setFrame";
      readonly graph: GraphId;
      readonly id: FrameId;
      readonly frame: FrameRecord | null;
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

  setFrame(edit, { graph, id, frame }) {
    graphIn(edit.document, graph);
    const place = `frames.${graph}.${id}`;
    const { [id]: before, ...others } = framesOf(edit.document, graph);
    if (frame !== null) {
      const name = checkShape(idSchema, id, place);
      const frames = framesOf(edit.document, graph);
      putFrames(edit, graph, { ...frames, [name]: checkShape(frameSchema, frame, place) });
    } else if (before === undefined) {
      throw fault("unknown-frame", place, `there is no frame ${id}; there are ${listed(Object.keys(others))}`);
    } else putFrames(edit, graph, others);
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
