import type { Problem } from "@twobus/core/problem";
import { expect, test } from "vitest";
import { linesOf, printable } from "./sentences.ts";

const problem = (at: string, message = "is wrong"): Problem => ({ code: "wrong", at, message });

test("names that steer a terminal are written out", () => {
  expect(linesOf([problem("a\u001b[31m\n\u009b2J\u202e.wav")])).toEqual([
    "a\\u001b[31m\\u000a\\u009b2J\\u202e.wav: is wrong",
  ]);
  expect(printable("Kick\r\n  Snare\u0007")).toBe("Kick\\u000d\n  Snare\\u0007");
});

test("of many lines the first are told, the rest counted", () => {
  const lines = linesOf(Array.from({ length: 200_000 }, (_, n) => problem(`node${n}`)));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe("and 199980 more");
  expect(linesOf([problem("a"), problem("b")])).toEqual(["a: is wrong", "b: is wrong"]);
});

test("a fault of no place names none", () => {
  expect(linesOf([problem("twobus", "stopped")])).toEqual(["stopped"]);
});
