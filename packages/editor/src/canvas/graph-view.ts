import {
  freeKeys,
  isStrip,
  NEUTRAL_HUE,
  tintOf,
  type Category,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeDefinition,
  type NodeId,
  type NodeRecord,
  type Registry,
} from "@twobus/core";
import type { Edge, Node } from "@xyflow/react";
import { cableName } from "../patching/describe-change.ts";
import { crossoversOf } from "../plots/bands.ts";
import { placeGraph, type Place, type Size } from "./place-graph.ts";
import type { FrameNode } from "./frames/frame-view.ts";

/** What the canvas shows of a node. */
export interface NodeView extends Record<string, unknown> {
  readonly graph: GraphId;
  readonly id: NodeId;
  readonly record: NodeRecord;
  /** Absent for a type that no pack here has. */
  readonly definition: NodeDefinition | undefined;
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
  /** Of the bus that it belongs to. */
  readonly colour: string;
  /** Where its levels and meters are found. */
  readonly address: string;
}

export interface PortView {
  readonly name: string;
  readonly isKey: boolean;
  /** A key inside the node: the port is made when a cable comes. */
  readonly isInside?: boolean;
  /** A key to which no cable leads. */
  readonly isFree?: boolean;
}

/** The graph's own ends, shown as places that cables lead from and to. */
export interface EndView extends Record<string, unknown> {
  readonly ports: readonly PortView[];
}

export type GraphNode = Node<NodeView, "strip" | "processor"> | Node<EndView, "in" | "out">;
export type CanvasNode = GraphNode | FrameNode;

const SIZES = {
  track: { width: 210, height: 106 },
  bus: { width: 220, height: 112 },
  processor: { width: 180, height: 76 },
  plotted: { width: 190, height: 130 },
  end: { width: 70, height: 40 },
} as const satisfies Record<string, Size>;

export const BUS_SIZE: Size = SIZES.bus;
export const TRACK_SIZE: Size = SIZES.track;

/** Categories of nodes that there is something to draw of. */
const PLOTTED: readonly Category[] = ["equaliser", "compressor", "saturator", "peaks"];

const isPlotted = ({ category, params }: NodeDefinition): boolean =>
  PLOTTED.includes(category) || crossoversOf(params).length > 0;

const sizeOf = (definition: NodeDefinition | undefined): Size => {
  if (definition === undefined) return SIZES.processor;
  if (!isStrip(definition)) return isPlotted(definition) ? SIZES.plotted : SIZES.processor;
  return Object.keys(definition.inputs).length === 0 ? SIZES.track : SIZES.bus;
};

/** Where nodes stand that nobody has moved. */
export function tidyPlaces(graph: GraphRecord, registry: Registry): ReadonlyMap<NodeId, Place> {
  return placeGraph(graph, (id) => sizeOf(registry.definition(graph.nodes[id]!.type)));
}

/** A graph of a mix as nodes and edges of the canvas, placed where the layout says or from the output backwards. */
export function viewGraph(
  document: MixDocument,
  graphId: GraphId,
  path: readonly NodeId[],
  registry: Registry,
  selection: ReadonlySet<NodeId>,
): { readonly nodes: GraphNode[]; readonly edges: Edge[] } {
  const graph = document.graphs[graphId]!;
  const definitionOf = (record: NodeRecord): NodeDefinition | undefined => registry.definition(record.type);
  const places = tidyPlaces(graph, registry);
  const moved = document.layout[graphId] ?? {};
  const colours = coloursOf(graph);
  const fed = new Set(graph.connections.map(({ to }) => to));
  const nodes = Object.entries(graph.nodes).map(([id, record]): GraphNode => {
    const definition = definitionOf(record);
    const { inputs: ports, outputs } = portsOf(document, record, definition);
    const inputs = ports.map((port) => ({ ...port, isFree: port.isKey && !fed.has(`${id}.${port.name}`) }));
    const inside = freeKeys(document, registry, graphId, id).map((endpoint): PortView => {
      return { name: endpoint.slice(id.length + 1), isKey: true, isInside: true };
    });
    const colour = colours.get(id)!;
    const size = sizeOf(definition);
    return {
      id,
      type: definition !== undefined && isStrip(definition) ? "strip" : "processor",
      position: moved[id] ?? places.get(id)!,
      ...size,
      selected: selection.has(id),
      data: {
        graph: graphId,
        id,
        record,
        definition,
        inputs: [...inputs, ...inside],
        outputs,
        colour,
        address: [...path, id].join("/"),
      },
    };
  });
  const ends = endsOf(graph, nodes);
  const edges = graph.connections.map(({ from, to, gainDb = 0, muted = false }): Edge => {
    const [source, sourceHandle] = from.split(".") as [string, string];
    const [target, targetHandle] = to.split(".") as [string, string];
    const isKey = isKeyPort(target, targetHandle, nodes);
    return {
      id: `${from} → ${to}`,
      source,
      sourceHandle,
      target,
      targetHandle,
      type: "cable",
      ariaLabel: `cable ${cableName(graph, from, to)}${muted ? ", muted" : ""}`,
      data: { gainDb, muted, isKey, colour: colours.get(source) ?? NEUTRAL_HUE },
    };
  });
  return { nodes: [...nodes, ...ends], edges };
}

function isKeyPort(node: NodeId, port: string, nodes: readonly GraphNode[]): boolean {
  const found = nodes.find(({ id }) => id === node);
  if (found?.type !== "strip" && found?.type !== "processor") return false;
  return found.data.inputs.some(({ name, isKey }) => name === port && isKey);
}

function portsOf(
  document: MixDocument,
  record: NodeRecord,
  definition: NodeDefinition | undefined,
): { readonly inputs: readonly PortView[]; readonly outputs: readonly PortView[] } {
  const inner = record.graph === undefined ? undefined : document.graphs[record.graph]?.interface;
  const list = (
    own: Readonly<Record<string, { readonly role: string }>> = { main: { role: "audio" } },
    more: Readonly<Record<string, { readonly role: string }>> = {},
  ): PortView[] => Object.entries({ ...own, ...more }).map(([name, { role }]) => ({ name, isKey: role === "key" }));
  const isTrack = definition !== undefined && Object.keys(definition.inputs).length === 0;
  const innerInputs = { ...inner?.inputs };
  if (isTrack) delete innerInputs["main"];
  return { inputs: list(definition?.inputs, innerInputs), outputs: list(definition?.outputs, inner?.outputs) };
}

/** Where the graph begins and ends, beside what stands outermost. */
function endsOf(graph: GraphRecord, nodes: readonly GraphNode[]): GraphNode[] {
  const lefts = nodes.map(({ position }) => position.x);
  const rights = nodes.map(({ position, width = 0 }) => position.x + width);
  const tops = nodes.map(({ position }) => position.y);
  const middle = nodes.length === 0 ? 0 : (Math.min(...tops) + Math.max(...tops)) / 2;
  const end = (type: "in" | "out", x: number): GraphNode[] => {
    const ports = Object.entries(graph.interface[type === "in" ? "inputs" : "outputs"]).map(([name, { role }]) => ({
      name,
      isKey: role === "key",
    }));
    if (ports.length === 0) return [];
    return [
      {
        id: type,
        type,
        position: { x, y: middle },
        ...SIZES.end,
        data: { ports },
        selectable: false,
        deletable: false,
      },
    ];
  };
  return [...end("in", Math.min(0, ...lefts) - 160), ...end("out", Math.max(0, ...rights) + 90)];
}

/** A node's own colour, or a lighter one of what it plays into first. */
function coloursOf(graph: GraphRecord): ReadonlyMap<NodeId, string> {
  const colours = new Map<NodeId, string>();
  const next = new Map<NodeId, NodeId>();
  for (const { from, to } of graph.connections) {
    const [source, target] = [from, to].map((end) => end.split(".")[0]!) as [NodeId, NodeId];
    if (!next.has(source)) next.set(source, target);
  }
  const colourOf = (id: NodeId, seen: ReadonlySet<NodeId>): string => {
    const known = colours.get(id);
    if (known !== undefined) return known;
    const record = graph.nodes[id];
    const follower = next.get(id);
    const inherits = follower !== undefined && Object.hasOwn(graph.nodes, follower) && !seen.has(follower);
    const colour =
      record?.colour ??
      (inherits && graph.nodes[follower]!.colour !== undefined
        ? tintOf(colourOf(follower, new Set([...seen, id])))
        : NEUTRAL_HUE);
    colours.set(id, colour);
    return colour;
  };
  for (const id of Object.keys(graph.nodes)) colourOf(id, new Set([id]));
  return colours;
}
