import { describe, expect, test } from "vitest";
import { after, at, chainMix, refusal } from "../../test/edits.ts";
import { soundsAlike } from "../../test/heard.ts";
import { chainNode, dice, nestedMix } from "../../test/nested-mix.ts";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { chainHash } from "../document/chain-hash.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { chainOverrides, chainUses, isChanged } from "../document/chain-uses.ts";
import type { GraphRecord, MixDocument } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { History } from "./history.ts";
import { duplicateLinked, placeChain, updateChain } from "./place-chain.ts";

const main = { main: { role: "audio" as const } };

/** A gain that shows its level as `levelDb`. */
function level(gainDb: number, changes: Partial<GraphRecord["interface"]> = {}): GraphRecord {
  return {
    interface: { inputs: main, outputs: main, params: { levelDb: { targets: ["a.gainDb"] } }, ...changes },
    nodes: { a: { type: "toy.gain", version: 1, params: { gainDb, polarity: false } } },
    connections: [
      { from: "in.main", to: "a.main" },
      { from: "a.main", to: "out.main" },
    ],
  };
}

const version = (text: string, graph: GraphRecord): ChainDocument => ({
  format: "twobus-chain",
  formatVersion: 1,
  name: "Level",
  version: text,
  summary: "Turns it down.",
  tags: [],
  root: "chain",
  graphs: { chain: graph },
});

/** Two nodes that follow one chain, the second with a value of its own. */
function linked(): History {
  const history = new History(toyMix(), toyRegistry);
  const perform = history.do.bind(history);
  placeChain(version("1.0.0", level(-3)), { graph: "mix", id: "fx" }, perform);
  for (const from of ["kick", "snare"]) {
    const node = from === "kick" ? "fx" : duplicateLinked(history.document, { graph: "mix", node: "fx" }, perform);
    history.do({ kind: "connect", ...at, from: `${from}.main`, to: `${node}.main` });
    history.do({ kind: "connect", ...at, from: `${node}.main`, to: "stereo.main" });
  }
  history.do({ kind: "setParameter", ...at, node: "fx-2", param: "levelDb", value: -20 });
  return history;
}

const nodesOf = (mix: MixDocument) => mix.graphs["mix"]!.nodes;

describe("one chain in several places", () => {
  test("says who follows it, which version it is, and what each place does otherwise", () => {
    const { document } = linked();
    expect([...chainUses(document).values()]).toEqual([
      {
        graph: "fx",
        definition: { name: "Level", version: "1.0.0", sha256: chainHash(version("1.0.0", level(-3))) },
        linked: [
          { graph: "mix", node: "fx" },
          { graph: "mix", node: "fx-2" },
        ],
        pinned: [],
      },
    ]);
    expect(chainOverrides(document, toyRegistry, { graph: "mix", node: "fx" })).toEqual([]);
    expect(chainOverrides(document, toyRegistry, { graph: "mix", node: "fx-2" })).toEqual([
      { name: "levelDb", value: -20, inherited: -3 },
    ]);
    expect(isChanged(document, "fx")).toBe(false);
  });

  test("is edited in all of them, but where a place has a value of its own, until that is taken back", () => {
    const history = linked();
    history.do({ kind: "setParameter", graph: "fx", node: "a", param: "gainDb", value: -6 });
    expect(isChanged(history.document, "fx")).toBe(true);
    const alone = (gainDb: number, other: number): MixDocument => {
      const mix = structuredClone(history.document);
      mix.graphs["one"] = level(gainDb);
      mix.graphs["two"] = level(other);
      nodesOf(mix)["fx"] = chainNode("one");
      nodesOf(mix)["fx-2"] = chainNode("two");
      return mix;
    };
    expect(soundsAlike(history.document, alone(-6, -20))).toBe(true);
    history.do({ kind: "setParameter", ...at, node: "fx-2", param: "levelDb", value: null });
    expect(nodesOf(history.document)["fx-2"]!.params).toEqual({});
    expect(soundsAlike(history.document, alone(-6, -6))).toBe(true);
    const again = { kind: "setParameter", ...at, node: "fx-2", param: "levelDb", value: null } as const;
    expect(refusal(history.document, again)).toContain("unknown-parameter mix/fx-2.levelDb");
    expect(refusal(history.document, { ...again, node: "kick", param: "faderDb" })).toContain("illegal-value");
  });

  test("is bypassed in one place alone", () => {
    const { document } = after(linked().document, { kind: "setBypassed", ...at, node: "fx-2", bypassed: true });
    expect(nodesOf(document)["fx"]!.bypassed).toBeUndefined();
    expect(soundsAlike(document, linked().document)).toBe(false);
  });

  test("can be made unique: it sounds the same, and no longer follows", () => {
    const start = linked().document;
    const { document } = after(start, { kind: "makeUnique", ...at, node: "fx-2" });
    expect(soundsAlike(document, start)).toBe(true);
    expect(nodesOf(document)["fx-2"]).toEqual({ ...nodesOf(start)["fx-2"], graph: "fx-2" });
    const edited = after(document, {
      kind: "setParameter",
      graph: "fx",
      node: "a",
      param: "gainDb",
      value: 1,
    }).document;
    expect(edited.graphs["fx-2"]).toEqual(start.graphs["fx"]);
    expect(after(edited, { kind: "makeUnique", ...at, node: "fx-2" }).document).toBe(edited);
  });

  test("is copied with the chains inside it, their automation and layout", () => {
    for (let seed = 0; seed < 40; seed++) {
      const start = nestedMix(dice(seed));
      const { document } = after(start, { kind: "makeUnique", ...at, node: "two" });
      expect(soundsAlike(start, document)).toBe(true);
      expect(document.automation["innermost-2/b.thresholdDb"]).toEqual(start.automation["innermost/b.thresholdDb"]);
      expect(document.layout["outer-2"]).toEqual(start.layout["outer"]);
      const other = after(document, { kind: "removeNode", graph: "innermost-2", node: "a" }).document;
      expect(other.graphs["innermost"]).toEqual(start.graphs["innermost"]);
      const without = after(other, { kind: "removeNode", ...at, node: "two" }).document;
      expect(Object.keys(without.graphs).toSorted()).toEqual(Object.keys(start.graphs).toSorted());
    }
  });

  test("can be pinned: it stays as it is until it is let go, and then follows again", () => {
    const history = linked();
    const start = history.document;
    history.do({ kind: "setPinned", ...at, node: "fx-2", pinned: true });
    expect(soundsAlike(history.document, start)).toBe(true);
    expect(chainUses(history.document).get("fx")!.pinned).toEqual([{ graph: "mix", node: "fx-2" }]);
    updateChain(version("2.0.0", level(-9)), "fx", history.do.bind(history));
    expect(history.document.graphs["fx"]!.definition!.version).toBe("2.0.0");
    expect(history.document.graphs["fx-2"]!.definition!.version).toBe("1.0.0");
    history.do({ kind: "setPinned", ...at, node: "fx-2", pinned: false });
    expect(nodesOf(history.document)["fx-2"]).toEqual(nodesOf(start)["fx-2"]);
    expect(Object.keys(history.document.graphs)).not.toContain("fx-2");
    history.do({ kind: "setPinned", ...at, node: "fx", pinned: true });
    history.do({ kind: "setPinned", ...at, node: "fx-2", pinned: true });
    expect(validateMix(history.document, toyRegistry).warnings).toEqual(validateMix(start, toyRegistry).warnings);
    history.do({ kind: "removeNode", ...at, node: "fx" });
    history.do({ kind: "makeUnique", ...at, node: "fx-2" });
    expect(Object.keys(history.document.graphs)).not.toContain("fx");
    expect(refusal(start, { kind: "setPinned", ...at, node: "kick", pinned: true })).toContain("no-chain mix/kick");
    while (history.canUndo) history.undo();
    expect(history.document).toEqual(toyMix());
  });
});

describe("another version", () => {
  test("reaches all that are linked in one entry, and tells what they lose", () => {
    const history = linked();
    history.do({
      kind: "setAutomation",
      ...at,
      node: "fx",
      param: "levelDb",
      points: [{ atSeconds: 0, value: -1, curve: "hold" }],
    });
    const start = history.document;
    const narrow = level(-9, { params: { levelDb: { targets: ["a.gainDb"], min: -12, max: 0 } } });
    const perform = history.do.bind(history);
    const narrowed = history.gesture(() => updateChain(version("1.1.0", narrow), "fx", perform));
    expect(narrowed).toEqual([{ code: "lost-value", at: "mix/fx-2.levelDb", message: expect.stringContaining("-20") }]);
    expect(history.document.automation["mix/fx.levelDb"]).toBeDefined();
    history.undo();
    expect(history.document).toEqual(start);

    const other = level(-9, {
      params: { wetDb: { targets: ["a.gainDb"] } },
      inputs: { ...main, key: { role: "key" } },
    });
    const lost = history.gesture(() => updateChain(version("2.0.0", other), "fx", perform));
    expect(lost.map(({ code, at: where }) => [code, where])).toEqual([
      ["lost-automation", "mix/fx.levelDb"],
      ["lost-value", "mix/fx-2.levelDb"],
    ]);
    expect(validateMix(history.document, toyRegistry).problems).toEqual([]);
    expect(history.document.graphs["fx"]!.nodes["a"]!.params).toEqual({ gainDb: -9, polarity: false });
  });

  test("takes cables to ports that it has not, and what drove a parameter that it has not", () => {
    const mix = after(chainMix(), { kind: "groupNodes", ...at, nodes: ["fx"], id: "around" }).document;
    const shown = after(mix, {
      kind: "setExposed",
      graph: "around",
      name: "deepDb",
      exposed: { targets: ["fx.amountDb"] },
    }).document;
    const { document } = after(shown, { kind: "replaceGraph", id: "bass-chain", content: level(0) });
    expect(document.graphs["around"]!.interface.params).toEqual({});
    expect(document.graphs["around"]!.connections.map(({ to }) => to)).not.toContain("fx.duck");
    expect(document.graphs["mix"]!.connections.map(({ to }) => to)).not.toContain("bass.duck");
    expect(document.automation).not.toHaveProperty("around/fx.amountDb");
  });

  test("that cannot stand there, contains itself or is no graph changes nothing", () => {
    const mix = linked().document;
    const replace = (content: unknown) =>
      refusal(mix, { kind: "replaceGraph", id: "fx", content: content as GraphRecord });
    expect(replace({})).toContain("missing-field fx.interface");
    expect(replace({ ...level(0, { params: {} }), nodes: { a: chainNode("fx") } })).toContain("graph-contains-itself");
    expect(refusal(mix, { kind: "replaceGraph", id: "bass-chain", content: level(0, { outputs: {} }) })).toContain(
      "unknown-port",
    );
    const silent = { ...level(0, { outputs: {} }), connections: [] };
    expect(refusal(mix, { kind: "replaceGraph", id: "mix", content: silent })).toContain("root-without-main");
    expect(refusal(mix, { kind: "replaceGraph", id: "nothing", content: level(0) })).toContain("unknown-graph");
  });
});
