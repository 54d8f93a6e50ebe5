import { apply, type Command, type MixDocument, type Registry } from "@twobus/core";

/** What an edit is about: a strip, the graph of its inserts, and the buses that it plays into or not. */
interface Strip {
  readonly track: string;
  readonly root: string;
  readonly chain: string;
  readonly bus: string;
  readonly otherBus: string;
}

/** The last thing that is done by turns is no edit of the mix: the strip alone is listened to. */
export const SOLO = "solo";

/** What is done to a strip, one kind of edit after the other. The processors are those of the reference session. */
const EDITS: Readonly<Record<string, (strip: Strip, turn: number) => readonly Command[]>> = {
  fader: ({ root, track }, turn) => [
    { kind: "setParameter", graph: root, node: track, param: "faderDb", value: -(turn % 20) },
  ],
  mute: ({ root, track }) => [{ kind: "setMuted", graph: root, node: track, muted: true }],
  "gain of a cable": ({ root, track, bus }, turn) => [
    { kind: "setConnection", graph: root, from: `${track}.main`, to: `${bus}.main`, gainDb: -(turn % 9) },
  ],
  insert: ({ chain }) => [
    { kind: "addNode", graph: chain, type: "twobus.tiltEq", id: "tilt" },
    { kind: "insertOnConnection", graph: chain, from: "in.main", to: "equaliser.main", node: "tilt" },
  ],
  remove: ({ chain }) => [
    { kind: "removeNode", graph: chain, node: "equaliser" },
    { kind: "connect", graph: chain, from: "in.main", to: "compressor.main" },
  ],
  replace: ({ chain }) => [
    { kind: "removeNode", graph: chain, node: "compressor" },
    { kind: "addNode", graph: chain, type: "twobus.glueCompressor", id: "glue" },
    { kind: "connect", graph: chain, from: "equaliser.main", to: "glue.main" },
    { kind: "connect", graph: chain, from: "glue.main", to: "out.main" },
  ],
  bypass: ({ chain }) => [{ kind: "setBypassed", graph: chain, node: "compressor", bypassed: true }],
  connect: ({ root, track, otherBus }) => [
    { kind: "connect", graph: root, from: `${track}.main`, to: `${otherBus}.main`, gainDb: -12 },
  ],
  disconnect: ({ root, track, bus }) => [{ kind: "disconnect", graph: root, from: `${track}.main`, to: `${bus}.main` }],
  "gain of a band": ({ chain }, turn) => [
    { kind: "setParameter", graph: chain, node: "equaliser", param: "band3GainDb", value: -(turn % 12) },
  ],
  "shape of a filter": ({ chain }) => [
    { kind: "setParameter", graph: chain, node: "equaliser", param: "band3Shape", value: "highShelf" },
  ],
};

/** Names of all that is done, in order. */
export const KINDS: readonly string[] = [...Object.keys(EDITS), SOLO];

/** The kind whose turn it is. */
export const kindOf = (turn: number): string => KINDS[turn % KINDS.length]!;

/** The track whose turn it is: all kinds come to all tracks. */
export function trackOf({ sources }: MixDocument, turn: number): string {
  const tracks = Object.keys(sources);
  return tracks[(turn + Math.floor(turn / KINDS.length)) % tracks.length]!;
}

/** The mix with one of its tracks edited, another one and otherwise each turn: what was done before is undone with it. */
export function edited(mix: MixDocument, turn: number, registry: Registry): MixDocument {
  const track = trackOf(mix, turn);
  const commands = EDITS[kindOf(turn)]?.(stripOf(mix, track), turn) ?? [];
  return commands.reduce((document, command) => apply(document, command, registry).document, mix);
}

function stripOf({ graphs, root }: MixDocument, track: string): Strip {
  const { nodes, connections } = graphs[root]!;
  const bus = connections.find(({ from }) => from === `${track}.main`)!.to.replace(".main", "");
  const otherBus = Object.keys(nodes).find((id) => id.startsWith("bus-") && id !== bus)!;
  return { track, root, chain: nodes[track]!.graph!, bus, otherBus };
}

/** The mix with a graph of its own behind each track, so that an edit of inserts is one of a single strip. */
export function withOwnChains(mix: MixDocument): MixDocument {
  const own = structuredClone(mix);
  for (const track of Object.keys(own.sources)) {
    const node = own.graphs[own.root]!.nodes[track]!;
    own.graphs[`${track}-chain`] = structuredClone(own.graphs[node.graph!]!);
    node.graph = `${track}-chain`;
  }
  delete own.graphs["track-chain"];
  return own;
}

/** The mix with its stereo bus muted. */
export function silenced(mix: MixDocument): MixDocument {
  const next = structuredClone(mix);
  next.graphs[next.root]!.nodes["stereo-bus"]!.muted = true;
  return next;
}
