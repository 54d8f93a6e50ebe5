import { expect, test } from "vitest";
import { after, at, chainMix, refusal } from "../../test/edits.ts";
import { toyMix } from "../../test/toy-pack.ts";
import { CHAIN_TYPE, type GraphRecord } from "../document/types.ts";

test("addGraph brings a chain in, upgraded, and refuses a faulty one", () => {
  const preset: GraphRecord = structuredClone(toyMix().graphs["bass-chain"]!);
  preset.nodes["comp"] = { type: "toy.compressor", version: 1, params: { threshold: -3 } };
  const { document, created } = after(
    toyMix(),
    { kind: "addGraph", id: "bass-chain", content: preset },
    { kind: "addGraph", id: "empty" },
    { kind: "setNodeGraph", ...at, node: "drums", nodeGraph: "bass-chain-2" },
  );
  expect(created).toEqual(["bass-chain-2", "empty", undefined]);
  expect(document.graphs["bass-chain-2"]!.nodes["comp"]).toEqual({
    type: "toy.compressor",
    version: 3,
    params: { thresholdDb: -3, lookAheadMs: 0, character: "warm" },
  });
  expect(document.graphs["empty"]!.connections).toEqual([{ from: "in.main", to: "out.main" }]);
  preset.connections.push({ from: "comp.side", to: "out.main" });
  expect(refusal(toyMix(), { kind: "addGraph", id: "x", content: preset })).toContain(
    "unknown-port x/comp.side → out.main",
  );
  expect(refusal(toyMix(), { kind: "addGraph", id: "x", content: { nodes: {} } as never })).toContain(
    "x.interface: is missing",
  );
});

test("setNodeGraph takes away what the new graph has no place for", () => {
  const bare = after(toyMix(), { kind: "setNodeGraph", ...at, node: "bass", nodeGraph: null }).document;
  expect(bare.graphs["mix"]!.nodes["bass"]!.graph).toBeUndefined();
  expect(bare.graphs["mix"]!.connections).not.toContainEqual(expect.objectContaining({ to: "bass.duck" }));
  expect(bare.graphs["bass-chain"]).toBeDefined();

  const { document } = after(
    chainMix(),
    { kind: "addGraph", id: "other" },
    { kind: "setNodeGraph", ...at, node: "fx", nodeGraph: "other" },
  );
  expect(document.graphs["mix"]!.nodes["fx"]).toEqual({ type: CHAIN_TYPE, version: 1, params: {}, graph: "other" });
  expect(document.automation["mix/fx.amountDb"]).toBeUndefined();
  expect(document.graphs["mix"]!.connections).toContainEqual({ from: "kick.main", to: "fx.main" });
  expect(document.graphs["mix"]!.connections).not.toContainEqual({ from: "snare.main", to: "fx.duck" });

  const same = after(
    chainMix(),
    { kind: "addGraph", id: "copy", content: toyMix().graphs["bass-chain"]! },
    { kind: "setNodeGraph", ...at, node: "fx", nodeGraph: "copy" },
  ).document;
  expect(same.graphs["mix"]!.nodes["fx"]!.params).toEqual({ amountDb: -30 });
  expect(refusal(toyMix(), { kind: "setNodeGraph", ...at, node: "bass", nodeGraph: "mix" })).toContain(
    "chain-without-main",
  );
  expect(refusal(chainMix(), { kind: "setNodeGraph", ...at, node: "fx", nodeGraph: null })).toContain(
    "chain-without-graph",
  );
});
