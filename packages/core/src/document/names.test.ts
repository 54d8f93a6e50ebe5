import fc from "fast-check";
import { expect, test } from "vitest";
import { freeId, listed, NODE_ID_PATTERN } from "./names.ts";
import { nearest } from "./nearest.ts";

test("a free id stays near the wish", () => {
  expect(freeId({}, "kick", "track")).toBe("kick");
  expect(freeId({ kick: 1 }, "kick", "track")).toBe("kick-2");
  expect(freeId({ kick: 1, "kick-2": 1 }, "kick-2", "track")).toBe("kick-3");
  expect(freeId({ "guitar-2": 1 }, "guitar-2", "track")).toBe("guitar-2-2");
  expect(freeId({}, "  Kick In (1)", "track")).toBe("Kick-In-1");
  expect(freeId({}, "808", "track")).toBe("track-808");
  expect(freeId({}, "Café", "track")).toBe("Cafe");
  expect(freeId({}, "日本", "track")).toBe("track");
  expect(freeId({}, "toString", "track")).toBe("toString");
});

const hostile = ["in", "out", "constructor", "__proto__", "toString", "hasOwnProperty", "", "-", "🥁", "x".repeat(300)];

test("free ids are legal and new, whatever is wished for", () => {
  const wishes = fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "grapheme" })), { maxLength: 40 });
  fc.assert(
    fc.property(wishes, (wanted) => {
      const taken: Record<string, true> = {};
      for (const wish of wanted) {
        const id = freeId(taken, wish, "track");
        expect(id).toMatch(NODE_ID_PATTERN);
        expect(Object.hasOwn(taken, id)).toBe(false);
        taken[id] = true;
      }
    }),
  );
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
