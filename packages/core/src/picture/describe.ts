import { counted } from "../counted.ts";
import { groupBy } from "./group-by.ts";
import type { Scene } from "./scene.ts";

/** "18 tracks · 6 buses · 48 kHz" */
export function summarise({ strips }: Scene, sampleRate: number): string {
  const tracks = strips.filter(({ kind }) => kind === "track").length;
  const buses = strips.length - tracks;
  return [counted(tracks, "track"), counted(buses, "bus", "buses"), `${sampleRate / 1000} kHz`].join(" · ");
}

/** The picture for those who hear it read: what plays into what, from the stereo bus backwards. */
export function describeMix({ strips, cables }: Scene): string {
  const rank = new Map(strips.map(({ id }, index) => [id, index]));
  const into = groupBy(cables, ({ to }) => to);
  const feeders = (id: string, isKey: boolean): string[] => {
    const entering = (into.get(id) ?? []).filter(({ kind }) => (kind === "key") === isKey);
    const ranks = [...new Set(entering.map(({ from }) => rank.get(from)!))].toSorted((a, b) => a - b);
    return ranks.map((index) => strips[index]!.label);
  };
  const rootFirst = strips.toSorted((a, b) => Number(b.kind === "root") - Number(a.kind === "root"));
  const sentences = rootFirst.flatMap(({ id, label }) => {
    const [audio, keys] = [feeders(id, false), feeders(id, true)];
    return [
      ...(audio.length > 0 ? [`${label} takes ${audio.join(", ")}.`] : []),
      ...(keys.length > 0 ? [`${label} is keyed by ${keys.join(", ")}.`] : []),
    ];
  });
  return sentences.join(" ");
}
