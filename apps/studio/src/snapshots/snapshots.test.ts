import { emptyMix, serialiseMix, type Problem } from "@twobus/core";
import { EditorSession } from "@twobus/editor";
import { expect, test } from "vitest";
import type { KeptSnapshot } from "../keeping/records.ts";
import { registry } from "../registry.ts";
import { createSnapshots } from "./snapshots.ts";

const open = (kept: KeptSnapshot[] = []) => {
  const session = new EditorSession(emptyMix("Song", 48_000), registry);
  session.do({ kind: "addNode", graph: "mix", type: "twobus.track", id: "kick" });
  const problems: Problem[] = [];
  const snapshots = createSnapshots({
    mix: "song",
    session,
    store: {
      snapshots: async (mix) => kept.filter((one) => one.mix === mix),
      saveSnapshot: async (snapshot) => void kept.push(snapshot),
    },
    onProblem: (problem) => problems.push(problem),
  });
  const setFader = (value: number): void =>
    void session.do({ kind: "setParameter", graph: "mix", node: "kick", param: "faderDb", value });
  const fader = (): unknown => session.document.graphs["mix"]!.nodes["kick"]?.params["faderDb"];
  return { session, snapshots, setFader, fader, kept, problems };
};

test("states are gone back and forth between, each time as one entry to undo", async () => {
  const { session, snapshots, setFader, fader } = open();
  setFader(-6);
  await snapshots.take("A");
  setFader(-12);
  await snapshots.take("B");
  const entries = session.gestures().done.length;
  expect(snapshots.recall("A")).toBe(true);
  expect(fader()).toBe(-6);
  expect(snapshots.recall("B")).toBe(true);
  expect(fader()).toBe(-12);
  expect(
    session
      .gestures()
      .done.slice(entries)
      .map(({ name }) => name),
  ).toEqual(["Recall snapshot A", "Recall snapshot B"]);
  session.undo();
  expect(fader()).toBe(-6);
  // What is that already makes no entry.
  snapshots.recall("A");
  expect(session.gestures().done).toHaveLength(entries + 1);
  expect(snapshots.recall("C")).toBe(false);
});

test("what was kept is there when the mix is opened again, and what is taken meanwhile is newer", async () => {
  const first = open();
  first.setFader(-6);
  await first.snapshots.take("A");
  await first.snapshots.take("D");
  const again = open(first.kept);
  again.setFader(-3);
  void again.snapshots.take("D");
  await again.snapshots.loaded;
  expect(again.snapshots.recall("D")).toBe(true);
  expect(again.fader()).toBe(-3);
  expect(again.snapshots.recall("A")).toBe(true);
  expect(again.fader()).toBe(-6);
  expect(again.snapshots.has("B")).toBe(false);
});

test("one that cannot be read is told, and a session that takes no edits stays as it is", async () => {
  const { snapshots, session, problems } = open([{ mix: "song", number: "A", text: "{" }]);
  await snapshots.loaded;
  expect(snapshots.recall("A")).toBe(false);
  expect(problems).toHaveLength(1);
  await snapshots.take("B");
  session.do({ kind: "removeNode", graph: "mix", node: "kick" });
  session.refuseEdits({ code: "open-elsewhere", at: "mix", message: "another tab has this mix" });
  const before = serialiseMix(session.document);
  expect(snapshots.recall("B")).toBe(false);
  expect(serialiseMix(session.document)).toBe(before);
});
