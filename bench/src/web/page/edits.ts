import type { MixDocument, NodeRecord } from "@twobus/core";

/** What is done to one of the tracks: it gets louder or softer, it is muted, its cable is turned down. */
const EDITS: readonly ((mix: MixDocument, track: string, turn: number) => void)[] = [
  (mix, track, turn) => (rootNodes(mix)[track]!.params["faderDb"] = -(turn % 20)),
  (mix, track) => (rootNodes(mix)[track]!.muted = true),
  (mix, track, turn) => {
    const cable = mix.graphs[mix.root]!.connections.find(({ from }) => from === `${track}.main`)!;
    cable.gainDb = -(turn % 9);
  },
];

const rootNodes = (mix: MixDocument): Record<string, NodeRecord> => mix.graphs[mix.root]!.nodes;

/** The mix with one of its tracks edited, another one and otherwise each turn. */
export function edited(mix: MixDocument, turn: number): MixDocument {
  const next = structuredClone(mix);
  const tracks = Object.keys(next.sources);
  EDITS[turn % EDITS.length]!(next, tracks[turn % tracks.length]!, turn);
  return next;
}

/** The mix with its stereo bus muted. */
export function silenced(mix: MixDocument): MixDocument {
  const next = structuredClone(mix);
  rootNodes(next)["stereo-bus"]!.muted = true;
  return next;
}
