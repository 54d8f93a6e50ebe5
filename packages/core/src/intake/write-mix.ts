import { defaultValues } from "../definition/node.ts";
import type { Registry } from "../definition/pack.ts";
import { freeId } from "../document/names.ts";
import type {
  ConnectionRecord,
  GraphRecord,
  MixDocument,
  NodeId,
  NodeRecord,
  SourceRecord,
} from "../document/types.ts";
import { fault } from "../problem.ts";
import { NEUTRAL_HUE, tintOf } from "../colours.ts";
import type { TrackPair } from "./pairs.ts";
import { placeChain, placeStrips, type StripTree } from "./place-strips.ts";
import type { BusPlan, TrackPlan } from "./plan-buses.ts";

export interface WrittenMix {
  readonly parts: Pick<MixDocument, "sources" | "root" | "graphs" | "layout">;
  /** Which node each track became, and which bus it plays into. */
  readonly places: ReadonlyMap<TrackPlan, { readonly track: NodeId; readonly bus: NodeId }>;
}

const MIX_GRAPH = "mix";
const CHAIN_GRAPH = "stereo-bus-chain";

/** What waits on the stereo bus, in the order of the signal. */
const STEREO_BUS_CHAIN: readonly { readonly id: NodeId; readonly type: string }[] = [
  { id: "compressor", type: "twobus.glueCompressor" },
  { id: "saturator", type: "twobus.tubeSaturator" },
  { id: "equaliser", type: "twobus.parametricEq" },
  { id: "limiter", type: "twobus.truePeakLimiter" },
];

/** Writes planned buses as graphs: tracks into buses, buses into the stereo bus. Pairs are panned hard apart. */
export function writeMix(buses: readonly BusPlan[], pairs: readonly TrackPair[], registry: Registry): WrittenMix {
  const root: BusPlan = { name: "Stereo Bus", colour: NEUTRAL_HUE, tracks: [], buses };
  const all = withBusesUnder(root);
  const ids = nameStrips(all);
  const pans = new Map(
    pairs.flatMap(({ left, right }) => [
      [left, -100],
      [right, 100],
    ]),
  );
  const nodes: Record<NodeId, NodeRecord> = {};
  const sources: Record<string, SourceRecord> = {};
  const connections: ConnectionRecord[] = [];
  const places = new Map<TrackPlan, { track: NodeId; bus: NodeId }>();

  for (const bus of all) {
    const id = ids.get(bus)!;
    nodes[id] = {
      ...nodeOf("twobus.bus", registry),
      label: bus.name,
      colour: bus.colour,
      ...(bus === root && { graph: CHAIN_GRAPH }),
    };
    for (const input of [...bus.tracks, ...bus.buses]) connections.push(cable(ids.get(input)!, id));
    for (const track of bus.tracks) {
      const trackId = ids.get(track)!;
      nodes[trackId] = trackNode(track, trackId, bus, pans.get(track), registry);
      sources[trackId] = { ...track.file };
      places.set(track, { track: trackId, bus: id });
    }
  }
  connections.push(cable(ids.get(root)!, "out"));

  const graphs = {
    [MIX_GRAPH]: { interface: { inputs: {}, outputs: { main: AUDIO }, params: {} }, nodes, connections },
    [CHAIN_GRAPH]: stereoBusChain(registry),
  };
  const layout = {
    [MIX_GRAPH]: placeStrips(stripTree(root, ids)),
    [CHAIN_GRAPH]: placeChain(STEREO_BUS_CHAIN.map(({ id }) => id)),
  };
  return { parts: { sources, root: MIX_GRAPH, graphs, layout }, places };
}

type StripIds = ReadonlyMap<BusPlan | TrackPlan, NodeId>;

const withBusesUnder = (bus: BusPlan): BusPlan[] => [bus, ...bus.buses.flatMap(withBusesUnder)];

/** The stereo bus and the tracks have their own names; a bus that is called like a track says that it is one. */
function nameStrips([root, ...buses]: readonly BusPlan[]): StripIds {
  const ids = new Map<BusPlan | TrackPlan, NodeId>();
  const taken: Record<NodeId, true> = {};
  const name = (strip: BusPlan | TrackPlan, wish: string, kind: string): void => {
    const id = freeId(taken, wish.toLowerCase(), kind);
    taken[id] = true;
    ids.set(strip, id);
  };
  name(root!, root!.name, "bus");
  for (const track of [root!, ...buses].flatMap(({ tracks }) => tracks)) name(track, track.reading.label, "track");
  for (const bus of buses) {
    const plain = freeId({}, bus.name.toLowerCase(), "bus");
    name(bus, Object.hasOwn(taken, plain) ? `${plain}-bus` : plain, "bus");
  }
  return ids;
}

function trackNode(
  { reading }: TrackPlan,
  source: string,
  { colour }: BusPlan,
  panPercent: number | undefined,
  registry: Registry,
): NodeRecord {
  const { params, ...node } = nodeOf("twobus.track", registry);
  return {
    ...node,
    params: panPercent === undefined ? params : { ...params, panPercent },
    label: reading.label,
    colour: tintOf(colour),
    source,
  };
}

const AUDIO = { role: "audio" } as const;

function stereoBusChain(registry: Registry): GraphRecord {
  const ids = STEREO_BUS_CHAIN.map(({ id }) => id);
  return {
    name: "Stereo Bus chain",
    interface: { inputs: { main: AUDIO }, outputs: { main: AUDIO }, params: {} },
    nodes: Object.fromEntries(
      STEREO_BUS_CHAIN.map(({ id, type }) => [id, { ...nodeOf(type, registry), bypassed: true }]),
    ),
    connections: ["in", ...ids].map((from, index) => cable(from, ids[index] ?? "out")),
  };
}

/** A node of a type with every parameter written out. */
function nodeOf(type: string, registry: Registry): Pick<NodeRecord, "type" | "version" | "params"> {
  const definition = registry.definition(type);
  if (!definition) throw fault("unknown-type", type, `No loaded pack has the node ${type}: load the built-in pack.`);
  return { type, version: definition.version, params: defaultValues(definition) };
}

const cable = (from: NodeId, to: NodeId): ConnectionRecord => ({ from: `${from}.main`, to: `${to}.main` });

function stripTree(bus: BusPlan, ids: StripIds): StripTree {
  const tracks = bus.tracks.map((track): StripTree => ({ id: ids.get(track)!, isTrack: true, inputs: [] }));
  const buses = bus.buses.map((inner) => stripTree(inner, ids));
  return { id: ids.get(bus)!, isTrack: false, inputs: [...tracks, ...buses] };
}
