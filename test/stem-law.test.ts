import type { MixDocument, NodeDefinition, NodeRecord } from "@twobus/core";
import { describe, expect, test } from "vitest";
import {
  anyMix,
  anyNode,
  createRandom,
  processors,
  signals,
  sources,
  TRACKS,
  tracks,
  type AnyMixOptions,
  type Random,
} from "./support/any-mix.ts";
import { cable, mix, node, registry } from "./support/mixes.ts";
import {
  modules,
  peakOf,
  playStems,
  remainder,
  remainderDbfs,
  silence,
  STEMS,
  stepsApart,
  type PlayedStems,
} from "./support/stem-sounds.ts";

// Stems add up to the mix: through every node by itself, and through whatever is made of them.

const LIMIT_DBFS = -200;
/** What a stem must stay below whose tracks are silent. */
const SILENT_DBFS = -140;
/** Each stem and the mix are rounded by half a step at most, and the rest holds whole steps. */
const MOST_REST_STEPS = Math.floor((STEMS.length + 1) / 2);

const exported = new Set(WebAssembly.Module.exports(modules.packs["twobus"]!).map(({ name }) => name));
const canFollow = ({ kernel }: NodeDefinition): boolean =>
  typeof kernel === "string" && exported.has(`${kernel}Follow`);
const audioInputs = ({ inputs }: NodeDefinition): string[] =>
  Object.keys(inputs).filter((port) => inputs[port]!.role === "audio");
const splits = (definition: NodeDefinition): boolean =>
  definition.linearity === "linear" || (canFollow(definition) && audioInputs(definition).length === 1);

const EVERYTHING: AnyMixOptions = { isChoice: splits, hasCharacters: true };
const LINEAR: AnyMixOptions = { isChoice: ({ linearity }) => linearity === "linear", hasCharacters: false };

function expectToAddUp(played: PlayedStems, where: string): void {
  expect(played.attributed, where).toEqual([]);
  expect(remainderDbfs(played.whole, played.parts), where).toBeLessThan(LIMIT_DBFS);
  const { sum, rest } = stepsApart(played);
  expect(sum, `${where}, steps of 24 bits`).toBe(0);
  expect(rest, `${where}, steps of 24 bits`).toBeLessThanOrEqual(MOST_REST_STEPS);
}

/** Peaks of a mix and of the stem of the one track in it that is silent, in dBFS. */
async function besideSilenceDbfs(document: MixDocument, random: Random): Promise<[whole: number, silent: number]> {
  const { whole, parts } = await playStems(document, { ...signals(random), one: silence });
  return [remainderDbfs(whole, []), remainderDbfs(parts[0]!, [])];
}

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
      expectToAddUp(await playStems(document, signals(random)), `seed ${seed}`);
    }
  });
});

test("what a test signal adds belongs to no stem", async () => {
  const stems = TRACKS.map((id) => ({ name: id, tracks: [id] }));
  const play = (on: boolean): Promise<PlayedStems> => {
    const record = node("testSignal", { signal: "pinkNoise", on });
    return playStems(through(registry.definition(record.type)!, record, false), signals(createRandom(4)), stems);
  };
  const [added, plain] = [await play(true), await play(false)];
  expect(added.whole).not.toEqual(plain.whole);
  expect(added.parts).toEqual(plain.parts);
});

describe("through a bus with a summing character", () => {
  const bus = registry.definition("twobus.bus")!;
  test.each(["punchy", "warm", "thick"])("%s, at each oversampling", async (summing) => {
    for (const oversampling of [1, 2, 4, 8]) {
      const document = through(bus, node("bus", { summing, summingDriveDb: 12, oversampling }), false);
      expectToAddUp(await playStems(document, signals(createRandom(3))), `${oversampling}×`);
    }
  });
});

test("through 500 graphs of all of them: nested, keyed, oversampled, latent, automated, summed by consoles", async () => {
  const met = { characters: 0, nested: 0, automated: 0 };
  for (let seed = 1; seed <= 500; seed++) {
    const random = createRandom(1000 + seed);
    const document = anyMix(random, EVERYTHING);
    const buses = Object.values(document.graphs).flatMap(({ nodes }) =>
      Object.values(nodes).filter(({ type }) => type === "twobus.bus"),
    );
    if (buses.some(({ params }) => params["summing"] !== "clean")) met.characters++;
    if (Object.keys(document.graphs).some((graph) => graph.endsWith("nested"))) met.nested++;
    if (Object.keys(document.automation).length > 0) met.automated++;
    expectToAddUp(await playStems(document, signals(random)), `seed ${seed}`);
  }
  expect(met.characters).toBeGreaterThan(250);
  expect(met.nested).toBeGreaterThan(100);
  expect(met.automated).toBeGreaterThan(450);
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
      const [whole, silent] = await besideSilenceDbfs(anyMix(random, EVERYTHING), random);
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
    const document = anyMix(random, LINEAR);
    const heard = signals(random);
    const { parts } = await playStems(document, heard);
    const { whole: alone } = await playStems(document, { ...heard, two: silence, three: silence });
    if (remainderDbfs(alone, []) > -60) sounding++;
    expect(remainderDbfs(parts[0]!, [alone]), `seed ${seed}`).toBeLessThan(LIMIT_DBFS);
  }
  expect(sounding).toBeGreaterThan(50);
});

/** Outside nodes of the root that are heard and in which several stems meet, from the connections alone. */
function meetingPlaces({ graphs }: MixDocument): string[] {
  const { nodes, connections } = graphs["mix"]!;
  const origin = (end: string): string => end.split(".")[0]!;
  const meets = (id: string): Set<string> => {
    const stem = STEMS.find(({ tracks: own }) => own.includes(id));
    if (stem !== undefined) return new Set([stem.name]);
    return new Set(connections.flatMap(({ from, to }) => (origin(to) === id ? [...meets(origin(from))] : [])));
  };
  const isHeard = (id: string): boolean =>
    id === "out" || connections.some(({ from, to }) => origin(from) === id && isHeard(origin(to)));
  return Object.keys(nodes).filter((id) => id.startsWith("outside") && isHeard(id) && meets(id).size > 1);
}

test("what outside nodes without a trajectory change, where stems meet in them, is in the rest; and they are named", async () => {
  const met = { attributed: 0, ownStem: 0 };
  for (let seed = 1; seed <= 100; seed++) {
    const random = createRandom(4000 + seed);
    const document = anyMix(random, { ...LINEAR, hasOutside: true });
    const heard = signals(random);
    const { whole, parts, attributed } = await playStems(document, heard);
    expect(attributed.toSorted(), `seed ${seed}`).toEqual(meetingPlaces(document).toSorted());
    const without = structuredClone(document);
    for (const id of attributed) without.graphs["mix"]!.nodes[id]!.bypassed = true;
    const plain = await playStems(without, heard);
    parts.forEach((part, index) =>
      expect(remainderDbfs(part, [plain.parts[index]!]), `seed ${seed}`).toBeLessThan(LIMIT_DBFS),
    );
    const changed = remainder(whole, [plain.whole]);
    expect(remainderDbfs(remainder(whole, parts), [changed]), `seed ${seed}`).toBeLessThan(LIMIT_DBFS);
    if (peakOf(changed) > 0.01) met.attributed++;
    if (attributed.length === 0 && Object.keys(document.graphs["mix"]!.nodes).some((id) => id.startsWith("outside")))
      met.ownStem++;
  }
  expect(met.attributed).toBeGreaterThan(30);
  expect(met.ownStem).toBeGreaterThan(5);
});
