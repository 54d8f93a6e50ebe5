import type { Registry } from "../definition/pack.ts";
import type { ConnectionRecord, GraphRecord, MixDocument, NodeId, NodeRecord } from "../document/types.ts";
import { NEUTRAL_HUE } from "../colours.ts";
import { compareNaturally } from "../natural-order.ts";
import { listChain, nodeOf, portOf, type Processor } from "./chain.ts";

/** A node of the root graph as it is drawn. */
export interface Strip {
  readonly id: NodeId;
  /** The `root` feeds the mix's output; what plays a source is a `track`; all else is drawn as a `bus`. */
  readonly kind: "root" | "bus" | "track";
  readonly label: string;
  readonly colour: string;
  /** Absent where the node has no fader. */
  readonly faderDb: number | undefined;
  readonly muted: boolean;
  readonly bypassed: boolean;
  readonly processors: readonly Processor[];
}

/** A connection between two strips. */
export interface Cable {
  readonly from: NodeId;
  readonly to: NodeId;
  /** A `send` is a connection with a gain of its own; a `key` feeds a detector. */
  readonly kind: "main" | "send" | "key";
  readonly gainDb: number;
  /** Whether it or its source is muted. */
  readonly isSilent: boolean;
}

/** What there is to draw, in an order that depends on what the mix says, not on how it was written down. */
export interface Scene {
  /** As they stand in the document's layout from top to bottom; where there is none, by name. */
  readonly strips: readonly Strip[];
  readonly cables: readonly Cable[];
}

const TRACK_TYPE = "twobus.track";
const COLOUR = /^#[0-9a-f]{6}$/i;

/** The root graph's strips and the connections between them. The registry lends names and tells keys from audio. */
export function sceneOf(document: MixDocument, registry: Registry | undefined): Scene {
  const graph = document.graphs[document.root];
  if (!graph) return { strips: [], cables: [] };
  const outputs = new Set(graph.connections.filter(({ to }) => nodeOf(to) === "out").map(({ from }) => nodeOf(from)));
  const strips = Object.entries(graph.nodes).map(([id, record]) => stripOf(id, record, outputs, document, registry));
  const cables = graph.connections
    .filter(({ from, to }) => [from, to].every((end) => Object.hasOwn(graph.nodes, nodeOf(end))))
    .map((connection) => cableOf(connection, graph, document, registry));
  return {
    strips: strips.toSorted(compareStrips(document)),
    cables: cables.toSorted(compareCables),
  };
}

function stripOf(
  id: NodeId,
  record: NodeRecord,
  outputs: ReadonlySet<NodeId>,
  { graphs }: MixDocument,
  registry: Registry | undefined,
): Strip {
  const { type, params, label, colour = "", source, graph, muted = false, bypassed = false } = record;
  const isTrack = source !== undefined || type === TRACK_TYPE;
  return {
    id,
    kind: outputs.has(id) ? "root" : isTrack ? "track" : "bus",
    label: label ?? registry?.definition(type)?.name ?? id,
    colour: COLOUR.test(colour) ? colour : NEUTRAL_HUE,
    faderDb: typeof params["faderDb"] === "number" ? params["faderDb"] : undefined,
    muted,
    bypassed,
    processors: graph === undefined ? [] : listChain(graphs[graph]),
  };
}

function cableOf(
  { from, to, gainDb, muted }: ConnectionRecord,
  graph: GraphRecord,
  { graphs }: MixDocument,
  registry: Registry | undefined,
): Cable {
  const { type, graph: inner } = graph.nodes[nodeOf(to)]!;
  const isSilent = muted === true || graph.nodes[nodeOf(from)]!.muted === true;
  const port = portOf(to);
  // A key inside a strip's chain surfaces as a port of the strip.
  const role =
    (inner === undefined ? undefined : graphs[inner]?.interface.inputs[port]?.role) ??
    registry?.definition(type)?.inputs[port]?.role ??
    (port === "key" ? "key" : "audio");
  const kind = role === "key" ? "key" : gainDb === undefined ? "main" : "send";
  return { from: nodeOf(from), to: nodeOf(to), kind, gainDb: gainDb ?? 0, isSilent };
}

function compareStrips({ layout, root }: MixDocument): (a: Strip, b: Strip) => number {
  const places = new Map(Object.entries(layout[root] ?? {}));
  const heightOf = ({ id }: Strip): number => places.get(id)?.y ?? Infinity;
  return (a, b) => {
    const [high, low] = [heightOf(a), heightOf(b)];
    if (high !== low) return high < low ? -1 : 1;
    return compareNaturally(a.label, b.label) || compareNaturally(a.id, b.id);
  };
}

function compareCables(a: Cable, b: Cable): number {
  return (
    compareNaturally(a.from, b.from) ||
    compareNaturally(a.to, b.to) ||
    compareNaturally(a.kind, b.kind) ||
    a.gainDb - b.gainDb ||
    Number(a.isSilent) - Number(b.isSilent)
  );
}
