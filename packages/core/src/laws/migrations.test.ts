import { expect, test } from "vitest";
import { toyRegistry } from "../../test/toy-pack.ts";
import type { NodeRecord } from "../document/types.ts";
import { migrationFaults } from "./migrations.ts";

const first: NodeRecord = { type: "toy.compressor", version: 1, params: { threshold: -30, lookAheadMs: 0 } };
const second: NodeRecord = { type: "toy.compressor", version: 2, params: { thresholdDb: -30, lookAheadMs: 0 } };

test("the law holds when saved nodes call every migration", () => {
  expect(migrationFaults(toyRegistry, [first])).toEqual([]);
  expect(migrationFaults(toyRegistry, [first, second])).toEqual([]);
});

test("a migration that no saved node calls breaks the law", () => {
  expect(migrationFaults(toyRegistry, [second])).toMatchObject([
    { code: "uncalled-migration", at: "toy.compressor 1 → 2" },
  ]);
  expect(migrationFaults(toyRegistry, [])).toHaveLength(2);
});

test("a migration that leaves illegal values breaks the law", () => {
  const loud: NodeRecord = { ...first, params: { threshold: 20, lookAheadMs: 0, ratio: 4 } };
  expect(migrationFaults(toyRegistry, [loud])).toMatchObject(
    [
      { code: "illegal-value", at: "mix/saved-0.thresholdDb" },
      { code: "unknown-parameter", at: "mix/saved-0.ratio" },
    ].toReversed(),
  );
});
