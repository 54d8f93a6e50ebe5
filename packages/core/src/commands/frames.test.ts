import { expect, test } from "vitest";
import { after, at, refusal } from "../../test/edits.ts";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { compile } from "../compile/compile.ts";
import { parseMix } from "../document/parse.ts";
import { CHAIN_TYPE } from "../document/types.ts";
import { serialiseMix } from "../document/serialise.ts";
import { validateMix } from "../document/validate.ts";
import type { Command } from "./apply.ts";

const frame = { x: -40, y: 8, width: 320, height: 200, title: "Drums", note: "tight\nand dry", colour: "#123abc" };
const set = (content: typeof frame | null): Command => ({ kind: "setFrame", ...at, id: "frame", frame: content });

test("a frame stands in the text, changes no plan, and without frames a mix does not mention them", () => {
  const framed = after(toyMix(), set(frame)).document;
  const text = serialiseMix(framed);
  const { document, warnings } = parseMix(text, "framed");
  expect(warnings).toEqual([]);
  expect(document.frames).toEqual({ mix: { frame } });
  expect(validateMix(document, toyRegistry).problems).toEqual([]);
  expect(compile(framed, toyRegistry)).toEqual(compile(toyMix(), toyRegistry));
  const bare = after(framed, set(null)).document;
  expect(bare).toEqual(toyMix());
  expect(serialiseMix(bare)).toBe(serialiseMix(toyMix()));
});

test("what is no frame is refused", () => {
  const mix = toyMix();
  expect(refusal(mix, set(null))).toContain("unknown-frame frames.mix.frame");
  expect(refusal(mix, set({ ...frame, width: 0 }))).toContain("illegal-value frames.mix.frame.width");
  expect(refusal(mix, set({ ...frame, note: "a\u0000b" }))).toContain("illegal-value frames.mix.frame.note");
  expect(refusal(mix, { kind: "setFrame", ...at, id: "__proto__", frame })).toContain("illegal-value");
  expect(refusal(mix, { kind: "setFrame", graph: "none", id: "a", frame })).toContain("unknown-graph");
});

test("the frames inside a chain are copied with it, and go with it", () => {
  const chain = { kind: "addNode", ...at, type: CHAIN_TYPE, nodeGraph: "bass-chain" } as const;
  const framed: Command = { kind: "setFrame", graph: "bass-chain", id: "note", frame };
  const { document } = after(toyMix(), framed, { ...chain, id: "fx" }, { kind: "makeUnique", ...at, node: "fx" });
  const copy = document.graphs["mix"]!.nodes["fx"]!.graph!;
  expect(document.frames).toEqual({ "bass-chain": { note: frame }, [copy]: { note: frame } });
  const without = after(document, { kind: "removeNode", ...at, node: "fx" }).document;
  expect(without.frames).toEqual({ "bass-chain": { note: frame } });
  expect(after(without, { kind: "removeNode", ...at, node: "bass" }).document.frames).toBeUndefined();
});

test("the frames of a chain that is expanded stand around where it stood", () => {
  const grouped = after(
    toyMix(),
    { kind: "setLayout", ...at, positions: { kick: { x: 0, y: 0 }, snare: { x: 100, y: 50 } } },
    set(frame),
    { kind: "groupNodes", ...at, nodes: ["kick", "snare"], id: "pair" },
    { kind: "setFrame", graph: "pair", id: "frame", frame: { ...frame, title: "Pair" } },
    { kind: "setLayout", ...at, positions: { pair: { x: 1050, y: 25 } } },
  ).document;
  const { document } = after(grouped, { kind: "ungroupNode", ...at, node: "pair" });
  expect(document.frames).toEqual({ mix: { frame, "frame-2": { ...frame, x: 960, title: "Pair" } } });
  expect(document.layout["mix"]).toMatchObject({ kick: { x: 1000, y: 0 }, snare: { x: 1100, y: 50 } });
});
