import { describe, expect, test } from "vitest";
import { after, at, refusal } from "../../test/edits.ts";
import { soundsAlike } from "../../test/heard.ts";
import { chainNode, dice, nestedMix, type Dice } from "../../test/nested-mix.ts";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { parseMix } from "../document/parse.ts";
import { serialiseMix } from "../document/serialise.ts";
import { CHAIN_TYPE, type MixDocument } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { TwobusError } from "../problem.ts";
import { History } from "./history.ts";

const gain = (gainDb = 0) => ({ type: "toy.gain", version: 1, params: { gainDb, polarity: false } });

/** Kick → split → (wet → squash, dry) → drums; the squash is keyed by the snare. */
function parallel(): MixDocument {
  const mix = toyMix();
  const { nodes, connections } = mix.graphs["mix"]!;
  nodes["wet"] = gain(-3);
  nodes["dry"] = gain(-6);
  nodes["squash"] = {
    type: "toy.compressor",
    version: 3,
    params: { thresholdDb: -9, lookAheadMs: 0, character: "warm" },
  };
  connections.shift();
  connections.push(
    { from: "kick.main", to: "wet.main" },
    { from: "kick.main", to: "dry.main", gainDb: -2 },
    { from: "wet.main", to: "squash.main" },
    { from: "snare.main", to: "squash.key", gainDb: -4 },
    { from: "squash.main", to: "drums.main", panPercent: 10 },
    { from: "dry.main", to: "drums.main", muted: true },
    { from: "dry.main", to: "stereo.main", gainDb: -20 },
  );
  return mix;
}

test("ports are as few as there are ways in and out, and levels stay on their cables", () => {
  const { document, created } = after(parallel(), {
    kind: "groupNodes",
    ...at,
    nodes: ["wet", "dry", "squash"],
    id: "crush",
    label: "Crush",
  });
  expect(created).toEqual(["crush"]);
  expect(document.graphs["mix"]!.nodes["crush"]).toEqual({ ...chainNode("crush"), order: "", label: "Crush" });
  expect(document.graphs["crush"]!.interface).toEqual({
    inputs: { main: { role: "audio" }, key: { role: "key" } },
    outputs: { main: { role: "audio" }, squash: { role: "audio" } },
    params: {},
  });
  expect(document.graphs["crush"]!.connections).toEqual(
    expect.arrayContaining([
      { from: "in.main", to: "wet.main" },
      { from: "in.main", to: "dry.main", gainDb: -2 },
      { from: "in.key", to: "squash.key", gainDb: -4 },
      { from: "dry.main", to: "out.main" },
      { from: "squash.main", to: "out.squash", panPercent: 10 },
    ]),
  );
  expect(document.graphs["mix"]!.connections).toEqual(
    expect.arrayContaining([
      { from: "kick.main", to: "crush.main" },
      { from: "snare.main", to: "crush.key" },
      { from: "crush.main", to: "drums.main", muted: true },
      { from: "crush.main", to: "stereo.main", gainDb: -20 },
      { from: "crush.squash", to: "drums.main" },
    ]),
  );
  expect(soundsAlike(parallel(), document)).toBe(true);
});

test("what would feed itself, is empty or not there is no chain", () => {
  const group = (...nodes: string[]) => refusal(parallel(), { kind: "groupNodes", ...at, nodes });
  expect(group("kick", "drums")).toContain("loop mix: dry stands between");
  expect(group()).toContain("nothing-to-group");
  expect(group("nobody")).toContain("unknown-node");
  expect(refusal(parallel(), { kind: "ungroupNode", ...at, node: "kick" })).toContain("no-chain");
});

test("a chain goes where its nodes were, once per use; the last use takes the graph away", () => {
  const linked = after(
    toyMix(),
    { kind: "addNode", ...at, type: CHAIN_TYPE, id: "fx", nodeGraph: "bass-chain", params: { amountDb: -30 } },
    { kind: "connect", ...at, from: "kick.main", to: "fx.main" },
    { kind: "connect", ...at, from: "fx.main", to: "stereo.main" },
    { kind: "setMuted", ...at, node: "fx", muted: true },
    { kind: "addNode", ...at, type: "toy.compressor", id: "comp" },
  ).document;
  const { document } = after(linked, { kind: "ungroupNode", ...at, node: "fx" });
  expect(document.graphs["mix"]!.nodes["comp-2"]!.params).toMatchObject({ thresholdDb: -30 });
  expect(document.graphs["mix"]!.connections).toContainEqual({ from: "comp-2.main", to: "stereo.main", muted: true });
  expect(document.graphs["bass-chain"]).toEqual(linked.graphs["bass-chain"]);
  expect(soundsAlike(linked, document)).toBe(true);

  const bypassed = after(linked, { kind: "setBypassed", ...at, node: "fx", bypassed: true }).document;
  expect(refusal(bypassed, { kind: "ungroupNode", ...at, node: "fx" })).toContain("bypassed mix/fx");
});

test("a node that goes through many chains keeps a place that can be written and read", () => {
  let mix = toyMix();
  for (let n = 0; n < 40; n++) {
    mix = after(
      mix,
      { kind: "groupNodes", ...at, nodes: ["drums"], id: `g${n}` },
      { kind: "renameNode", ...at, node: `g${n}`, id: "g" },
    ).document;
    mix = structuredClone(mix);
    delete mix.graphs["mix"]!.nodes["g"]!.order; // as it is placed from a file
    mix = after(mix, { kind: "ungroupNode", ...at, node: "g" }).document;
  }
  expect(mix.graphs["mix"]!.nodes["drums"]!.order!.split("/")).toHaveLength(16);
  expect(parseMix(serialiseMix(mix), "x").warnings).toEqual([]);
});

test("what cannot be said by one cable is refused, and changes nothing", () => {
  const start = after(parallel(), { kind: "groupNodes", ...at, nodes: ["squash"], id: "chain" }).document;
  const panned = after(start, {
    kind: "setConnection",
    ...at,
    from: "chain.main",
    to: "drums.main",
    panPercent: -50,
  }).document;
  expect(refusal(panned, { kind: "ungroupNode", ...at, node: "chain" })).toContain("cables-do-not-join");
  const straight = after(
    start,
    { kind: "connect", graph: "chain", from: "in.main", to: "out.main" },
    { kind: "connect", ...at, from: "wet.main", to: "drums.main" },
  ).document;
  expect(refusal(straight, { kind: "ungroupNode", ...at, node: "chain" })).toContain(
    "cables-do-not-join wet.main → drums.main",
  );
});

/** Some nodes of some graph. */
function selection(mix: MixDocument, roll: Dice): { graph: string; nodes: string[] } {
  const graphs = Object.keys(mix.graphs);
  const graph = graphs[roll(graphs.length)]!;
  const nodes = Object.keys(mix.graphs[graph]!.nodes).filter(() => roll(2) === 0);
  return { graph, nodes };
}

describe("however nodes are grouped", () => {
  test("the mix computes the same, and expanding gives the very same mix", () => {
    let grouped = 0;
    for (let seed = 0; seed < 150; seed++) {
      const roll = dice(seed);
      const start = nestedMix(roll);
      expect(validateMix(start, toyRegistry).problems).toEqual([]);
      const history = new History(start, toyRegistry);
      try {
        const { graph, nodes } = selection(start, roll);
        const { created } = history.do({ kind: "groupNodes", graph, nodes });
        grouped++;
        expect(validateMix(history.document, toyRegistry).problems).toEqual([]);
        expect(soundsAlike(start, history.document), `seed ${seed}`).toBe(true);
        history.do({ kind: "ungroupNode", graph, node: created! });
        expect(serialiseMix(history.document)).toBe(serialiseMix(start));
      } catch (error) {
        if (!(error instanceof TwobusError)) throw error;
        expect(["loop", "nothing-to-group"]).toContain(error.problems[0]!.code);
      }
    }
    expect(grouped).toBeGreaterThan(60);
  });

  test("expanding linked chains with values and automation of their own keeps the sound", () => {
    let expanded = 0;
    for (let seed = 0; seed < 120; seed++) {
      const start = nestedMix(dice(seed));
      for (const [graph, node] of [
        ["mix", "one"],
        ["mix", "two"],
        ["outer", "inner"],
        ["inserts", "fx"],
      ] as const) {
        const history = new History(start, toyRegistry);
        try {
          history.do({ kind: "ungroupNode", graph, node });
          expanded++;
          expect(validateMix(history.document, toyRegistry).problems).toEqual([]);
          expect(soundsAlike(start, history.document), `seed ${seed} ${node}`).toBe(true);
        } catch (error) {
          if (!(error instanceof TwobusError)) throw error;
          expect(["cables-do-not-join", "macros-do-not-join", "bent-automation"]).toContain(error.problems[0]!.code);
        }
      }
    }
    expect(expanded).toBeGreaterThan(160);
  });

  test("eight chains in one another compute what the nodes alone do, and a ninth is refused", () => {
    const mix = parallel();
    const history = new History(mix, toyRegistry);
    let [graph, nodes] = ["mix", ["wet", "dry", "squash"]];
    for (let depth = 1; depth <= 8; depth++) {
      const id = history.do({ kind: "groupNodes", graph, nodes, id: `level-${depth}` }).created!;
      expect(soundsAlike(mix, history.document)).toBe(true);
      graph = history.document.graphs[graph]!.nodes[id]!.graph!;
    }
    expect(() => history.do({ kind: "groupNodes", graph, nodes })).toThrow(/9 deep/);
    const path = ["mix", ...Array.from({ length: 7 }, (_, n) => `level-${n + 1}`)];
    for (const [depth, outer] of [...path.entries()].toReversed()) {
      history.do({ kind: "ungroupNode", graph: outer, node: `level-${depth + 1}` });
    }
    expect(serialiseMix(history.document)).toBe(serialiseMix(mix));
    while (history.canUndo) history.undo();
    expect(history.document).toEqual(mix);
  });
});
