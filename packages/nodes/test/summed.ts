// Buses with summing characters, played alone or with a track for each channel.

import { readFile } from "node:fs/promises";
import { compileModules, createRegistry, emptyMix, type PlainValues } from "@twobus/core";
import { createMixPlayer, createNodeRunner, type Signals, type Stereo } from "@twobus/core/laws";
import { builtInPack } from "../src/index.ts";
import { bus as definition } from "../src/strips/bus/node.ts";
import { noiseSource, programme, rms, SAMPLE_RATE } from "./probes.ts";
import { cable, node } from "./strips.ts";

const registry = createRegistry([builtInPack]);
const modules = await compileModules(registry, readFile, false);
const bus = await createNodeRunner(builtInPack, "twobus.bus", readFile);

export const CHARACTERS = ["punchy", "warm", "thick"] as const;
export type Character = (typeof CHARACTERS)[number];
export const ALONE: PlainValues = { colour: false, crosstalk: false, tolerance: false };

export const both = (signal: Float64Array): Stereo => [signal, signal];

/** One channel through a bus. */
export function through(signal: Stereo, values: PlainValues, sampleRate = SAMPLE_RATE): Stereo {
  return bus.run({ inputs: { main: signal }, values, sampleRate }).outputs["main"]!;
}

/** A track for each signal into one bus, in the order of their names. */
export async function mixed(signals: Signals, values: PlainValues, automation?: number[]): Promise<Stereo> {
  const frames = Object.values(signals)[0]![0].length;
  const mix = emptyMix("Summing", SAMPLE_RATE);
  const names = Object.keys(signals);
  for (const id of names) mix.sources[id] = { file: `${id}.wav`, channels: 2, sampleRate: SAMPLE_RATE, frames };
  const tracks = Object.fromEntries(names.map((id) => [id, node("track", {}, { source: id })]));
  mix.graphs["mix"]!.nodes = { ...tracks, bus: node("bus", values) };
  mix.graphs["mix"]!.connections = [...names.map((id) => cable(`${id} → bus`)), cable("bus → out")];
  if (automation !== undefined) {
    const points = automation.map((value, index) => ({ atSeconds: index * 0.2, value, curve: "linear" as const }));
    mix.automation["mix/bus.summingDriveDb"] = { points };
  }
  return (await createMixPlayer(mix, registry, modules)).play(frames, signals);
}

export const sumOf = (signals: Signals): Stereo => {
  const channels = Object.values(signals);
  return [0, 1].map((side) =>
    channels[0]![side]!.map((_, n) => channels.reduce((sum, channel) => sum + channel[side]![n]!, 0)),
  ) as unknown as Stereo;
};

/** As late as a sum without colour. */
export const late = (signal: Float64Array): Float64Array => {
  const latency = definition.latencySamples!({ ...ALONE, summing: "warm" }, SAMPLE_RATE);
  return signal.map((_, n) => signal[n - latency] ?? 0);
};

export const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, n) => x - b[n]!);

/** Peak amplitude of a tone in the last half second: whole periods of whole multiples of 2 Hz. */
export function amplitude(signal: Float64Array, hz: number): number {
  const [half, from] = [SAMPLE_RATE / 2, signal.length - SAMPLE_RATE / 2];
  let [re, im] = [0, 0];
  for (let n = 0; n < half; n++) {
    re += signal[from + n]! * Math.cos((2 * Math.PI * hz * n) / SAMPLE_RATE);
    im += signal[from + n]! * Math.sin((2 * Math.PI * hz * n) / SAMPLE_RATE);
  }
  return (2 * Math.hypot(re, im)) / half;
}

/** Six tracks of a song, different in both sides, that add up to −18 dBFS rms. */
export const song: Signals = (() => {
  const frames = 2 * SAMPLE_RATE;
  const random = noiseSource(11);
  const tones = [110, 220, 331, 523, 1319].map((hz, index): [string, Stereo] => {
    const side = (turn: number): Float64Array =>
      Float64Array.from({ length: frames }, (_, n) => {
        const t = n / SAMPLE_RATE;
        const swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * (0.5 + index / 3) * t + turn);
        return swell * (Math.sin(2 * Math.PI * hz * t + turn) + 0.3 * Math.sin(4 * Math.PI * hz * t) + 0.1 * random());
      });
    return [`tone-${index}`, [side(index), side(index + 0.7)]];
  });
  const drums = programme(2, 12);
  const tracks: Signals = Object.fromEntries([["drums", both(drums)], ...tones]);
  const scale = 10 ** (-18 / 20) / rms(sumOf(tracks)[0]);
  return Object.fromEntries(
    Object.entries(tracks).map(([id, sides]) => [
      id,
      sides.map((side) => side.map((x) => x * scale)) as unknown as Stereo,
    ]),
  );
})();
