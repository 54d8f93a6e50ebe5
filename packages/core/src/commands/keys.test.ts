import { expect, test } from "vitest";
import { at } from "../../test/edits.ts";
import { chainNode } from "../../test/nested-mix.ts";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { compile } from "../compile/compile.ts";
import { freeKeys } from "../document/free-keys.ts";
import { validateMix } from "../document/validate.ts";
import type { MixDocument } from "../document/types.ts";
import type { Command } from "./apply.ts";
import { History } from "./history.ts";

const compressor = { thresholdDb: -20, lookAheadMs: 0, character: "clean" };

/** A bus whose inserts were made without any key, and hold two compressors. */
function unkeyed(): History {
  const history = new History(toyMix(), toyRegistry);
  history.do({ kind: "addGraph", id: "drums-chain" });
  history.do({ kind: "setNodeGraph", ...at, node: "drums", nodeGraph: "drums-chain" });
  for (const id of ["glue", "punch"]) {
    history.do({ kind: "addNode", graph: "drums-chain", type: "toy.compressor", id, params: compressor });
    const last = history.document.graphs["drums-chain"]!.connections.find(({ to }) => to === "out.main")!;
    history.do({ kind: "insertOnConnection", graph: "drums-chain", from: last.from, to: last.to, node: id });
  }
  return history;
}

const key = (from: string, to: string): Command => ({ kind: "connect", ...at, from, to });
const cut = (from: string, to: string): Command => ({ kind: "disconnect", ...at, from, to });
const inputsOf = ({ graphs }: MixDocument, graph: string): string[] => Object.keys(graphs[graph]!.interface.inputs);
const free = ({ document }: History, node: string): string[] => freeKeys(document, toyRegistry, "mix", node);

test("a cable to a key inside a strip makes the ways to it, as one entry, and leaves nothing behind when it goes", () => {
  const history = unkeyed();
  const before = history.document;
  expect(free(history, "drums")).toEqual(["drums/glue.key", "drums/punch.key"]);
  history.do({ ...key("synth.main", "drums/glue.key"), gainDb: -6 } as Command);
  expect(validateMix(history.document, toyRegistry).problems).toEqual([]);
  expect(history.document.graphs["mix"]!.connections).toContainEqual({
    from: "synth.main",
    to: "drums.key",
    gainDb: -6,
  });
  expect(history.document.graphs["drums-chain"]!.connections).toContainEqual({ from: "in.key", to: "glue.key" });
  expect(free(history, "drums")).toEqual(["drums/punch.key"]);
  // It is heard: what the compressor is given is the other track.
  expect(JSON.stringify(compile(history.document, toyRegistry))).not.toBe(JSON.stringify(compile(before, toyRegistry)));
  const keyed = history.document;
  history.undo();
  expect(history.document).toEqual(before);
  history.redo();
  expect(history.document).toEqual(keyed);
  history.do(cut("synth.main", "drums.key"));
  expect(history.document.graphs).toEqual(before.graphs);
  history.undo();
  expect(history.document).toEqual(keyed);
});

test("a second key of a strip has a name of its own; a second source shares the port, which goes with the last", () => {
  const history = unkeyed();
  history.do(key("synth.main", "drums/glue.key"));
  history.do(key("synth.main", "drums/punch.key"));
  history.do(key("bass.main", "drums/glue.key"));
  expect(inputsOf(history.document, "drums-chain")).toEqual(["main", "key", "punch-key"]);
  history.do(cut("synth.main", "drums.key"));
  expect(inputsOf(history.document, "drums-chain")).toEqual(["main", "key", "punch-key"]);
  history.do({ kind: "removeNode", ...at, node: "bass" });
  expect(inputsOf(history.document, "drums-chain")).toEqual(["main", "punch-key"]);
  // With the compressor goes the cable that has nowhere to lead any more.
  history.do({ kind: "removeNode", graph: "drums-chain", node: "punch" });
  expect(inputsOf(history.document, "drums-chain")).toEqual(["main"]);
  expect(history.document.graphs["mix"]!.connections.filter(({ to }) => to.startsWith("drums.punch"))).toEqual([]);
  expect(validateMix(history.document, toyRegistry).problems).toEqual([]);
});

test("through chains in chains, and away again; a cable that moves within one gesture keeps its port", () => {
  const history = unkeyed();
  const inner = history.do({ kind: "groupNodes", graph: "drums-chain", nodes: ["glue"], id: "box" }).created!;
  const before = history.document;
  const nested = before.graphs["drums-chain"]!.nodes[inner]!.graph!;
  history.do(key("synth.main", `drums/${inner}/glue.key`));
  expect([inputsOf(history.document, "drums-chain"), inputsOf(history.document, nested)]).toEqual([
    ["main", "key"],
    ["main", "key"],
  ]);
  history.gesture(() => {
    history.do(cut("synth.main", "drums.key"));
    history.do(key("bass.main", "drums.key"));
  });
  expect(inputsOf(history.document, nested)).toEqual(["main", "key"]);
  history.do(cut("bass.main", "drums.key"));
  expect(history.document.graphs).toEqual(before.graphs);
});

test("what a placed chain declares stays, and what it does not show is not offered; senseless ends are refused", () => {
  const mix = toyMix();
  mix.graphs["bass-chain"]!.definition = { name: "Ducked", sha256: "0".repeat(64) };
  mix.graphs["mix"]!.nodes["fx"] = chainNode("bass-chain");
  const history = new History(mix, toyRegistry);
  history.do(cut("kick.main", "bass.duck"));
  expect(inputsOf(history.document, "bass-chain")).toEqual(["main", "duck"]);
  expect(free(history, "bass")).toEqual([]);
  const before = history.document;
  const refused = (to: string): (() => unknown) => {
    return () => history.do(key("kick.main", to));
  };
  expect(refused("bass/comp.main")).toThrow(/no key input main/);
  expect(refused("bass/none.key")).toThrow(/no node none/);
  expect(refused("drums/comp.key")).toThrow(/nothing inside drums/);
  expect(history.document).toBe(before);
});
