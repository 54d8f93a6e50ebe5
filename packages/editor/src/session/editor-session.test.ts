import { expect, test } from "vitest";
import { at } from "../../../core/test/edits.ts";
import { toyMix, toyRegistry } from "../../../core/test/toy-pack.ts";
import { EditorSession } from "./editor-session.ts";

test("several commands are one entry to undo, and none is done where one is refused", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  const before = session.getState().document;
  const add = { kind: "addNode", ...at, type: "toy.gain", id: "gain" } as const;
  expect(session.doAll([add, { kind: "connect", ...at, from: "gain.main", to: "nowhere.main" }])).toBe(false);
  expect(session.getState().document).toBe(before);
  expect(session.getState().refusal?.code).toBe("unknown-node");
  expect(session.doAll([add, { kind: "connect", ...at, from: "gain.main", to: "stereo.main" }])).toBe(true);
  expect(session.getState().refusal).toBeUndefined();
  session.undo();
  expect(session.getState().document).toEqual(before);
  expect(session.getState().canUndo).toBe(false);
});

test("a strip that is opened for the first time is given a chain; what is no strip stays closed", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  session.open("drums");
  expect(session.getState()).toMatchObject({ path: ["drums"], graph: "drums-chain" });
  session.undo();
  expect(session.getState()).toMatchObject({ path: [], graph: "mix", canUndo: false });
  session.open("bass");
  expect(session.getState()).toMatchObject({ path: ["bass"], graph: "bass-chain", canUndo: false });
  session.open("comp");
  expect(session.getState().path).toEqual(["bass"]);
});
