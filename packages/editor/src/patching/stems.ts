import {
  freeId,
  isTrack,
  splitEndpoint,
  tintOf,
  type Command,
  type GraphId,
  type MixDocument,
  type NodeId,
  type Registry,
  type SourceRecord,
} from "@twobus/core";
import { rounded, type Position } from "./add-node.ts";

/** A recording that lies where the mix looks for it, and is to become a track. */
export interface Stem {
  readonly label: string;
  readonly source: SourceRecord;
  /** Values of the track that are not as ever: one side of a pair stands there. */
  readonly params?: Readonly<Record<string, number>>;
}

interface StemsWanted {
  /** The input that they are to play into. */
  readonly to: string;
  readonly stems: readonly Stem[];
  /** Where the new tracks will stand. */
  readonly placesFor: (nodes: readonly NodeId[]) => Readonly<Record<NodeId, Position>>;
}

/** Makes a track of every recording and leads it into a bus. Returns what to do, and the ids that the tracks will have. */
export function stemCommands(
  document: MixDocument,
  graph: GraphId,
  { packs }: Registry,
  { to, stems, placesFor }: StemsWanted,
): { readonly commands: readonly Command[]; readonly nodes: readonly NodeId[] } {
  const record = document.graphs[graph]!;
  const { type } = packs.flatMap(({ nodes }) => nodes).find(isTrack)!;
  const bus = splitEndpoint(to).node;
  const colour = record.nodes[bus]?.colour;
  const [nodes, sources]: Record<string, unknown>[] = [{ ...record.nodes }, { ...document.sources }];
  const named = (taken: Record<string, unknown>, wish: string, kind: string): string => {
    const id = freeId(taken, wish.toLowerCase(), kind);
    taken[id] = true;
    return id;
  };
  const made = stems.map((stem) => ({
    ...stem,
    node: named(nodes!, stem.label, "track"),
    id: named(sources!, stem.label, "source"),
  }));
  const ids = made.map(({ node }) => node);
  // Beside a bus that nobody has moved, the layout makes room by itself.
  const isMoved = Object.hasOwn(document.layout[graph] ?? {}, bus);
  const positions = Object.entries(placesFor(ids)).map(([id, place]) => [id, rounded(place)] as const);
  return {
    nodes: ids,
    commands: [
      ...made.flatMap(({ node, id, label, source, params }): Command[] => [
        { kind: "addSource", id, source },
        {
          kind: "addNode",
          graph,
          type,
          id: node,
          label,
          source: id,
          ...(params !== undefined && { params }),
          ...(colour !== undefined && { colour: tintOf(colour) }),
        },
        { kind: "connect", graph, from: `${node}.main`, to },
      ]),
      ...(isMoved ? [{ kind: "setLayout", graph, positions: Object.fromEntries(positions) } as const] : []),
    ],
  };
}
