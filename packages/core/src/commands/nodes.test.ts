import { expect, test } from "vitest";
import { after, at, chainMix, refusal } from "../../test/edits.ts";
import { toyMix } from "../../test/toy-pack.ts";
import { CHAIN_TYPE } from "../document/types.ts";
import type { Command } from "./apply.ts";

test("addNode writes every parameter out and finds a free id", () => {
  const { document, created } = after(
    toyMix(),
    {
      kind: "addNode",
      ...at,
      type: "toy.bus",
      id: "drums",
      params: { faderDb: -3 },
      label: "Drums 2",
      colour: "#112233",
    },
    { kind: "addNode", ...at, type: "toy.compressor" },
    { kind: "addNode", ...at, type: "toy.track", id: "in", source: "snare" },
    { kind: "addNode", ...at, type: "toy.bus", id: "keys", nodeGraph: "bass-chain" },
  );
  expect(created).toEqual(["drums-2", "compressor", "in-2", "keys"]);
  expect(document.graphs["mix"]!.nodes["drums-2"]).toEqual({
    type: "toy.bus",
    version: 1,
    params: { faderDb: -3, panPercent: 0 },
    label: "Drums 2",
    colour: "#112233",
  });
  expect(document.graphs["mix"]!.nodes["compressor"]!.version).toBe(3);
});

test.each<[Partial<Extract<Command, { kind: "addNode" }>>, string]>([
  [{ type: "other.node" }, "unknown-node-type mix/x: no pack here has the node other.node"],
  [{ type: "toy.gain", nodeGraph: "bass-chain" }, "graph-not-allowed mix/x"],
  [{ type: "toy.bus", nodeGraph: "nowhere" }, "unknown-graph mix/x: there is no graph nowhere"],
  [{ type: CHAIN_TYPE }, "chain-without-graph mix/x"],
  [{ type: CHAIN_TYPE, nodeGraph: "mix" }, "graph-contains-itself mix: a graph cannot contain itself: mix → mix"],
  [{ type: "toy.bus", source: "kick" }, "source-not-allowed mix/x"],
  [{ type: "toy.track", source: "kik" }, "unknown-source mix/x"],
  [{ type: "toy.bus", params: { faderDb: 20 } }, "illegal-value mix/x.faderDb"],
  [{ type: "toy.bus", label: "a\nb" }, "illegal-value mix/x: must have 200 characters"],
  [{ type: "toy.bus", graph: "nowhere" }, "unknown-graph nowhere"],
])("addNode refuses %j", (fields, sentence) => {
  expect(refusal(toyMix(), { kind: "addNode", ...at, type: "toy.bus", id: "x", ...fields })).toContain(sentence);
});

test("removeNode takes everything with it that names the node", () => {
  const { document } = after(
    toyMix(),
    { kind: "removeNode", ...at, node: "drums" },
    { kind: "removeNode", ...at, node: "kick" },
  );
  expect(JSON.stringify(document)).not.toMatch(/"(mix\/)?drums[".]/);
  expect(document.graphs["mix"]!.connections).toHaveLength(3);
  expect(document.layout["mix"]).toEqual({ out: { x: 400, y: 40 } });
  expect(document.sources).toEqual(toyMix().sources);
});

test("removeNode takes private nested graphs along, and leaves shared ones and the root", () => {
  const chain = toyMix().graphs["bass-chain"]!;
  const mix = toyMix();
  mix.graphs["inner"] = structuredClone(chain);
  mix.graphs["bass-chain"]!.nodes["inner"] = { type: CHAIN_TYPE, version: 1, params: {}, graph: "inner" };
  mix.automation["inner/comp.thresholdDb"] = { points: [] };
  mix.layout["inner"] = {};
  mix.graphs["aside"] = structuredClone(chain);
  mix.graphs["aside"]!.nodes["all"] = { type: CHAIN_TYPE, version: 1, params: {}, graph: "mix" };
  const remove: Command = { kind: "removeNode", ...at, node: "bass" };

  const { document } = after(mix, remove);
  expect(Object.keys(document.graphs)).toEqual(["mix", "aside"]);
  expect(document.layout["inner"]).toBeUndefined();
  expect(document.automation["inner/comp.thresholdDb"]).toBeUndefined();

  const shared = after(mix, { kind: "setNodeGraph", ...at, node: "drums", nodeGraph: "inner" }).document;
  expect(Object.keys(after(shared, remove).document.graphs)).toEqual(["mix", "inner", "aside"]);
  expect(after(mix, { kind: "removeNode", graph: "aside", node: "all" }).document.graphs["mix"]).toBeDefined();
});

test("a parameter that is shown of nothing any more goes from every chain node", () => {
  const { document } = after(chainMix(), { kind: "removeNode", graph: "bass-chain", node: "comp" });
  expect(document.graphs["bass-chain"]!.interface.params).toEqual({});
  expect(document.graphs["mix"]!.nodes["fx"]!.params).toEqual({});
  expect(document.automation["mix/fx.amountDb"]).toBeUndefined();
});

test("renameNode renames whatever names the node", () => {
  const { document } = after(
    chainMix(),
    { kind: "renameNode", ...at, node: "drums", id: "kit" },
    { kind: "renameNode", ...at, node: "kick", id: "bassdrum" },
    { kind: "renameNode", graph: "bass-chain", node: "comp", id: "squash" },
  );
  const { nodes, connections } = document.graphs["mix"]!;
  expect(nodes["kit"]).toEqual(toyMix().graphs["mix"]!.nodes["drums"]);
  expect(connections).toContainEqual({ from: "bassdrum.main", to: "kit.main" });
  expect(Object.keys(document.automation)).toEqual(["mix/fx.amountDb", "mix/kit.faderDb"]);
  expect(document.layout["mix"]).toHaveProperty("bassdrum");
  expect(document.graphs["bass-chain"]!.interface.params["amountDb"]!.targets).toEqual(["squash.thresholdDb"]);
  expect(refusal(toyMix(), { kind: "renameNode", ...at, node: "kick", id: "snare" })).toContain("taken-id");
  expect(refusal(toyMix(), { kind: "renameNode", ...at, node: "kick", id: "out" })).toContain("the graph's own");
});

test("flags, labels, colours and sources are set and taken away", () => {
  const place = { ...at, node: "kick" } as const;
  const { document } = after(
    toyMix(),
    { kind: "setBypassed", ...place, bypassed: true },
    { kind: "setMuted", ...place, muted: true },
    { kind: "setLabel", ...place, label: "BD" },
    { kind: "setColour", ...place, colour: "#aabbcc" },
    { kind: "setSource", ...place, source: "snare" },
  );
  expect(document.graphs["mix"]!.nodes["kick"]).toMatchObject({
    bypassed: true,
    muted: true,
    label: "BD",
    colour: "#aabbcc",
    source: "snare",
  });
  const { document: bare } = after(
    document,
    { kind: "setBypassed", ...place, bypassed: false },
    { kind: "setMuted", ...place, muted: false },
    { kind: "setLabel", ...place, label: null },
    { kind: "setColour", ...place, colour: null },
    { kind: "setSource", ...place, source: null },
  );
  expect(bare.graphs["mix"]!.nodes["kick"]).toEqual({
    type: "toy.track",
    version: 1,
    params: { faderDb: 0, panPercent: 0 },
  });
  expect(refusal(toyMix(), { kind: "setColour", ...place, colour: "red" })).toContain("must be a colour such as");
  expect(refusal(toyMix(), { kind: "setSource", ...place, source: "tom" })).toContain("unknown-source");
});

test("a track is given another recording, and the one before goes where nothing else plays it", () => {
  const place = { ...at, node: "kick" };
  const take = { file: "kick 2.wav", channels: 1, sampleRate: 44_100, frames: 96_000 };
  const begun = toyMix();
  begun.sources["kick"]!.startSeconds = 1.5;
  const { document, created } = after(begun, { kind: "replaceSource", ...place, id: "kick", source: take });
  expect(created).toEqual(["kick-2"]);
  expect(document.graphs["mix"]!.nodes["kick"]).toEqual({ ...begun.graphs["mix"]!.nodes["kick"], source: "kick-2" });
  expect(document.sources["kick-2"]).toEqual({ ...take, startSeconds: 1.5 });
  expect(Object.keys(document.sources)).toEqual([
    ...Object.keys(begun.sources).filter((id) => id !== "kick"),
    "kick-2",
  ]);

  const two: Command = { kind: "addNode", ...at, type: "toy.track", id: "double", source: "kick" };
  const { document: shared } = after(begun, two, { kind: "replaceSource", ...place, id: "kick", source: take });
  expect(shared.graphs["mix"]!.nodes["double"]!.source).toBe("kick");
  expect(shared.sources["kick"]).toEqual(begun.sources["kick"]);

  const { document: first } = after(
    begun,
    { kind: "setSource", ...place, source: null },
    { kind: "replaceSource", ...place, id: "take", source: { ...take, startSeconds: 2 } },
  );
  expect(first.sources["take"]).toEqual({ ...take, startSeconds: 2 });
  expect(refusal(toyMix(), { kind: "replaceSource", ...at, node: "drums", id: "x", source: take })).toContain(
    "source-not-allowed",
  );
  expect(
    refusal(toyMix(), { kind: "replaceSource", ...place, id: "x", source: { ...take, file: "../x.wav" } }),
  ).toContain("sources.x");
});
