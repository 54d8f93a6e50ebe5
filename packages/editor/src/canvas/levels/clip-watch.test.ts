import { expect, test } from "vitest";
import { ClipWatch } from "./clip-watch.ts";

const readings = (kickDb: number, snareDb = -20): Parameters<ClipWatch["take"]>[0] => ({
  levels: { "kick.main": { peakDbfs: [-10, kickDb] }, "snare.main": { peakDbfs: [snareDb, snareDb] } },
  meters: {},
});

const SIGNALS = ["kick.main", "snare.main"];

test("what goes over full scale is told for one and a half seconds after", () => {
  const clips = new ClipWatch();
  expect(clips.take(readings(0), SIGNALS)).toBe(false);
  expect(clips.take(readings(0.1), SIGNALS)).toBe(true);
  expect([clips.has("kick.main"), clips.has("snare.main")]).toEqual([true, false]);
  const changes = Array.from({ length: 46 }, () => clips.take(readings(-3), SIGNALS));
  expect(changes.indexOf(true)).toBe(45);
  expect(clips.has("kick.main")).toBe(false);
});

test("one over begins the time anew and changes nothing that is seen", () => {
  const clips = new ClipWatch();
  clips.take(readings(1), SIGNALS);
  for (let count = 0; count < 40; count++) clips.take(readings(-3), SIGNALS);
  expect(clips.take(readings(1), SIGNALS)).toBe(false);
  for (let count = 0; count < 45; count++) expect(clips.take(readings(-3), SIGNALS)).toBe(false);
});

test("where nothing is read any more nothing clips", () => {
  const clips = new ClipWatch();
  clips.take(readings(1, 1), SIGNALS);
  expect(clips.take({ levels: {}, meters: {} }, SIGNALS)).toBe(true);
  expect(clips.has("snare.main")).toBe(false);
});

test("what is not shown here may clip", () => {
  const clips = new ClipWatch();
  expect(clips.take(readings(1), ["snare.main"])).toBe(false);
  expect(clips.has("kick.main")).toBe(false);
});
