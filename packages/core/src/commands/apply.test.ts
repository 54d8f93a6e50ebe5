import { expect, test } from "vitest";
import { after, at, refusal } from "../../test/edits.ts";
import { toyMix } from "../../test/toy-pack.ts";

test("sources, places and names", () => {
  const source = { file: "audio/tom.wav", channels: 2, sampleRate: 48000, frames: 10 };
  const { document, created } = after(
    toyMix(),
    { kind: "addSource", id: "kick", source },
    { kind: "setLayout", ...at, positions: { drums: { x: 1, y: 2 }, in: { x: 3, y: 4 } } },
    { kind: "setLayout", graph: "bass-chain", positions: { comp: { x: 5, y: 6 } } },
    { kind: "rename", name: "New" },
    { kind: "rename", graph: "mix", name: "Whole mix" },
  );
  expect(created[0]).toBe("kick-2");
  expect(document.sources["kick-2"]).toEqual(source);
  expect(document.layout["mix"]).toMatchObject({ kick: { x: 0, y: 40 }, drums: { x: 1, y: 2 }, in: { x: 3, y: 4 } });
  expect(document.layout["bass-chain"]).toEqual({ comp: { x: 5, y: 6 } });
  expect([document.name, document.graphs["mix"]!.name]).toEqual(["New", "Whole mix"]);
  expect(refusal(toyMix(), { kind: "addSource", id: "x", source: { ...source, file: "../tom.wav" } })).toContain(
    "sources.x.file",
  );
  expect(refusal(toyMix(), { kind: "setLayout", ...at, positions: { tom: { x: 0, y: 0 } } })).toContain(
    "unknown-node mix/tom",
  );
  expect(refusal(toyMix(), { kind: "rename", name: "x".repeat(201) })).toContain("200 characters");
});

test("what is no command is refused", () => {
  expect(refusal(toyMix(), { kind: "toString" } as never)).toContain("there is no command toString");
});

test("a mix cannot be made to grow beyond the limits", () => {
  const mix = toyMix();
  const gain = { type: "toy.gain", version: 1, params: { gainDb: 0, polarity: false } };
  const { nodes } = mix.graphs["mix"]!;
  for (let i = Object.keys(nodes).length + 1; i < 50_000; i++) nodes[`gain-${i}`] = gain;
  const { document } = after(mix, { kind: "setLabel", ...at, node: "kick", label: "K" });
  expect(refusal(document, { kind: "addNode", ...at, type: "toy.gain" })).toContain(
    "too-many-nodes mix: the mix comes to 50001 nodes",
  );
});
