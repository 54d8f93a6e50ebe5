import { QUANTUM } from "@twobus/core";
import type { LiveMix, Sound } from "./live-mix.ts";

/** Where two stretches of sound differ first, as an index; −1 where they do not. */
export const firstDifference = (a: Sound, b: Sound): number =>
  Math.max(...a.map((channel, side) => channel.findIndex((x, i) => !Object.is(x, b[side]![i]))));

export const cut = (sound: Sound, from: number, frames: number): Sound => [
  sound[0].subarray(from, from + frames),
  sound[1].subarray(from, from + frames),
];

/** In dBFS. */
export const peakDb = (sound: Sound): number =>
  20 * Math.log10(Math.max(1e-12, ...sound.map((side) => side.reduce((most, x) => Math.max(most, Math.abs(x)), 0))));

export const difference = (a: Sound, b: Sound): Sound => [
  a[0].map((x, i) => x - b[0][i]!),
  a[1].map((x, i) => x - b[1][i]!),
];

/** Plays from where it is until that many quanta of the song have been heard. */
export async function playFor(live: LiveMix, quanta: number): Promise<Sound> {
  live.heard();
  live.director.play();
  let waited = 0;
  while (!live.player.isSounding) {
    await live.run(1);
    waited++;
  }
  await live.run(quanta - 1);
  return cut(live.heard(), (waited - 1) * QUANTUM, quanta * QUANTUM);
}
