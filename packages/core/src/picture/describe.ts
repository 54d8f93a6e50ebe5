import type { Scene } from "./scene.ts";

/** "18 tracks · 6 buses · 48 kHz" */
export function summarise({ strips }: Scene, sampleRate: number): string {
  const tracks = strips.filter(({ kind }) => kind === "track").length;
  const buses = strips.length - tracks;
  return [counted(tracks, "track", "tracks"), counted(buses, "bus", "buses"), `${sampleRate / 1000} kHz`].join(" · ");
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The picture for those who hear it read: what plays into what, from the stereo bus backwards. */
export function describeMix({ strips, cables }: Scene): string {
  const labelOf = new Map(strips.map(({ id, label }) => [id, label]));
  const inputsOf = (id: string, kinds: readonly string[]): string[] =>
    cables.filter(({ to, kind }) => to === id && kinds.includes(kind)).map(({ from }) => labelOf.get(from)!);
  const sentences = strips.flatMap(({ id, label }) => {
    const [audio, keys] = [inputsOf(id, ["main", "send"]), inputsOf(id, ["key"])];
    return [
      ...(audio.length > 0 ? [`${label} takes ${audio.join(", ")}.`] : []),
      ...(keys.length > 0 ? [`${label} is keyed by ${keys.join(", ")}.`] : []),
    ];
  });
  return sentences.join(" ");
}
