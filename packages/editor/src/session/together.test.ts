import type { Command } from "@twobus/core";
import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import { nameGesture } from "../history/name-gesture.ts";
import type { EditorSession } from "./editor-session.ts";
import { setTogether, settingsTogether } from "./together.ts";

const graph = "mix";
const valuesOf = (session: EditorSession, param: string, nodes: readonly string[]): readonly unknown[] =>
  nodes.map((node) => session.document.graphs[graph]!.nodes[node]!.params[param]);

/** As a control does it: from where all stood when it began. */
function drag(session: EditorSession, node: string, param: string, values: readonly number[]): void {
  const before = settingsTogether(session.getState(), session.registry, node, param);
  const end = session.beginGesture();
  for (const value of values) session.do(setTogether(session.getState(), before, node, param, value));
  end();
}

test("a fader takes those along that are selected with it, and all is one entry to undo", () => {
  const session = toySession();
  session.select(["snare", "kick", "duck"]);
  drag(session, "kick", "faderDb", [3, 12, 16.5, -2]);
  expect(valuesOf(session, "faderDb", ["kick", "snare", "bass"])).toEqual([-2, -6.5, 0]);
  expect(session.gestures().done).toHaveLength(1);
  expect(nameGesture(session.gestures().done[0]!, session.registry)).toBe("Fader of 2 nodes");
  session.undo();
  expect(valuesOf(session, "faderDb", ["kick", "snare"])).toEqual([0, -4.5]);
});

test("the loudest limits, and what it stopped comes back in the same drag", () => {
  const session = toySession();
  session.select(["snare", "kick"]);
  drag(session, "snare", "faderDb", [12]);
  expect(valuesOf(session, "faderDb", ["kick", "snare"])).toEqual([12, 7.5]);
  session.undo();
  drag(session, "snare", "faderDb", [12, -4.5]);
  expect(valuesOf(session, "faderDb", ["kick", "snare"])).toEqual([0, -4.5]);
});

test("one that is not selected, or alone, moves alone", () => {
  const session = toySession();
  session.select(["snare", "kick"]);
  drag(session, "bass", "faderDb", [-10]);
  expect(valuesOf(session, "faderDb", ["kick", "snare", "bass"])).toEqual([0, -4.5, -10]);
  session.select(["kick"]);
  drag(session, "kick", "faderDb", [-1]);
  expect(valuesOf(session, "faderDb", ["kick", "snare"])).toEqual([-1, -4.5]);
});

test("a choice becomes the same for all that have it, and other kinds of a name stay out", () => {
  const session = toySession();
  const add = (type: string, id: string): Command => ({ kind: "addNode", graph, type: `toy.${type}`, id });
  session.doAll([add("compressor", "glue"), add("leveller", "ride")]);
  session.select(["duck", "glue", "ride"]);
  const before = settingsTogether(session.getState(), session.registry, "duck", "style");
  session.do(setTogether(session.getState(), before, "duck", "style", "warm"));
  expect(valuesOf(session, "style", ["duck", "glue", "ride"])).toEqual(["warm", "warm", undefined]);
  drag(session, "glue", "thresholdDb", [-28]);
  expect(valuesOf(session, "thresholdDb", ["duck", "glue", "ride"])).toEqual([-28, -28, -22]);
  drag(session, "duck", "ratio", [8]);
  expect(valuesOf(session, "ratio", ["duck", "glue"])).toEqual([8, 8]);
});
