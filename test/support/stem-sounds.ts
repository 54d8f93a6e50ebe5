import { readFile } from "node:fs/promises";
import { compileModules, createRegistry, type CompiledModules, type MixDocument, type StemPart } from "@twobus/core";
import { createMixPlayer, type MixPlayer, type Signals, type Stereo } from "@twobus/core/laws";
import { builtInPack } from "@twobus/nodes";
import { expect } from "vitest";
import { FRAMES } from "./any-mix.ts";
import { outsidePack } from "./outside-pack.ts";

// Mixes and their stems in memory, and what the stems leave of the mix.

/** The palette, and a node of another pack. */
export const everyNode = createRegistry([builtInPack, outsidePack]);
export const modules: CompiledModules = await compileModules(everyNode, readFile, false);

export const STEMS: readonly StemPart[] = [
  { name: "one", tracks: ["one"] },
  { name: "others", tracks: ["two", "three"] },
];

export const silence: Stereo = [new Float64Array(FRAMES), new Float64Array(FRAMES)];

export interface PlayedStems {
  readonly whole: Stereo;
  readonly parts: readonly Stereo[];
  /** Addresses of processors that the stems could not follow. */
  readonly attributed: readonly string[];
}

/** The mix and its stems, until all that is late has come. */
export async function playStems(document: MixDocument, heard: Signals, stems = STEMS): Promise<PlayedStems> {
  const player: MixPlayer = await createMixPlayer(document, everyNode, modules, 1, stems);
  const [whole, ...parts] = player.playStems(FRAMES + player.plan.latencySamples, heard);
  expect(player.engine.failed()).toEqual([]);
  return { whole, parts, attributed: player.engine.attributed() };
}

/** A signal less some others. */
export const remainder = (whole: Stereo, parts: readonly Stereo[]): Stereo => {
  const left = (side: 0 | 1): Float64Array =>
    whole[side].map((x, n) => parts.reduce((rest, part) => rest - part[side][n]!, x));
  return [left(0), left(1)];
};

export const peakOf = (signal: Stereo): number =>
  signal.reduce((most, channel) => channel.reduce((high, x) => Math.max(high, Math.abs(x)), most), 0);

/** Peak of a signal less some others, in dBFS. */
export const remainderDbfs = (whole: Stereo, parts: readonly Stereo[]): number =>
  20 * Math.log10(peakOf(remainder(whole, parts)) + 1e-300);

const STEPS = 2 ** 23;

/**
 * In steps of 24 bits, with the trim that files get where one of them would exceed full scale. `sum`: by how much the stems' sum,
 * rounded, differs from the mix. `rest`: what the rest has to hold where each stem is rounded by itself.
 */
export function stepsApart({ whole, parts }: PlayedStems): { sum: number; rest: number } {
  const trim = Math.min(1, (1 - 1 / STEPS) / Math.max(peakOf(whole), ...parts.map(peakOf)));
  const rounded = (x: number): number => Math.round(x * trim * STEPS);
  let [sum, rest] = [0, 0];
  for (const side of [0, 1] as const) {
    whole[side].forEach((x, n) => {
      const samples = parts.map((part) => part[side][n]!);
      const mix = rounded(x);
      sum = Math.max(sum, Math.abs(mix - rounded(samples.reduce((total, sample) => total + sample, 0))));
      rest = Math.max(rest, Math.abs(samples.reduce((left, sample) => left - rounded(sample), mix)));
    });
  }
  return { sum, rest };
}
