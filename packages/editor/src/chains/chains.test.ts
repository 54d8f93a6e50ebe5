import {
  CHAIN_TYPE,
  chainHash,
  differenceText,
  type ChainDocument,
  type Command,
  type MixDocument,
} from "@twobus/core";
import { describe, expect, test } from "vitest";
import { chainMix } from "../../../core/test/edits.ts";
import { toyMix, toyRegistry } from "../../../core/test/toy-pack.ts";
import { EditorSession } from "../session/editor-session.ts";
import { chainFacts, chainTitle, differences } from "./chain-facts.ts";
import { driveCommand, exposeCommands, macroOf, shownAs, surroundingChains } from "./expose.ts";
import { placeChainCommands, placeFor } from "./place-chain.ts";
import { changedUses, divergedUses, outdatedUses, updateCommands } from "./update-chain.ts";
import { isChainText } from "./use-chain-intake.ts";

const main = { main: { role: "audio" as const } };

/** A gain that shows its level. */
const level = (gainDb: number): ChainDocument => ({
  format: "twobus-chain",
  formatVersion: 1,
  name: "Level",
  version: "1.0.0",
  summary: "Turns it down.",
  tags: [],
  root: "chain",
  graphs: {
    chain: {
      interface: { inputs: main, outputs: main, params: { levelDb: { targets: ["a.gainDb"] } } },
      nodes: { a: { type: "toy.gain", version: 1, params: { gainDb, polarity: false } } },
      connections: [
        { from: "in.main", to: "a.main" },
        { from: "a.main", to: "out.main" },
      ],
    },
  },
});

/** Gains `a`, `b` in a chain `inner`, in a chain `outer`, in the chain of the drums. */
function nested(): EditorSession {
  const session = new EditorSession(toyMix(), toyRegistry);
  session.open("drums");
  const { graph } = session.getState();
  for (const id of ["a", "b"]) session.do({ kind: "addNode", graph, type: "toy.gain", id });
  session.do({ kind: "connect", graph, from: "a.main", to: "b.main" });
  session.do({ kind: "groupNodes", graph, nodes: ["a", "b"], id: "inner" });
  session.do({ kind: "groupNodes", graph, nodes: ["inner"], id: "outer" });
  session.open("outer");
  session.open("inner");
  return session;
}

const around = (session: EditorSession) => surroundingChains(session.getState().document, session.getState().path);
const paramsOf = (session: EditorSession, depth: number) =>
  session.getState().document.graphs[around(session)[depth]!.content]!.interface.params;

describe("showing an inner parameter", () => {
  test("reaches every chain around it in one entry, each once, and no strip", () => {
    const session = nested();
    expect(around(session).map(({ name }) => name)).toEqual(["inner", "outer"]);
    const show = (endpoint: string, depth: number): boolean =>
      session.doAll(exposeCommands(session.getState().document, around(session).slice(0, depth), endpoint));
    const before = session.gestures().done.length;
    expect(show("a.gainDb", 2)).toBe(true);
    expect(session.gestures().done).toHaveLength(before + 1);
    expect(paramsOf(session, 0)).toEqual({ gainDb: { targets: ["a.gainDb"] } });
    expect(paramsOf(session, 1)).toEqual({ gainDb: { targets: ["inner.gainDb"] } });
    show("b.gainDb", 1);
    show("b.gainDb", 2);
    expect(paramsOf(session, 0)).toHaveProperty("bGainDb", { targets: ["b.gainDb"] });
    expect(paramsOf(session, 1)).toHaveProperty("bGainDb", { targets: ["inner.bGainDb"] });
    expect(exposeCommands(session.getState().document, around(session), "b.gainDb")).toEqual([]);
  });

  test("of several nodes moves them together, as they are or from where each stands", () => {
    const session = nested();
    const { content } = around(session)[0]!;
    const now = (): MixDocument => session.getState().document;
    session.doAll(exposeCommands(now(), around(session).slice(0, 1), "a.gainDb"));
    session.do({ kind: "setParameter", graph: content, node: "a", param: "gainDb", value: -6 });
    const macro = macroOf(now(), toyRegistry, content, paramsOf(session, 0)["gainDb"]!)!;
    expect(macro).toEqual({ targets: ["a.gainDb"], ranges: { "a.gainDb": { from: -6, to: 24 } } });
    expect(macroOf(now(), toyRegistry, content, macro)).toBeUndefined();
    expect(macroOf(now(), toyRegistry, content, { targets: ["a.polarity"] })).toBeUndefined();
    session.do(driveCommand(now(), toyRegistry, content, "gainDb", "b.gainDb"));
    expect(paramsOf(session, 0)["gainDb"]).toEqual({ targets: ["a.gainDb", "b.gainDb"] });
    session.undo();
    session.do({ kind: "setExposed", graph: content, name: "gainDb", exposed: macro });
    session.do(driveCommand(now(), toyRegistry, content, "gainDb", "b.gainDb"));
    expect(session.getState().refusal).toBeUndefined();
    expect(paramsOf(session, 0)["gainDb"]!.ranges).toHaveProperty(["b.gainDb"], { from: 0, to: 24 });
    expect(shownAs(now().graphs[content]!.interface, "a.gainDb")).toBeUndefined();
  });
});

describe("a chain that is placed", () => {
  const inserted = (mix: MixDocument, selection: readonly string[], gainDb?: number) => {
    const chosen = { document: mix, path: [], graph: "mix", selection: new Set(selection) };
    return placeChainCommands(mix, toyRegistry, level(-3), placeFor(chosen, toyRegistry)!, gainDb);
  };

  test("goes to the end of a strip's inserts, which are made where there are none; without a choice into the mix's last strip", () => {
    const { document, graph, node } = inserted(toyMix(), ["kick"]);
    expect(document.graphs["mix"]!.nodes["kick"]!.graph).toBe(graph);
    expect(document.graphs[graph]!.connections).toEqual([
      { from: "in.main", to: `${node}.main` },
      { from: `${node}.main`, to: "out.main" },
    ]);
    const last = inserted(toyMix(), []);
    expect(last.document.graphs["mix"]!.nodes["stereo"]!.graph).toBe(last.graph);
  });

  test("goes behind a processor into all its cables, which keep their settings, as much louder as is asked", () => {
    const mix = chainMix();
    const graph = "bass-chain";
    const { connections } = mix.graphs[graph]!;
    const where = placeFor({ document: mix, path: ["bass"], graph, selection: new Set(["comp"]) }, toyRegistry)!;
    const { document, node } = placeChainCommands(mix, toyRegistry, level(-3), where, 2.5);
    const leaving = connections.filter(({ from }) => from === "comp.main");
    const after = document.graphs[graph]!.connections;
    expect(leaving.length).toBeGreaterThan(0);
    expect(after).toHaveLength(connections.length + 1);
    expect(after).toContainEqual({ from: "comp.main", to: `${node}.main` });
    for (const cable of leaving) expect(after).toContainEqual({ ...cable, from: `${node}.main`, gainDb: 2.5 });
  });

  test("does in a session what it did when it was tried, as one entry", () => {
    const session = new EditorSession(toyMix(), toyRegistry);
    const { commands, document } = inserted(toyMix(), ["kick"], -4);
    expect(session.doAll(commands)).toBe(true);
    expect(session.getState().document).toEqual(document);
    session.undo();
    expect(session.getState().document).toEqual(toyMix());
  });
});

test("a chain node says what it is, how many follow it, and how it differs", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  const { commands, node, graph } = placeChainCommands(toyMix(), toyRegistry, level(-3), {
    kind: "free",
    graph: "mix",
    position: { x: 0, y: 0 },
  });
  session.doAll(commands);
  const facts = () => chainFacts(session.getState().document, toyRegistry, { graph, node })!;
  expect(chainTitle(facts().definition)).toBe("Level@1.0.0");
  expect(facts().shortHash).toBe(chainHash(level(-3)).slice(0, 8));
  expect(differences(facts())).toEqual([]);
  const content = session.getState().document.graphs[graph]!.nodes[node]!.graph!;
  const edits: readonly Command[] = [
    { kind: "addNode", graph, type: CHAIN_TYPE, id: "again", nodeGraph: content },
    { kind: "setParameter", graph: content, node: "a", param: "gainDb", value: -9 },
    { kind: "setParameter", graph, node, param: "levelDb", value: 3 },
    { kind: "setPinned", graph, node, pinned: true },
  ];
  session.doAll(edits.slice(0, 3));
  expect(facts()).toMatchObject({ linkedCount: 2, isChanged: true, ownCount: 1, isPinned: false });
  session.do(edits[3]!);
  expect(differences(facts())).toEqual(["changed inside", "1 value of its own", "pinned"]);
  expect(chainFacts(session.getState().document, toyRegistry, { graph, node: "kick" })).toBeUndefined();
});

describe("an update of chains that were changed inside", () => {
  const versions = new Map([level(-3), { ...level(-3), version: "1.1.0" }].map((chain) => [chainHash(chain), chain]));
  const known = (sha256: string): ChainDocument | undefined => versions.get(sha256);
  /** Three nodes of the chain, of which the second and third follow one graph; in that the gain stands at −9. */
  const prepared = () => {
    const session = new EditorSession(toyMix(), toyRegistry);
    const where = { kind: "free", graph: "mix", position: { x: 0, y: 0 } } as const;
    const now = () => session.getState().document;
    const placed = ["", ""].map(() => {
      const { commands, node } = placeChainCommands(now(), toyRegistry, level(-3), where);
      session.doAll(commands);
      return now().graphs["mix"]!.nodes[node]!.graph!;
    });
    const [plain, changed] = placed as [string, string];
    session.do({ kind: "addNode", graph: "mix", type: CHAIN_TYPE, id: "third", nodeGraph: changed });
    session.do({ kind: "setParameter", graph: changed, node: "a", param: "gainDb", value: -9 });
    return { now, plain, changed };
  };
  const next: ChainDocument = { ...level(-3), version: "2.0.0", graphs: level(-20).graphs };
  const gainIn = ({ graphs }: MixDocument, graph: string) => graphs[graph]!.nodes["a"]!.params["gainDb"];

  test("names them and what was changed, where the version that was placed is at hand", () => {
    const { now, changed } = prepared();
    const [use, ...others] = changedUses(now(), toyRegistry, outdatedUses(now(), next), known);
    expect(others).toEqual([]);
    expect(use).toMatchObject({ graph: changed, nodes: [{ graph: "mix", node: "Level-2" }, { node: "third" }] });
    expect(use!.differences!.map(differenceText)).toEqual(["a.gainDb -9, not -3"]);
    expect(changedUses(now(), toyRegistry, outdatedUses(now(), next), () => undefined)[0]!.differences).toBeUndefined();
    expect(changedUses(now(), toyRegistry, outdatedUses(now(), next), known, { graph: "mix", node: "Level" })).toEqual(
      [],
    );
  });

  test.each([
    ["replace", [-20, -20], ["2.0.0", "2.0.0"]],
    ["keep", [-20, -9], ["2.0.0", "2.0.0"]],
    ["leave", [-20, -9], ["2.0.0", "1.0.0"]],
  ] as const)("to %s them", (deal, gains, chainVersions) => {
    const { now, plain, changed: graph } = prepared();
    const changed = changedUses(now(), toyRegistry, outdatedUses(now(), next), known);
    const { document, lost } = updateCommands(now(), toyRegistry, next, {
      uses: outdatedUses(now(), next),
      changed,
      deal,
    });
    expect([plain, graph].map((each) => gainIn(document, each))).toEqual(gains);
    expect([plain, graph].map((each) => document.graphs[each]!.definition!.version)).toEqual(chainVersions);
    expect(lost).toEqual([]);
    // What keeps its changes is of this version, and can be brought to what the version is.
    expect([...divergedUses(document, toyRegistry, next).keys()]).toEqual(deal === "keep" ? [graph] : []);
    expect([...divergedUses(now(), toyRegistry, level(-3)).keys()]).toEqual([graph]);
    expect([...outdatedUses(document, next).keys()]).toEqual(deal === "leave" ? [graph] : []);
  });

  test("of one node alone leaves those that were linked with it", () => {
    const { now, changed } = prepared();
    const only = { graph: "mix", node: "third" };
    const uses = changedUses(now(), toyRegistry, outdatedUses(now(), next), known, only);
    const { document } = updateCommands(now(), toyRegistry, next, {
      uses: outdatedUses(now(), next),
      only,
      changed: uses,
      deal: "keep",
    });
    const alone = document.graphs["mix"]!.nodes["third"]!.graph!;
    expect(alone).not.toBe(changed);
    expect(document.graphs[changed]!.definition!.version).toBe("1.0.0");
    expect([document.graphs[alone]!.definition!.version, gainIn(document, alone)]).toEqual(["2.0.0", -9]);
  });
});

test("text is told apart: a chain's line, link or file, and nodes of a mix", () => {
  expect(isChainText("look: twobus-chain:abc.0123456789 !")).toBe(true);
  expect(isChainText("https://example.org/#twobus-chain=abc.0123456789")).toBe(true);
  expect(isChainText(JSON.stringify(level(0)))).toBe(true);
  expect(isChainText(JSON.stringify(toyMix()))).toBe(false);
  expect(isChainText("hello")).toBe(false);
});
