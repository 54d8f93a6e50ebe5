import { expect, test } from "vitest";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { TwobusError } from "../problem.ts";
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
