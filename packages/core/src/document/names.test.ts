import { expect, test } from "vitest";
import { freeId, listed, NODE_ID_PATTERN } from "./names.ts";
import { nearest } from "./nearest.ts";

test("a free id stays near the wish", () => {
  expect(freeId({}, "kick")).toBe("kick");
  expect(freeId({ kick: 1 }, "kick")).toBe("kick-2");
  expect(freeId({ kick: 1, "kick-2": 1 }, "kick-2")).toBe("kick-3");
  expect(freeId({}, "  Kick In (1)")).toBe("Kick-In-1");
  expect(freeId({}, "808")).toBe("n808");
  expect(freeId({}, "Größe")).toBe("Gr-e");
  expect(freeId({}, "日本")).toBe("n");
  expect(freeId({}, "toString")).toBe("toString");
});

test("a free id is always legal", () => {
  for (const wish of ["in", "out", "constructor", "__proto__", "", "-", "x".repeat(200)]) {
    expect(freeId({}, wish)).toMatch(NODE_ID_PATTERN);
    expect(freeId({ [freeId({}, wish)]: 1 }, wish)).toMatch(NODE_ID_PATTERN);
  }
});

test("names are listed up to a dozen", () => {
  expect(listed([])).toBe("none");
  expect(listed(["a", "b"])).toBe("a, b");
  expect(listed(Array.from({ length: 15 }, (_, i) => `n${i}`))).toMatch(/n11 and 3 more$/);
});

test("near names are found whatever their case, nearest first", () => {
  expect(nearest("Kik", ["snare", "kick", "kick-2", "bass"])).toEqual(["kick"]);
  expect(nearest("bas", ["mix", "bass", "bass-chain", "base"])).toEqual(["base", "bass", "bass-chain"]);
  expect(nearest("vocals", ["kick", "bass"])).toEqual([]);
});
