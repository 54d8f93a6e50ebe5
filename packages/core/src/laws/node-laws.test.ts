import { readFile } from "node:fs/promises";
import { decibelsToGain } from "@twobus/dsp";
import { describe, expect, test } from "vitest";
import { copyingModule } from "../../test/copying-module.ts";
import { createLateGain, lawfulNode, packOf, type Change } from "../../test/lawful-node.ts";
import type { NodeDefinition } from "../definition/node.ts";
import { choice, decibels, milliseconds, toggle } from "../definition/parameters.ts";
import { key, stereo } from "../definition/ports.ts";
import type { ReadBytes } from "../engine/modules.ts";
import type { Problem } from "../problem.ts";
import { goldenHashes, nodeLaws, type NodeLawOptions } from "./node-laws.ts";

/** Names of the broken laws, each with its problems. */
async function brokenLaws(
  definition: NodeDefinition,
  options: NodeLawOptions = {},
  module?: Uint8Array<ArrayBuffer>,
): Promise<Record<string, Problem[]>> {
  const wasm = { url: new URL("toys:kernels"), sharedUrl: new URL("toys:kernels") };
  const pack = packOf(definition, module === undefined ? undefined : wasm);
  const readBytes: ReadBytes = async (url) => (url.protocol === "toys:" ? module! : readFile(url));
  const broken: Record<string, Problem[]> = {};
  for (const law of await nodeLaws(pack, readBytes, options)) {
    const problems = await law.check();
    if (problems.length > 0) broken[law.name] = problems;
  }
  return broken;
}

const altered = (change: Partial<NodeDefinition>): NodeDefinition => ({ ...lawfulNode, ...change });
const sounding = (change: () => Change): NodeDefinition =>
  altered({ kernel: (context) => createLateGain(context, change()) });

const copyingNode: NodeDefinition = altered({
  inputs: { main: stereo() },
  params: { gainDb: decibels({ min: -24, max: 24, default: 0, description: "Nothing." }) },
  meters: [],
  latencySamples: () => 0,
  kernel: "copy",
});

test("a good node keeps every law", async () => {
  expect(await brokenLaws(lawfulNode)).toEqual({});
  expect(await brokenLaws(copyingNode, {}, copyingModule())).toEqual({});
});

/** Each sample on top of half of what came out last. */
function halving(): Change {
  const last = [0, 0];
  return { sample: (x, { index }) => (last[index % 2] = x + 0.5 * last[index % 2]!), forget: () => last.fill(0) };
}

/** One fault each, and the one law that it breaks. */
const faulty: Record<string, [definition: NodeDefinition, law: string, code: string]> = {
  "a summary that is no sentence": [altered({ summary: "louder" }), "is declared completely", "incomplete"],
  "an estimate among its references": [
    altered({ references: ["The knee is an estimate"] }),
    "is declared completely",
    "incomplete",
  ],
  "an estimate of a parameter that it has not": [
    altered({ estimates: [{ of: "the knee", params: ["kneeDb"] }] }),
    "is declared completely",
    "incomplete",
  ],
  "an example beyond the range": [
    altered({ examples: { loud: { gainDb: 40 } } }),
    "is declared completely",
    "incomplete",
  ],
  "an example of two words": [
    altered({ examples: { "very loud": { gainDb: 6 } } }),
    "is declared completely",
    "incomplete",
  ],
  "a logarithmic scale from zero": [
    altered({
      params: {
        ...lawfulNode.params,
        unusedMs: milliseconds({ min: 0, max: 1, default: 0, description: "Nothing." }),
      },
    }),
    "is declared completely",
    "incomplete",
  ],
  "a meter without a unit": [altered({ meters: ["level"] }), "is declared completely", "incomplete"],
  "a parameter that no document can name": [
    altered({
      params: { ...lawfulNode.params, "2ndDb": decibels({ min: 0, max: 1, default: 0, description: "Nothing." }) },
    }),
    "survives being saved and read again",
    "illegal-name",
  ],
  "NaN at an extreme": [
    altered({
      kernel: (context) =>
        createLateGain(context, {
          sample: (x) => (context.values["lookAheadMs"] === 5 && Math.abs(x) > 50 ? Number.NaN : x),
        }),
    }),
    "is finite at every extreme of its parameters, whatever finite signal arrives",
    "not-finite",
  ],
  "NaN while the gain moves": [
    sounding(() => ({ sample: (x, { values }) => (values[0] === values[1] ? x : Number.NaN) })),
    "is finite while its parameters move at random",
    "not-finite",
  ],
  "noise until something is heard": [
    sounding(() => {
      let heard = false;
      return {
        sample: (x) => {
          heard ||= x !== 0;
          return heard ? x : 1e-9;
        },
      };
    }),
    "makes no sound out of silence",
    "sound-of-silence",
  ],
  "an echo that is not declared": [
    sounding(() => {
      const last = [0, 0];
      return {
        sample: (x, { index }) => {
          const echo = last[index % 2]!;
          last[index % 2] = Math.abs(echo) < 1e-9 ? x : x + 0.5 * echo;
          return last[index % 2]!;
        },
        forget: () => last.fill(0),
      };
    }),
    "is silent once its declared tail has ended, without subnormal numbers on the way",
    "long-tail",
  ],
  "a decay that never ends": [
    altered({ tailSamples: () => 64, kernel: (context) => createLateGain(context, halving()) }),
    "is silent once its declared tail has ended, without subnormal numbers on the way",
    "subnormal",
  ],
  "a gain in steps": [
    sounding(() => ({ sample: (x, { values }) => x * decibelsToGain(values[1]!) })),
    "moves without clicks: each parameter over its range and back, and half of them together at random, 0.1 s each",
    "click",
  ],
  "an ear for the key alone": [
    altered({
      kernel: (context) => {
        const { process, reset } = createLateGain(context);
        const quieter = (main: Float64Array | undefined): Float64Array => main!.map((x) => x / 2);
        return {
          process: ([main, heard], ...rest) => process([heard === undefined ? main : quieter(main), heard], ...rest),
          reset,
        };
      },
    }),
    "without a key listens to its own input",
    "key",
  ],
  "memory that outlives a run": [
    (() => {
      let loudSamples = 0;
      return sounding(() => ({
        sample: (x) => {
          if (Math.abs(x) > 1) loudSamples++;
          return x * (1 + loudSamples / 1e6);
        },
      }));
    })(),
    "gives the same bits in a second run",
    "second-run",
  ],
  "a level that depends on the length of blocks": [
    sounding(() => ({ sample: (x, { block }) => x * (1 + block.length / 1e9) })),
    "gives the same bits however its signal is cut into blocks",
    "cut",
  ],
  "a reset that forgets to forget": [
    sounding(() => ({ keepsStateOnReset: true })),
    "gives the same bits alone and in a mix, and again after a reset",
    "reset",
  ],
  "a sample less than declared": [
    altered({ latencySamples: (values, sampleRate) => lawfulNode.latencySamples!(values, sampleRate) + 1 }),
    "is as late as it declares, at every sample rate and structural setting",
    "latency",
  ],
  "latency that follows a knob": [
    altered({
      latencySamples: ({ gainDb, lookAheadMs }, sampleRate) =>
        lawfulNode.latencySamples!({ lookAheadMs: lookAheadMs! }, sampleRate) + (Number(gainDb) > 3 ? 1 : 0),
      kernel: (context) => createLateGain(context, { extraSamples: Number(context.values["gainDb"]) > 3 ? 1 : 0 }),
    }),
    "declares latency and tail as whole samples, and latency of structural parameters alone",
    "moving-latency",
  ],
  "a key in the place of the input": [
    altered({
      inputs: { key: key(), main: stereo() },
      kernel: (context) => {
        const { process, reset } = createLateGain(context);
        return { process: ([, main], ...rest) => process([main], ...rest), reset };
      },
    }),
    "bypassed, it is its input, as late as before",
    "bypass",
  ],
  "a scribble on its input": [
    sounding(() => ({
      sample: (x, { index, block }) => {
        block[index] = x + 1;
        return x;
      },
    })),
    "writes to nothing but its own state, meters and outputs",
    "trespass",
  ],
};

test.each(Object.entries(faulty))("%s breaks one law", async (_fault, [definition, law, code]) => {
  const broken = await brokenLaws(definition);
  expect(Object.keys(broken)).toEqual([law]);
  expect(broken[law]![0]).toMatchObject({ code, at: "toys.gain" });
});

describe("a node that generates", () => {
  const generator = (sound: (x: number, on: number) => number, change: Partial<NodeDefinition> = {}): NodeDefinition =>
    altered({
      inputs: { main: stereo() },
      params: { on: toggle({ default: false, description: "Whether it sounds." }) },
      meters: [],
      latencySamples: () => 0,
      linearity: "gain",
      generates: true,
      kernel: () => ({
        process: ([main], [output], values) => main!.forEach((x, i) => (output![i] = sound(x, values[1]!))),
        reset: () => {},
      }),
      ...change,
    });

  test("may sound out of silence and for ever", async () => {
    expect(await brokenLaws(generator((x, on) => x + 0.5 * on))).toEqual({});
  });

  test.each<[string, NodeDefinition, string, string]>([
    [
      "a sound that follows its input",
      generator((x, on) => x + on * x * x),
      "adds one and the same sound to whatever arrives",
      "other-sound",
    ],
    [
      "a copy in each stem",
      generator((x, on) => x + 0.5 * on, { linearity: "linear" }),
      "is declared completely",
      "incomplete",
    ],
  ])("%s breaks one law", async (_fault, definition, law, code) => {
    const broken = await brokenLaws(definition);
    expect(Object.keys(broken)).toEqual([law]);
    expect(broken[law]![0]).toMatchObject({ code, at: "toys.gain" });
  });
});

test.each([
  ["an allocator", { withAllocator: true }, "runtime"],
  ["state that grows with a knob", { movingState: true }, "moving-state"],
])("a module with %s breaks one law", async (_fault, options, code) => {
  const { "allocates nothing": problems, ...others } = await brokenLaws(copyingNode, {}, copyingModule(options));
  expect(problems![0]).toMatchObject({ code, at: "toys.gain" });
  expect(others).toEqual({});
});

describe("golden hashes", () => {
  const law = "sounds as it did, to the bit";
  const louder = sounding(() => ({ sample: (x) => x * (1 + 2 ** -52) }));

  test("hold for the same sound, and not for one that differs in the last bit", async () => {
    const hashes = await goldenHashes(packOf(lawfulNode), readFile);
    expect(hashes["toys.gain"]).toMatch(/^[0-9a-f]{64}$/);
    expect(await brokenLaws(lawfulNode, { goldenHashes: hashes })).toEqual({});
    const broken = await brokenLaws(louder, { goldenHashes: hashes });
    expect(broken).toMatchObject({ [law]: [{ code: "golden-hash", at: "toys.gain" }] });
  });

  test("differ where one option of a choice sounds different, whichever it is", async () => {
    const options = Array.from({ length: 13 }, (_, index) => `shape ${index}`);
    const withOdd = (odd?: string): NodeDefinition => ({
      ...lawfulNode,
      params: {
        ...lawfulNode.params,
        shape: { ...choice(options, { default: options[0]!, description: "How it bends." }), structural: true },
      },
      kernel: (context) =>
        createLateGain(context, context.values["shape"] === odd ? { sample: (x) => x * (1 + 2 ** -52) } : {}),
    });
    const hashes = await Promise.all(
      [undefined, ...options].map(async (odd) => (await goldenHashes(packOf(withOdd(odd)), readFile))["toys.gain"]),
    );
    expect(new Set(hashes).size).toBe(options.length + 1);
  });

  test("differ where an echo differs that comes long after the sound has ended", async () => {
    const echo = (gain: number): NodeDefinition => ({
      ...lawfulNode,
      tailSamples: () => 10_000,
      kernel: () => {
        const ring = new Float64Array(20_000);
        let position = 0;
        return {
          process: ([main], [output]) =>
            main!.forEach((x, i) => {
              output![i] = x + gain * ring[position]!;
              ring[position] = x;
              position = (position + 1) % ring.length;
            }),
          reset: () => ring.fill(0),
        };
      },
    });
    const [quiet, loud] = [
      await goldenHashes(packOf(echo(0.25)), readFile),
      await goldenHashes(packOf(echo(0.5)), readFile),
    ];
    expect(quiet["toys.gain"]).not.toBe(loud["toys.gain"]);
  });

  test("must be there, for nodes that are there", async () => {
    expect(await brokenLaws(lawfulNode, { goldenHashes: { "toys.gone": "00" } })).toMatchObject({
      [law]: [{ code: "no-golden-hash", at: "toys.gain" }],
      "has a golden hash for no node that it lacks": [{ code: "stale-golden-hash", at: "toys.gone" }],
    });
  });
});
