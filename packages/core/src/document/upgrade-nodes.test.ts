import { expect, test } from "vitest";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { apply } from "../commands/apply.ts";
import { TwobusError } from "../problem.ts";
import { parseMix } from "./parse.ts";
import { serialiseMix } from "./serialise.ts";
import type { MixDocument } from "./types.ts";
import { upgradeNodes } from "./upgrade-nodes.ts";
import { validateMix } from "./validate.ts";

function oldMix(): MixDocument {
  const mix = toyMix();
  mix.graphs["bass-chain"]!.nodes["comp"] = {
    type: "toy.compressor",
    version: 1,
    params: { threshold: -30, lookAheadMs: 2 },
  };
  delete mix.graphs["mix"]!.nodes["drums"]!.params["panPercent"];
  return mix;
}

test("old nodes are migrated, absent values written out, and every change is told", () => {
  const old = oldMix();
  const { document, warnings } = upgradeNodes(old, toyRegistry);
  expect(document.graphs["bass-chain"]!.nodes["comp"]).toEqual({
    type: "toy.compressor",
    version: 3,
    params: { thresholdDb: -30, lookAheadMs: 2, character: "warm" },
  });
  expect(document.graphs["mix"]!.nodes["drums"]!.params).toEqual({ faderDb: 0, panPercent: 0 });
  expect(warnings).toEqual([
    {
      code: "filled-parameter",
      at: "mix/drums",
      message: "had no value for panPercent 0: the default was written out",
    },
    {
      code: "upgraded-node",
      at: "bass-chain/comp",
      message: "was brought from version 1 of toy.compressor to version 3",
    },
  ]);
  expect(old).toEqual(oldMix());
  expect(validateMix(document, toyRegistry)).toEqual({ problems: [], warnings: [] });
});

test("a mix of today, unknown nodes included, is left as it is", () => {
  const mix = toyMix();
  mix.graphs["mix"]!.nodes["synth"] = { type: "other.synth", version: 9, params: {} };
  const { document, warnings } = upgradeNodes(mix, toyRegistry);
  expect(document).toBe(mix);
  expect(warnings).toEqual([]);
});

test("nodes newer than their definition are refused, all of them", () => {
  const mix = toyMix();
  mix.graphs["mix"]!.nodes["kick"]!.version = 2;
  mix.graphs["bass-chain"]!.nodes["comp"]!.version = 4;
  expect(() => upgradeNodes(mix, toyRegistry)).toThrow(TwobusError);
  expect(() => upgradeNodes(mix, toyRegistry)).toThrow(/^mix\/kick: .*version 2.*\nbass-chain\/comp: .*version 4/);
});

const lists = { bands: [{ hz: 100, on: true }, null, [1, "two"]], curve: { points: {} }, none: null };

test("what a node of an unknown type was saved with survives reading and writing, whatever JSON it is", () => {
  const mix = toyMix();
  mix.graphs["mix"]!.nodes["strange"] = { type: "else.where", version: 3, params: lists };
  const read = upgradeNodes(parseMix(serialiseMix(mix), "mix").document, toyRegistry).document;
  expect(read.graphs["mix"]!.nodes["strange"]!.params).toEqual(lists);
  expect(validateMix(read, toyRegistry).problems).toEqual([]);
  const set = { kind: "setParameter", graph: "mix", node: "kick", param: "faderDb", value: -3 } as const;
  expect(apply(read, set, toyRegistry).document.graphs["mix"]!.nodes["strange"]!.params).toEqual(lists);
});

test("a node of a known type takes plain values only, and says where", () => {
  const mix = toyMix();
  mix.graphs["mix"]!.nodes["kick"]!.params["faderDb"] = [1];
  const { document } = parseMix(serialiseMix(mix), "mix");
  expect(() => upgradeNodes(document, toyRegistry)).toThrow(/^mix\/kick\.faderDb: must be a number, text, or true/);
  expect(validateMix(document, toyRegistry).problems).toMatchObject([
    { at: "mix/kick.faderDb", code: "illegal-value" },
  ]);
});
