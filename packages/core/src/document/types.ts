import type { PlainValue } from "../definition/parameters.ts";

/** Tells a mix from other JSON. */
export const FORMAT = "twobus-mix";
/** The format that this program writes; older ones are migrated, newer ones refused. */
export const FORMAT_VERSION = 1;
/** Where the JSON Schema of this format is published. Documents name it; nothing fetches it. */
export const SCHEMA_URL = "https://twobus.dev/schema/mix-1.json";

/** A node's own id: unique in its graph. `in` and `out` stand for the graph's own interface. */
export type NodeId = string;
/** A graph's id: unique in its document. */
export type GraphId = string;
/** A frame's id: unique in its graph. */
export type FrameId = string;
/** A source's id: unique in its document. */
export type SourceId = string;

/** A mix as text: sources, graphs that grow from the stereo bus, automation. Plain JSON, no behaviour. */
export interface MixDocument {
  $schema?: string;
  format: typeof FORMAT;
  formatVersion: number;
  name: string;
  /** Hz. Sources at other rates are resampled to it. */
  sampleRate: number;
  sources: Record<SourceId, SourceRecord>;
  /** The graph whose output `main` is the mix. */
  root: GraphId;
  graphs: Record<GraphId, GraphRecord>;
  /** Keyed by address: `graph/node.param`. */
  automation: Record<string, AutomationLane>;
  /** Where boxes stand in an editor, by graph and node. No part of the mix: moving a box changes no sound. */
  layout: Record<GraphId, Record<NodeId, { x: number; y: number }>>;
  /** Frames behind the boxes, with notes, by graph; like the layout no part of the mix. */
  frames?: Record<GraphId, Record<FrameId, FrameRecord>>;
}

/** An audio file that tracks play. All sources start together at zero unless `startSeconds` says otherwise. */
export interface SourceRecord {
  /** Path relative to the document, with forward slashes; never above the document's folder. */
  file: string;
  channels: number;
  sampleRate: number;
  frames: number;
  startSeconds?: number;
  sha256?: string;
}

/**
 * A graph with an interface, and therefore a node. Inside, `in.<port>` is what arrives and `out.<port>` is what
 * leaves; any other endpoint is `<node>.<port>`.
 */
export interface GraphRecord {
  name?: string;
  /** The chain that the graph was placed from, as it was then: what stands in the graph now may have been changed. */
  definition?: ChainDefinition;
  interface: GraphInterface;
  nodes: Record<NodeId, NodeRecord>;
  connections: ConnectionRecord[];
}

/** A chain as others name it. */
export interface ChainOrigin {
  name: string;
  /** Semantic version: `1.2.0`. */
  version?: string;
  /** `chainHash` of its content. */
  sha256: string;
}

/** A chain as a mix remembers it. */
export interface ChainDefinition extends ChainOrigin {
  author?: string;
  /** SPDX licence expression: `CC0-1.0`. */
  licence?: string;
  /** What it was made from, nearest first. */
  derivedFrom?: ChainOrigin[];
}

/** What a graph shows when it stands as a node, or as a strip's insert chain. */
export interface GraphInterface {
  inputs: Record<string, InterfacePort>;
  outputs: Record<string, InterfacePort>;
  /** Parameters that the graph shows when it stands as a chain node. */
  params: Record<string, ExposedParameter>;
  /** Names of those parameters as they are shown; those that are not named follow. */
  order?: string[];
  /** Meters and plots that the graph shows: `node.meter`, or `node.plot`. */
  meters?: Record<string, string>;
}

/**
 * Drives the inner parameters `node.param`. Without `ranges` it has their values, and a chain node that gives none leaves
 * them as they are inside. With `ranges` it is a macro from 0 to 100 %, which always stands somewhere.
 */
export interface ExposedParameter {
  targets: string[];
  /** Narrower than what the targets take; not for macros. */
  min?: number;
  max?: number;
  /** Where each target goes, by target: all of them, or none. */
  ranges?: Record<string, MacroRange>;
  /** Where a macro stands while a chain node gives no value. Absent means 0. */
  percent?: number;
}

/** From a macro's 0 % to its 100 %, in the target's unit. `exponential` needs two values of one sign, neither 0. */
export interface MacroRange {
  from: number;
  to: number;
  /** Absent means linear; `smooth` is s-shaped. */
  curve?: "linear" | "exponential" | "smooth";
}

/** A way into or out of a graph; `key` is for side-chains. */
export interface InterfacePort {
  role: "audio" | "key";
}

/** A rectangle in an editor that holds some boxes together, or only a note. In the layout's units. */
export interface FrameRecord {
  x: number;
  y: number;
  width: number;
  height: number;
  title?: string;
  /** As plain text; it may have many lines. */
  note?: string;
  /** `#rrggbb` */
  colour?: string;
}

/** Plain values for nodes of known types; others keep whatever JSON they were saved with. */
export type SavedValue = PlainValue | null | SavedValue[] | { [name: string]: SavedValue };

/** A node of a graph. Parameters are all written out; bypass and mute keep the node's latency. */
export interface NodeRecord {
  type: string;
  version: number;
  params: Record<string, SavedValue>;
  bypassed?: boolean;
  muted?: boolean;
  label?: string;
  /** `#rrggbb` */
  colour?: string;
  /** A strip's insert chain, or what a `twobus.chain` node contains. */
  graph?: GraphId;
  /** What a track plays. */
  source?: SourceId;
  /**
   * Where it stands in sums, in place of its id: nodes that were put into a chain, or taken out of one, are still added in
   * the order in which they were. The empty text adds nothing to what stands inside.
   */
  order?: string;
  /** The graph that a chain node followed until it was pinned to a copy of its own. */
  pinned?: GraphId;
}

/** Every input is a sum, so any number of connections may end at a port; one per pair of ends. */
export interface ConnectionRecord {
  from: string;
  to: string;
  gainDb?: number;
  /** −100 (left) … 100 (right); the far side falls away, the near side keeps its level. */
  panPercent?: number;
  muted?: boolean;
}

/** A parameter's way through time, its points in order of time. */
export interface AutomationLane {
  points: AutomationPoint[];
}

/** A value at a time; `curve` says how the way to the next point is shaped. */
export interface AutomationPoint {
  atSeconds: number;
  value: number;
  curve: "hold" | "linear" | "smooth";
}

/** The node type that stands for a nested graph alone, with no fader around it. Known to core itself. */
export const CHAIN_TYPE = "twobus.chain";
/** The version of `CHAIN_TYPE` that records are written with. */
export const CHAIN_VERSION = 1;

/** A mix with nothing in it yet: one graph, `mix`, whose output is the stereo bus's place. */
export function emptyMix(name: string, sampleRate: number): MixDocument {
  return {
    $schema: SCHEMA_URL,
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    name,
    sampleRate,
    root: "mix",
    sources: {},
    graphs: {
      mix: { interface: { inputs: {}, outputs: { main: { role: "audio" } }, params: {} }, nodes: {}, connections: [] },
    },
    automation: {},
    layout: {},
  };
}
