import { describe, expect, test } from "vitest";
import { after, at, chainMix } from "../../test/edits.ts";
import { soundsAlike } from "../../test/heard.ts";
import { chainNode, dice, nestedMix } from "../../test/nested-mix.ts";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { parseChain } from "../document/chain-file.ts";
import { chainHash } from "../document/chain-hash.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { serialiseChain } from "../document/serialise.ts";
import type { GraphRecord, MixDocument } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { TwobusError } from "../problem.ts";
import { extractChain } from "./extract-chain.ts";
import { History } from "./history.ts";
import { placeChain } from "./place-chain.ts";

const words = { name: "Found", summary: "As it was.", tags: ["found"] };
const extract = (mix: MixDocument, graph: string, ...nodes: string[]) =>
  extractChain(mix, toyRegistry, { graph, nodes }, words);

/** The mix with a node's content replaced by that of a chain, by way of its text. */
function withContent(mix: MixDocument, graph: string, node: string, chain: ChainDocument): MixDocument {
  const history = new History(mix, toyRegistry);
  const placed = placeChain(
    parseChain(serialiseChain(chain), "found.json"),
    { graph, id: "placed" },
    history.do.bind(history),
  );
  const result = structuredClone(history.document);
  const record = result.graphs[graph]!.nodes[node]!;
  result.graphs[graph]!.nodes[node] = {
    ...record,
    graph: result.graphs[graph]!.nodes[placed]!.graph!,
    ...(record.type === "twobus.chain" && { params: {} }),
  };
  delete result.graphs[graph]!.nodes[placed];
  return result;
}

describe("a chain taken out of a mix", () => {
  test("sounds in its place as what it was taken from, from its text, without anything of the mix", () => {
    for (let seed = 0; seed < 60; seed++) {
      const mix = { ...nestedMix(dice(seed)), automation: {} };
      const { both: _both, trim2Db: _trim, ...few } = mix.graphs["outer"]!.interface.params;
      mix.graphs["outer"]!.interface.params = few;
      for (const [graph, node] of [
        ["mix", "one"],
        ["mix", "two"],
        ["outer", "inner"],
        ["mix", "bus"],
      ] as const) {
        const { chain, left } = extract(mix, graph, node);
        expect(left).toEqual([]);
        expect(serialiseChain(parseChain(serialiseChain(chain), "x"))).toBe(serialiseChain(chain));
        expect(soundsAlike(mix, withContent(mix, graph, node, chain)), `seed ${seed} ${node}`).toBe(true);
      }
    }
  });

  test("may be any nodes that have a way in and a way out", () => {
    const mix = toyMix();
    const { chain } = extract(mix, "mix", "drums");
    expect(chain.graphs[chain.root]!.nodes).toEqual({ drums: mix.graphs["mix"]!.nodes["drums"] });
    expect(chain).toMatchObject({ ...words, format: "twobus-chain", formatVersion: 1, root: "chain" });
    expect(mix).toEqual(toyMix());
    expect(() => extract(mix, "mix", "kick", "snare")).toThrow(/plays no recordings/);
    expect(() => extract(mix, "mix", "nobody")).toThrow(/there is no node nobody/);
  });

  test("tells what of the song it leaves behind", () => {
    const { chain, left } = extract(chainMix(), "mix", "fx");
    expect(left.map(({ code, at: where }) => [code, where])).toEqual([["automation-left-out", "mix/fx.amountDb"]]);
    expect(chain.graphs[chain.root]!.nodes["comp"]!.params["thresholdDb"]).toBe(-30);
  });

  test("names what it was made from, nearest first, only where it is another", () => {
    const history = new History(toyMix(), toyRegistry);
    const found = extract(chainMix(), "mix", "fx").chain;
    const chain = { ...found, version: "1.0.0", derivedFrom: [{ name: "First", sha256: "0".repeat(64) }] };
    const id = placeChain(chain, { graph: "mix", id: "fx" }, history.do.bind(history));
    const same = extract(history.document, "mix", id).chain;
    expect(same.derivedFrom).toEqual(chain.derivedFrom);
    expect(chainHash(same)).toBe(chainHash(chain));
    const turned = after(history.document, {
      kind: "setParameter",
      ...at,
      node: id,
      param: "amountDb",
      value: -3,
    }).document;
    expect(extract(turned, "mix", id).chain.derivedFrom).toEqual([
      { name: "Found", version: "1.0.0", sha256: chainHash(chain) },
      ...chain.derivedFrom,
    ]);
  });

  test("does not say what a pinned node in it followed", () => {
    const mix = after(
      chainMix(),
      { kind: "connect", ...at, from: "fx.main", to: "stereo.main" },
      { kind: "setPinned", ...at, node: "fx", pinned: true },
      { kind: "groupNodes", ...at, nodes: ["fx"], id: "around" },
    );
    expect(JSON.stringify(mix.document)).toContain('"pinned":"bass-chain"');
    const { chain } = extract(mix.document, "mix", "around");
    expect(JSON.stringify(chain)).not.toContain("pinned");
  });
});

describe("what is no good chain", () => {
  const main = { main: { role: "audio" as const } };
  const graph = (changes: Partial<GraphRecord> = {}): GraphRecord => ({
    interface: { inputs: main, outputs: main, params: {} },
    nodes: {},
    connections: [{ from: "in.main", to: "out.main" }],
    ...changes,
  });
  const text = (graphs: Record<string, unknown>, changes: object = {}): string =>
    JSON.stringify({ format: "twobus-chain", formatVersion: 1, ...words, root: "chain", graphs, ...changes });
  const gain = { type: "toy.gain", version: 1, params: { gainDb: 0, polarity: false } };
  const wrong = (json: string) => (): unknown => {
    const history = new History(toyMix(), toyRegistry);
    try {
      const chain = parseChain(json, "pasted");
      return history.gesture(() => placeChain(chain, { graph: "mix", id: "fx" }, history.do.bind(history)));
    } finally {
      expect([history.canUndo, history.canRedo, history.document]).toEqual([false, false, toyMix()]);
    }
  };

  test("nodes that are unknown here stand as placeholders, with cables and values", () => {
    const alien = { type: "other.alien", version: 9, params: { depth: 3, list: [1, { x: null }] } };
    const json = text({
      chain: graph({
        nodes: { alien },
        connections: [
          { from: "in.main", to: "alien.input" },
          { from: "alien.wet", to: "out.main", gainDb: -3 },
        ],
        interface: { inputs: main, outputs: main, params: { depth: { targets: ["alien.depth"] } } },
      }),
    });
    const history = new History(toyMix(), toyRegistry);
    const id = placeChain(parseChain(json, "pasted"), { graph: "mix", id: "fx" }, history.do.bind(history));
    const placed = history.document.graphs[history.document.graphs["mix"]!.nodes[id]!.graph!]!;
    expect(placed.nodes["alien"]).toEqual(alien);
    expect(placed.connections).toEqual(JSON.parse(json).graphs.chain.connections);
    expect(validateMix(history.document, toyRegistry).problems).toEqual([]);
    const { chain } = extract(history.document, "mix", id);
    expect(chain.graphs[chain.root]!.nodes["alien"]).toEqual(alien);
  });

  test("a bomb of 10¹⁰ nodes is refused before it unfolds, wherever it is", () => {
    const holding = (inner: string) =>
      graph({ nodes: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`n${n}`, chainNode(inner)])) });
    const graphs: Record<string, GraphRecord> = { chain: holding("level1") };
    for (let level = 1; level < 10; level++) graphs[`level${level}`] = holding(`level${level + 1}`);
    graphs["level10"] = graph({ nodes: { a: gain } });
    expect(wrong(text(graphs))).toThrow(/comes to 2\d{10} nodes/);
    const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`n${n}`, gain]));
    expect(wrong(text({ chain: graph({ nodes: many }) }))).toThrow(/holds 60000 nodes/);
  });

  test.each([
    [
      "a chain in itself",
      text({ chain: graph({ nodes: { a: chainNode("chain") } }) }),
      /cannot contain itself: chain → chain/,
    ],
    ["a newer format", text({ chain: graph() }, { formatVersion: 2 }), /newer than format 1/],
    ["a version that is none", text({ chain: graph() }, { formatVersion: "one" }), /formatVersion: must be 1/],
    [
      "a newer node",
      text({ chain: graph({ nodes: { a: { ...gain, version: 7 } } }) }),
      /made with version 7 of toy.gain/,
    ],
    [
      "a value out of range",
      text({ chain: graph({ nodes: { a: { ...gain, params: { gainDb: 999 } } } }) }),
      /gainDb: must be a number/,
    ],
    ["a graph called __proto__", text({ chain: graph() }).replace('"chain":', '"__proto__":'), /__proto__/],
    ["a node called __proto__", text({ chain: graph() }).replace('"nodes":{', '"nodes":{"__proto__":{}'), /__proto__/],
    ["a node called constructor", text({ chain: graph({ nodes: { constructor: gain } as never }) }), /constructor/],
    [
      "a node with a bell in its name",
      text({ chain: graph({ nodes: { "a\u0007": gain } }) }),
      /must start with a letter/,
    ],
    ["a name of 1 MB", text({ chain: graph() }, { name: "x".repeat(2 ** 20) }), /name: must have 200 characters/],
    ["an id of 1 MB", text({ chain: graph({ nodes: { ["x".repeat(2 ** 20)]: gain } }) }), /64 at most/],
    ["a 1 MB name that stands twice", `{"${"x".repeat(2 ** 20)}":1,"${"x".repeat(2 ** 20)}":1}`, /twice/],
    ["17 MB", text({ chain: graph() }, { summary: "x".repeat(17 * 2 ** 20) }), /16 MB of text at most/],
    ["a mix", JSON.stringify(toyMix()), /not a Twobus chain/],
    ["prose", "glue: ratio 2:1, slow attack", /pasted:1:1: this is no JSON text: it begins with "g"/],
    ["an empty paste", "", /pasted/],
    ["a list", "[]", /not a Twobus chain/],
  ])("%s is refused in words, and nothing changes", (_what, json, said) => {
    let error: unknown;
    try {
      wrong(json)();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(TwobusError);
    expect((error as TwobusError).message).toMatch(said);
    expect((error as TwobusError).message.length).toBeLessThan(2000);
  });
});
