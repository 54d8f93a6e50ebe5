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
  interface: GraphInterface;
  nodes: Record<NodeId, NodeRecord>;
  connections: ConnectionRecord[];
}

/** What a graph shows when it stands as a node, or as a strip's insert chain. */
export interface GraphInterface {
  inputs: Record<string, InterfacePort>;
  outputs: Record<string, InterfacePort>;
  /** Parameters that the graph shows when it stands as a chain node. */
  params: Record<string, ExposedParameter>;
}

/** Drives the inner parameters `node.param`. A chain node that gives no value leaves them as they are inside. */
export interface ExposedParameter {
  targets: string[];
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
