import { readFile } from "node:fs/promises";
import {
  compileModules,
  createRegistry,
  defaultValues,
  emptyMix,
  type ConnectionRecord,
  type GraphRecord,
  type MixDocument,
  type NodeRecord,
  type PlainValues,
} from "@twobus/core";
import { createMixPlayer, createNodeRunner, type RunOptions, type Signals, type Stereo } from "@twobus/core/laws";
import { describe, expect, test } from "vitest";
import { builtInPack } from "../src/index.ts";
import { noiseSource } from "./probes.ts";

const registry = createRegistry([builtInPack]);
const modules = await compileModules(registry, readFile, false);

export const FRAMES = 1024;

export function noise(seed: number): Stereo {
  const random = noiseSource(seed);
  const channel = (): Float64Array => Float64Array.from({ length: FRAMES }, () => 0.5 * random());
  return [channel(), channel()];
}

export const gainOf = (levelDb: number): number => 10 ** (levelDb / 20);

export function node(type: string, params: PlainValues = {}, more: Partial<NodeRecord> = {}): NodeRecord {
  const definition = registry.definition(`twobus.${type}`)!;
  return { type: definition.type, version: 1, params: { ...defaultValues(definition), ...params }, ...more };
}

/** `from → to`, each a node's `main`. */
export function cable(route: string, more: Partial<ConnectionRecord> = {}): ConnectionRecord {
  const [from, to] = route.split(" → ");
  return { from: `${from}.main`, to: `${to}.main`, ...more };
}

/** An insert chain of one node. */
export function insert(record: NodeRecord): GraphRecord {
  const main = { main: { role: "audio" as const } };
  return {
    interface: { inputs: main, outputs: main, params: {} },
    nodes: { insert: record },
    connections: [cable("in → insert"), cable("insert → out")],
  };
}

/** Plays a mix of the built-in nodes, with its latency cut off. */
export async function playMix(
  nodes: Record<string, NodeRecord>,
  connections: readonly ConnectionRecord[],
  sources: Signals,
  chains: MixDocument["graphs"] = {},
): Promise<Stereo> {
  const mix = emptyMix("Strips", 48000);
  for (const id of Object.keys(sources)) {
    mix.sources[id] = { file: `${id}.wav`, channels: 2, sampleRate: 48000, frames: FRAMES };
  }
  Object.assign(mix.graphs, chains);
  Object.assign(mix.graphs["mix"]!, { nodes, connections });
  const { plan, play } = await createMixPlayer(mix, registry, modules);
  const output = play(FRAMES + plan.latencySamples, sources);
  return [output[0].subarray(plan.latencySamples), output[1].subarray(plan.latencySamples)];
}

export function expectClose(actual: Stereo, expected: (side: 0 | 1, frame: number) => number): void {
  for (const side of [0, 1] as const) {
    actual[side].forEach((y, frame) => {
      const wanted = expected(side, frame);
      if (Math.abs(y - wanted) > 1e-14 * Math.max(1, Math.abs(wanted)))
        expect([side, frame, y]).toEqual([side, frame, wanted]);
    });
  }
}

/** Digital silence; −0 is one too. */
export const isSilent = (channel: Float64Array): boolean => channel.every((y) => y === 0);

/** What track and bus have in common, against the formulas that their declarations state. */
export async function describeStrip(type: "track" | "bus"): Promise<void> {
  const strip = await createNodeRunner(builtInPack, `twobus.${type}`, readFile);
  const signal = noise(1);
  const run = (values: PlainValues, options: Partial<RunOptions> = {}): Stereo =>
    strip.run({ inputs: { main: signal }, values, ...options }).outputs["main"]!;

  test("at its defaults it changes no bit", () => {
    expect(run({})).toEqual(signal);
  });

  describe("before the chain", () => {
    test.each([-48, -6, 0.1, 48])("trim of %s dB", (trimDb) => {
      expectClose(run({ trimDb }), (side, n) => signal[side][n]! * gainOf(trimDb));
    });

    test("polarity turns every sample round", () => {
      expect(run({ invertPolarity: true })).toEqual(signal.map((channel) => channel.map((x) => -x)));
    });

    test.each([
      [48000, 1, 48],
      [44100, 1, 44],
      [44100, 10, 441],
      [96000, 0.1, 10],
      [48000, 0.01, 0],
      [48000, 0.0105, 1],
    ])("at %i Hz a delay of %s ms is %i samples", (sampleRate, delayMs, samples) => {
      const output = run({ delayMs }, { sampleRate });
      const late = (channel: Float64Array): number[] => [
        ...new Float64Array(samples),
        ...channel.subarray(0, FRAMES - samples),
      ];
      expect(output.map((channel) => [...channel])).toEqual(signal.map(late));
    });
  });

  describe("fader", () => {
    test.each([-95.9, -60, -6, 12])("%s dB", (faderDb) => {
      expectClose(run({ faderDb }), (side, n) => signal[side][n]! * gainOf(faderDb));
    });

    test("at its lowest it is silence", () => {
      expect(run({ faderDb: -96 }).every(isSilent)).toBe(true);
    });

    test("moves along a straight ramp over a quantum", () => {
      const one: Stereo = [new Float64Array(384).fill(1), new Float64Array(384).fill(1)];
      const output = run({}, { inputs: { main: one }, automate: (quantum) => ({ faderDb: quantum === 0 ? 0 : -12 }) });
      expectClose(output, (_, n) => 1 + (gainOf(-12) - 1) * Math.min(1, Math.max(0, (n - 127) / 128)));
    });
  });

  describe("pan", () => {
    test.each([-90, -50, -10, 10, 50, 90])(
      "%i %: the near side stays, the far side falls along a cosine",
      (panPercent) => {
        const far = Math.cos((Math.abs(panPercent) / 100) * (Math.PI / 2));
        const output = run({ panPercent });
        const near = panPercent < 0 ? 0 : 1;
        expect(output[near]).toEqual(signal[near]);
        expectClose(output, (side, n) => signal[side][n]! * (side === near ? 1 : far));
      },
    );

    test.each([-100, 100])("%i %: the far side is silent", (panPercent) => {
      const near = panPercent < 0 ? 0 : 1;
      const output = run({ panPercent });
      expect(output[near]).toEqual(signal[near]);
      expect(isSilent(output[1 - near]!)).toBe(true);
    });
  });

  describe("width", () => {
    test.each([0, 50, 130, 200])("%i %: scales the side and leaves the middle", (widthPercent) => {
      expectClose(run({ widthPercent }), (side, n) => {
        const middle = (signal[0][n]! + signal[1][n]!) / 2;
        const aside = ((signal[0][n]! - signal[1][n]!) / 2) * (widthPercent / 100);
        return middle + (side === 0 ? aside : -aside);
      });
    });

    test("0 %: both sides are the same to the bit", () => {
      const [left, right] = run({ widthPercent: 0 });
      expect(left).toEqual(right);
    });

    test("comes before pan: a mono strip panned right is the middle on the right", () => {
      expectClose(run({ widthPercent: 0, panPercent: 100 }), (side, n) =>
        side === 0 ? 0 : (signal[0][n]! + signal[1][n]!) / 2,
      );
    });
  });

  describe("a mono signal", () => {
    const mono: Stereo = [signal[0], signal[0]];
    const inputs = { main: mono };

    test("in the centre is on both sides at its own level", () => {
      expect(run({}, { inputs })).toEqual(mono);
    });

    test.each([0, 60, 200])("does not hear a width of %i %", (widthPercent) => {
      expectClose(run({ widthPercent }, { inputs }), (side, n) => mono[side][n]!);
    });

    test("halfway to the left is 3.01 dB down on the right", () => {
      const [left, right] = run({ panPercent: -50 }, { inputs });
      expect(left).toEqual(mono[0]);
      expect(20 * Math.log10(right[7]! / mono[1][7]!)).toBeCloseTo(-3.0103, 4);
    });
  });
}
