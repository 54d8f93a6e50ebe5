import { readFile } from "node:fs/promises";
import {
  compileModules,
  isStrip,
  type CompiledModules,
  type ConnectionRecord,
  type GraphRecord,
  type MixDocument,
  type NodeDefinition,
  type NodeRecord,
  type Parameter,
  type PlainValue,
  type StemPart,
} from "@twobus/core";
import { createMixPlayer, type Signals, type Stereo } from "@twobus/core/laws";
import { builtInPack } from "@twobus/nodes";
import { beforeAll, describe, expect, test } from "vitest";
import { cable, chain, mix, node, registry } from "./support/mixes.ts";

// Stems add up to the mix: through every node by itself, and through whatever is made of them.

const FRAMES = 2048;
const LIMIT_DBFS = -200;
/** What a stem must stay below whose tracks are silent. */
const SILENT_DBFS = -140;

let modules: CompiledModules;
let follows: ReadonlySet<string>;
beforeAll(async () => {
  modules = await compileModules(registry, readFile, false);
  const exported = new Set(WebAssembly.Module.exports(modules.packs["twobus"]!).map(({ name }) => name));
  const canFollow = ({ kernel }: NodeDefinition): boolean =>
    typeof kernel === "string" && exported.has(`${kernel}Follow`);
  follows = new Set(builtInPack.nodes.filter(canFollow).map(({ type }) => type));
});

/** Nodes that sound goes through from `main` to `main`, and that add none of their own. */
const processors = builtInPack.nodes.filter(
  (definition) =>
    !isStrip(definition) &&
    definition.generates !== true &&
    Object.hasOwn(definition.inputs, "main") &&
    Object.hasOwn(definition.outputs, "main"),
);
const audioInputs = ({ inputs }: NodeDefinition): string[] =>
  Object.keys(inputs).filter((port) => inputs[port]!.role === "audio");
const splits = (definition: NodeDefinition): boolean =>
  definition.linearity === "linear" || (follows.has(definition.type) && audioInputs(definition).length === 1);

type Random = () => number;

function createRandom(seed: number): Random {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)]!;

/** What adds sound of its own (a key that is listened to, noise, the thump of unlike halves) belongs to no stem: it stays off. */
const ADDS_SOUND = /listen|noise|hiss|flutter|imbalance/i;

function anyValue(name: string, parameter: Parameter, random: Random): PlainValue {
  if (ADDS_SOUND.test(name)) return parameter.default;
  if (parameter.kind === "toggle") return random() < 0.5;
  if (parameter.kind === "choice") return pick<PlainValue>(parameter.options, random);
  const { min, max, default: usual } = parameter;
  const end = random() < 0.5 ? min : max;
  return usual + (end - usual) * random() ** 2;
}

function anyNode(definition: NodeDefinition, random: Random): NodeRecord {
  const values = Object.entries(definition.params).map(([name, parameter]) => [
    name,
    anyValue(name, parameter, random),
  ]);
  return node(definition.type.slice("twobus.".length), random() < 0.3 ? {} : Object.fromEntries(values));
}

const TRACKS = ["one", "two", "three"] as const;
const sources = Object.fromEntries(TRACKS.map((id) => [id, { file: `${id}.wav`, frames: FRAMES }]));

/** Bursts of noise and tones at changing levels, different in both channels. */
function signals(random: Random): Signals {
  const channel = (step: number): Float64Array => {
    let level = 0;
    return Float64Array.from({ length: FRAMES }, (_, n) => {
      if (n % 256 === 0) level = random();
      return level * (0.6 * Math.sin(n * step) + 0.4 * (2 * random() - 1));
    });
  };
  return Object.fromEntries(TRACKS.map((id, index) => [id, [channel(0.02 + index / 7), channel(0.03 + index / 5)]]));
}

const STEMS: readonly StemPart[] = [
  { name: "one", tracks: ["one"] },
  { name: "others", tracks: ["two", "three"] },
];

/** The mix, then its stems, until all that is late has come. */
async function playStems(document: MixDocument, heard: Signals): Promise<readonly [Stereo, ...Stereo[]]> {
  const player = await createMixPlayer(document, registry, modules, 1, STEMS);
  const played = player.playStems(FRAMES + player.plan.latencySamples, heard);
  expect(player.engine.failed()).toEqual([]);
  return played;
}

/** Peak of a signal less some others, in dBFS. */
function remainderDbfs(whole: Stereo, parts: readonly Stereo[]): number {
  let peak = 0;
  for (const side of [0, 1] as const) {
    whole[side].forEach(
      (x, n) => (peak = Math.max(peak, Math.abs(parts.reduce((rest, part) => rest - part[side][n]!, x)))),
    );
  }
  return 20 * Math.log10(peak + 1e-300);
}

/** Peak of what the stems of all tracks leave of the mix, in dBFS. */
async function residualDbfs(document: MixDocument, random: Random): Promise<number> {
  const [whole, ...parts] = await playStems(document, signals(random));
  return remainderDbfs(whole, parts);
}

const silence: Stereo = [new Float64Array(FRAMES), new Float64Array(FRAMES)];

/** Peaks of a mix and of the stem of the one track in it that is silent, in dBFS. */
async function besideSilenceDbfs(document: MixDocument, random: Random): Promise<[whole: number, silent: number]> {
  const [whole, silent] = await playStems(document, { ...signals(random), one: silence });
  return [remainderDbfs(whole, []), remainderDbfs(silent!, [])];
}

const tracks = (): Record<string, NodeRecord> =>
  Object.fromEntries(TRACKS.map((id) => [id, node("track", {}, { source: id })]));

const through = (definition: NodeDefinition, record: NodeRecord, keyed: boolean): MixDocument => {
  const keys = Object.keys(definition.inputs).filter((port) => keyed && definition.inputs[port]!.role === "key");
  return mix(sources, {
    mix: {
      interface: { inputs: {}, outputs: { main: { role: "audio" } }, params: {} },
      nodes: { ...tracks(), subject: record },
      connections: [
        ...TRACKS.flatMap((id) => audioInputs(definition).map((port) => cable(id, `subject.${port}`))),
        ...keys.map((port) => cable("three", `subject.${port}`)),
        cable("subject", "out"),
      ],
    },
  });
};

/** What to do about a nonlinear node that stems do not come through. */
const HOW_TO_FOLLOW = `stems do not add up through it: export …Follow from its kernel (docs/writing-a-node.md, "Let stems through"), or declare linearity "memory" and leave what it changes to the rest`;

describe("through each node", () => {
  test.each(processors.map((definition) => [definition.type, definition] as const))("%s", async (_, definition) => {
    if (!splits(definition)) {
      expect(definition.linearity, HOW_TO_FOLLOW).toBe("memory");
      return;
    }
    for (let seed = 1; seed <= 8; seed++) {
      const random = createRandom(seed);
      const document = through(definition, anyNode(definition, random), seed % 2 === 0);
      expect(await residualDbfs(document, random), `seed ${seed}`).toBeLessThan(LIMIT_DBFS);
    }
  });
});

test("what a test signal adds belongs to no stem", async () => {
  const stems = TRACKS.map((id) => ({ name: id, tracks: [id] }));
  const play = async (on: boolean) => {
    const record = node("testSignal", { signal: "pinkNoise", on });
    const document = through(registry.definition(record.type)!, record, false);
    const player = await createMixPlayer(document, registry, modules, 1, stems);
    return player.playStems(FRAMES, signals(createRandom(4)));
  };
  const [[added, ...parts], [plain, ...plainParts]] = [await play(true), await play(false)];
  expect(added).not.toEqual(plain);
  expect(parts).toEqual(plainParts);
});

describe("through a bus with a summing character", () => {
  test.each(["punchy", "warm", "thick"])("%s", async (summing) => {
    const random = createRandom(3);
    const nodes = { ...tracks(), subject: node("bus", { summing, summingDriveDb: 12 }) };
    const document = mix(sources, {
      mix: {
        interface: { inputs: {}, outputs: { main: { role: "audio" } }, params: {} },
        nodes,
        connections: [...TRACKS.map((id) => cable(id, "subject")), cable("subject", "out")],
      },
    });
    expect(await residualDbfs(document, random)).toBeLessThan(LIMIT_DBFS);
  });
});

/** Any graph of such nodes and buses: sends, keys, parallel ways, chains in buses. */
function anyMix(random: Random, isChoice = splits): MixDocument {
  const choices = processors.filter(isChoice);
  const nodes = tracks();
  const connections: ConnectionRecord[] = [];
  const graphs: Record<string, GraphRecord> = {};
  const before: string[] = [...TRACKS];
  const count = 2 + Math.floor(random() * 4);
  for (let index = 0; index < count; index++) {
    const id = `node-${index}`;
    const definition = pick(choices, random);
    if (random() < 0.4) {
      graphs[`chain-${index}`] = chain({ inner: anyNode(pick(choices, random), random) });
      nodes[id] = node("bus", { panPercent: 40 * random(), faderDb: -6 * random() }, { graph: `chain-${index}` });
      connections.push(...incoming(before, `${id}.main`, random));
    } else {
      nodes[id] = anyNode(definition, random);
      for (const [port, { role }] of Object.entries(definition.inputs)) {
        if (role === "audio" || random() < 0.5) connections.push(...incoming(before, `${id}.${port}`, random));
      }
    }
    before.push(id);
  }
  connections.push(cable(before.at(-1)!, "out"), cable(pick(before.slice(0, -1), random), "out", { gainDb: -6 }));
  const root: GraphRecord = {
    interface: { inputs: {}, outputs: { main: { role: "audio" } }, params: {} },
    nodes,
    connections,
  };
  return mix(sources, { mix: root, ...graphs });
}

function incoming(before: readonly string[], to: string, random: Random): ConnectionRecord[] {
  const first = pick(before, random);
  const others = before.filter((id) => id !== first && random() < 0.3);
  return [first, ...others].map((from) => cable(from, to, { gainDb: -12 * random() }));
}

test("through 500 graphs of all of them: nested, keyed, oversampled, latent", async () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = createRandom(1000 + seed);
    expect(await residualDbfs(anyMix(random), random), `seed ${seed}`).toBeLessThan(LIMIT_DBFS);
  }
});

describe("a stem whose track is silent is silent", () => {
  test("through each node, with and without a key", async () => {
    for (const definition of processors.filter(splits)) {
      const wholes: number[] = [];
      for (let seed = 1; seed <= 4; seed++) {
        const random = createRandom(seed);
        const document = through(definition, anyNode(definition, random), seed % 2 === 0);
        const [whole, silent] = await besideSilenceDbfs(document, random);
        wholes.push(whole);
        expect(silent, `${definition.type}, seed ${seed}`).toBeLessThan(SILENT_DBFS);
      }
      expect(Math.max(...wholes), definition.type).toBeGreaterThan(-60);
    }
  });

  test("through 100 graphs of all of them", async () => {
    let sounding = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const random = createRandom(2000 + seed);
      const [whole, silent] = await besideSilenceDbfs(anyMix(random), random);
      if (whole > -60) sounding++;
      expect(silent, `seed ${seed}`).toBeLessThan(SILENT_DBFS);
    }
    expect(sounding).toBeGreaterThan(80);
  });
});

test("through 100 graphs of linear nodes a stem is what its tracks are alone", async () => {
  let sounding = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const random = createRandom(3000 + seed);
    const document = anyMix(random, ({ linearity }) => linearity === "linear");
    const heard = signals(random);
    const [, stem] = await playStems(document, heard);
    const [alone] = await playStems(document, { ...heard, two: silence, three: silence });
    if (remainderDbfs(alone, []) > -60) sounding++;
    expect(remainderDbfs(stem!, [alone]), `seed ${seed}`).toBeLessThan(LIMIT_DBFS);
  }
  expect(sounding).toBeGreaterThan(50);
});
