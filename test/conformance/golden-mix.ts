import type { MixDocument, PlainValue, SourceRecord } from "@twobus/core";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";
import { recordings, type Recording, type RecordingId } from "./recordings.ts";

/** A mix whose bits are written down, what it plays, and which part of it is rendered: all of it unless it says so. */
export interface GoldenMix {
  readonly document: MixDocument;
  readonly recordings: readonly Recording[];
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
}

/** A mix of recordings that are its sources by the same ids. */
export function golden(document: MixDocument, part: Pick<GoldenMix, "fromSeconds" | "toSeconds"> = {}): GoldenMix {
  return { document, recordings: Object.keys(document.sources).map((id) => recordings[id as RecordingId]), ...part };
}

export const sourcesOf = (...ids: readonly RecordingId[]): Record<string, SourceRecord> =>
  Object.fromEntries(ids.map((id) => [id, recordings[id].source]));

type Values = Readonly<Record<string, PlainValue>>;

/** Tracks that each play a recording through a chain, given as values by type of node, and a stereo bus for them all. */
export function tracksThrough(
  chains: Readonly<Partial<Record<RecordingId, Readonly<Record<string, Values>>>>>,
  stereoBus: Values = {},
): GoldenMix {
  const ids = Object.keys(chains) as RecordingId[];
  const tracks = ids.map((id) => [id, node("track", { faderDb: -6 }, { source: id, graph: `${id}-chain` })]);
  const inserts = ids.map((id) => [
    `${id}-chain`,
    chain(Object.fromEntries(Object.entries(chains[id]!).map(([type, values]) => [type, node(type, values)]))),
  ]);
  return golden(
    mix(sourcesOf(...ids), {
      mix: graph({ ...Object.fromEntries(tracks), band: node("bus"), "stereo-bus": node("bus", stereoBus) }, [
        ...ids.map((id) => cable(id, "band")),
        cable("band", "stereo-bus"),
        cable("stereo-bus", "out"),
      ]),
      ...Object.fromEntries(inserts),
    }),
  );
}
