import type { TrackPlan } from "./plan-buses.ts";

export interface TrackPair {
  readonly left: TrackPlan;
  readonly right: TrackPlan;
}

export interface Sides {
  readonly pairs: readonly TrackPair[];
  /** Mono tracks that name a side and have no partner. */
  readonly single: readonly TrackPlan[];
}

/** Mono files that differ in nothing but the side they name are one thing recorded on two files. */
export function findPairs(tracks: readonly TrackPlan[]): Sides {
  const sided = tracks.filter(({ file, reading }) => file.channels === 1 && reading.side !== undefined);
  const byPair = new Map<string, TrackPlan[]>();
  for (const track of sided) byPair.set(track.reading.pair!, [...(byPair.get(track.reading.pair!) ?? []), track]);
  const pairs = [...byPair.values()].flatMap(pairOf);
  const paired = new Set(pairs.flatMap(({ left, right }) => [left, right]));
  return { pairs, single: sided.filter((track) => !paired.has(track)) };
}

function pairOf(tracks: readonly TrackPlan[]): TrackPair[] {
  const [left, right] = (["left", "right"] as const).map((side) => tracks.find(({ reading }) => reading.side === side));
  return tracks.length === 2 && left && right ? [{ left, right }] : [];
}
