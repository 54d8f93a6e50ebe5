import { components } from "../document/loops.ts";
import type { NodeId } from "../document/types.ts";
import { groupBy } from "./group-by.ts";
import type { Scene } from "./scene.ts";

/** Column of each strip, counted from the stereo bus leftwards: 0 is the root, the last column holds the tracks. */
export type Layers = ReadonlyMap<NodeId, number>;

/** Each bus stands left of everything it plays into, keys excepted; tracks that only play stand in a column of their own. */
export function assignLayers({ strips, cables }: Scene): Layers {
  const audio = cables.filter(({ kind }) => kind !== "key");
  const leaving = groupBy(audio, ({ from }) => from);
  const targetsOf = (id: NodeId): NodeId[] => (leaving.get(id) ?? []).map(({ to }) => to);
  const entered = new Set(audio.map(({ to }) => to));
  const layers = new Map<NodeId, number>(strips.filter(({ kind }) => kind === "root").map(({ id }) => [id, 0]));
  const isLeaf = (id: NodeId, kind: string): boolean => kind === "track" && !entered.has(id);
  const inner = strips.filter(({ id, kind }) => !isLeaf(id, kind));
  // Targets first. A loop, which no valid mix has, is cut where it closes.
  for (const id of components(
    inner.map((strip) => strip.id),
    targetsOf,
  ).flat()) {
    const layer = 1 + targetsOf(id).reduce((most, to) => Math.max(most, layers.get(to) ?? 0), 0);
    layers.set(id, layers.get(id) ?? layer);
  }
  const deepest = [...layers.values()].reduce((most, layer) => Math.max(most, layer), 0);
  for (const { id, kind } of strips) if (isLeaf(id, kind)) layers.set(id, deepest + 1);
  // A mix without a way out has no root to count from.
  const first = [...layers.values()].reduce((least, layer) => Math.min(least, layer), Infinity);
  return new Map([...layers].map(([id, layer]) => [id, layer - first]));
}
