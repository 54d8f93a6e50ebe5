import { expect, test } from "vitest";
import { soloAfter } from "./solo-after.ts";

test("a click solos one node alone, and again none", () => {
  expect(soloAfter(new Set(), ["kick"], false)).toEqual(new Set(["kick"]));
  expect(soloAfter(new Set(["bass", "snare"]), ["kick"], false)).toEqual(new Set(["kick"]));
  expect(soloAfter(new Set(["kick"]), ["kick"], false)).toEqual(new Set());
});

test("a click that adds leaves the others as they are", () => {
  expect(soloAfter(new Set(["bass"]), ["kick"], true)).toEqual(new Set(["bass", "kick"]));
  expect(soloAfter(new Set(["bass", "kick"]), ["kick"], true)).toEqual(new Set(["bass"]));
});

test("of several a press solos all, and again none of them", () => {
  expect(soloAfter(new Set(["kick"]), ["kick", "snare"], false)).toEqual(new Set(["kick", "snare"]));
  expect(soloAfter(new Set(["bass", "kick", "snare"]), ["kick", "snare"], true)).toEqual(new Set(["bass"]));
});
