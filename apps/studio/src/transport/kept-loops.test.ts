import { beforeEach, expect, test, vi } from "vitest";
import { keepLoop, keptLoop } from "./kept-loops.ts";

const kept = new Map<string, string>();
const NAME = "twobus-loops";
const range = { startSeconds: 2, endSeconds: 2.6 };

beforeEach(() => {
  kept.clear();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  });
  return () => void vi.unstubAllGlobals();
});

test("each mix has a loop of its own, on or off", () => {
  expect(keptLoop("one")).toEqual({ isOn: false });
  keepLoop("one", { isOn: true, range });
  keepLoop("other", { isOn: false, range: { startSeconds: 0, endSeconds: 9 } });
  keepLoop("one", { isOn: false, range });
  expect(keptLoop("one")).toEqual({ isOn: false, range });
  expect(keptLoop("other")).toEqual({ isOn: false, range: { startSeconds: 0, endSeconds: 9 } });
});

test("of fifty mixes it is remembered, those that were looped last", () => {
  for (let mix = 0; mix < 60; mix++) keepLoop(String(mix), { isOn: true, range });
  expect(JSON.parse(kept.get(NAME)!)).toHaveLength(50);
  expect([keptLoop("9"), keptLoop("10")]).toEqual([{ isOn: false }, { isOn: true, range }]);
});

test.each([
  "{oops",
  "{}",
  '[["one"]]',
  '[["one",null]]',
  '[["one",{"isOn":true}]]',
  '[["one",{"isOn":1,"range":{"startSeconds":0,"endSeconds":9}}]]',
  '[["one",{"isOn":true,"range":{"startSeconds":-1,"endSeconds":9}}]]',
  '[["one",{"isOn":true,"range":{"startSeconds":3,"endSeconds":3}}]]',
])("what is no loop is none: %s", (text) => {
  kept.set(NAME, text);
  expect(keptLoop("one")).toEqual({ isOn: false });
});
