import { expect, test } from "vitest";
import { chainNode } from "../../test/nested-mix.ts";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { compile } from "../compile/compile.ts";
import { flatten } from "../compile/flatten.ts";
import { chainHash } from "../document/chain-hash.ts";
import { parseMix } from "../document/parse.ts";
import { serialiseMix } from "../document/serialise.ts";
import type { GraphRecord, MixDocument } from "../document/types.ts";
import { upgradeNodes } from "../document/upgrade-nodes.ts";
import { validateMix } from "../document/validate.ts";
import { History } from "./history.ts";

const INSTANCES = 10_000;
const main = { main: { role: "audio" as const } };

function level(gainDb: number, name = "levelDb"): GraphRecord {
  return {
    interface: { inputs: main, outputs: main, params: { [name]: { targets: ["a.gainDb"] } } },
    nodes: { a: { type: "toy.gain", version: 1, params: { gainDb, polarity: false } } },
    connections: [
      { from: "in.main", to: "a.main" },
      { from: "a.main", to: "out.main" },
    ],
  };
}

/** The kick through all of them at once into the stereo bus; every hundredth has a value of its own. */
function manyLinked(instances = INSTANCES): MixDocument {
  const mix = toyMix();
  mix.graphs["level"] = level(-3);
  const { nodes, connections } = mix.graphs["mix"]!;
  for (let n = 0; n < instances; n++) {
    nodes[`fx${n}`] = chainNode("level", n % 100 === 0 ? { levelDb: -50 } : {});
    connections.push({ from: "kick.main", to: `fx${n}.main` }, { from: `fx${n}.main`, to: "stereo.main" });
  }
  return mix;
}

/** How many of the instances stand at each level. */
function levels(mix: MixDocument): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { address, values } of flatten(mix, toyRegistry).nodes.values()) {
    const gainDb = address.startsWith("fx") ? (values["gainDb"] as number) : undefined;
    if (gainDb !== undefined) counts[gainDb] = (counts[gainDb] ?? 0) + 1;
  }
  return counts;
}

test("ten thousand linked chains load, and an edit of what they follow reaches all of them in one entry", () => {
  const text = serialiseMix(manyLinked());
  const times: string[] = [];
  const timed = <T>(what: string, work: () => T): T => {
    const start = performance.now();
    const result = work();
    times.push(`${what} ${Math.round(performance.now() - start)} ms`);
    return result;
  };
  const loaded = timed("load", () => {
    const { document } = upgradeNodes(parseMix(text, "many").document, toyRegistry);
    expect(validateMix(document, toyRegistry).problems).toEqual([]);
    return document;
  });
  timed("compile", () => compile(loaded, toyRegistry));
  const history = new History(loaded, toyRegistry);
  expect(levels(history.document)).toEqual({ [-3]: 9900, [-50]: 100 });
  timed("edit", () => history.do({ kind: "setParameter", graph: "level", node: "a", param: "gainDb", value: -6 }));
  expect(levels(history.document)).toEqual({ [-6]: 9900, [-50]: 100 });
  const { lost } = timed("update", () =>
    history.do({ kind: "replaceGraph", id: "level", content: level(-9, "otherDb") }),
  );
  expect(lost).toHaveLength(100);
  expect(levels(history.document)).toEqual({ [-9]: 10_000 });
  timed("undo", () => history.undo());
  expect(levels(history.document)).toEqual({ [-6]: 9900, [-50]: 100 });
  history.undo();
  expect(history.document).toEqual(loaded);
  console.info(`${INSTANCES} linked chains: ${times.join(", ")}`);
});

test("one gesture reaches each of ten thousand nodes: what it contains, what it stands at, and one entry to undo", () => {
  const start = manyLinked();
  const history = new History(start, toyRegistry);
  const contents = (): ReadonlySet<string> => {
    const { graphs } = history.document;
    const nodes = Object.entries(graphs["mix"]!.nodes).filter(([id]) => id.startsWith("fx"));
    expect(nodes).toHaveLength(INSTANCES);
    const hashOf = new Map(Object.keys(graphs).map((root) => [root, chainHash({ root, graphs })]));
    return new Set(nodes.map(([, { graph }]) => hashOf.get(graph!)!));
  };
  const values = (): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      [...flatten(history.document, toyRegistry).nodes.values()].flatMap(({ address, values: { gainDb, polarity } }) =>
        address.startsWith("fx") ? [[address, [gainDb, polarity]]] : [],
      ),
    );
  const wanted = (gainDb: number, polarity: boolean): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Array.from({ length: INSTANCES }, (_, n) => [`fx${n}/a`, [n % 100 === 0 ? -50 : gainDb, polarity]]),
    );
  const before = chainHash({ root: "level", graphs: { level: level(-3) } });
  expect(contents()).toEqual(new Set([before]));
  expect(values()).toEqual(wanted(-3, false));
  history.gesture(() => {
    history.do({ kind: "setParameter", graph: "level", node: "a", param: "gainDb", value: -6 });
    history.do({ kind: "setParameter", graph: "level", node: "a", param: "polarity", value: true });
  });
  expect(history.done).toHaveLength(1);
  const edited = level(-6);
  edited.nodes["a"]!.params["polarity"] = true;
  const after = chainHash({ root: "level", graphs: { level: edited } });
  expect(after).not.toBe(before);
  expect(contents()).toEqual(new Set([after]));
  expect(values()).toEqual(wanted(-6, true));
  history.undo();
  expect(history.canUndo).toBe(false);
  expect(history.document).toEqual(start);
});

/** A document that counts how often anything in it is looked at. */
function watched<T extends object>(document: T): { readonly document: T; readonly looks: () => number } {
  let count = 0;
  const known = new WeakMap<object, object>();
  const watch = <V>(value: V): V => {
    if (typeof value !== "object" || value === null) return value;
    const watching = known.get(value) ?? new Proxy(value, handler);
    known.set(value, watching);
    return watching as V;
  };
  const handler: ProxyHandler<object> = {
    get: (target, key) => {
      count++;
      return watch(Reflect.get(target, key) as unknown);
    },
    has: (target, key) => {
      count++;
      return Reflect.has(target, key);
    },
    ownKeys: (target) => {
      const keys = Reflect.ownKeys(target);
      count += keys.length;
      return keys;
    },
  };
  return { document: watch(document), looks: () => count };
}

test("the work of loading and compiling linked chains grows as they do", () => {
  const looks = (instances: number): Readonly<Record<string, number>> => {
    const counts: Record<string, number> = {};
    const { document } = parseMix(serialiseMix(manyLinked(instances)), "many");
    for (const [what, work] of Object.entries({ upgradeNodes, validateMix, compile })) {
      const under = watched(document);
      work(under.document, toyRegistry);
      counts[what] = under.looks() / instances;
    }
    return counts;
  };
  const [few, many] = [looks(INSTANCES / 20), looks(INSTANCES / 2)];
  for (const what of Object.keys(many)) {
    expect(many[what], what).toBeLessThan(1.02 * few[what]!);
    expect(many[what], what).toBeLessThan(120);
  }
});
