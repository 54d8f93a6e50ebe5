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

test("a strip that is looked into has an empty chain on the screen, and in the mix from the first edit on", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  session.open("drums");
  const before = session.document;
  expect(session.getState()).toMatchObject({ path: ["drums"], graph: "drums-chain", canUndo: false });
  expect(session.getState().document.graphs["drums-chain"]!.connections).toHaveLength(1);
  expect(before.graphs["drums-chain"]).toBeUndefined();
  // The same mix on the screen, as long as nothing changes.
  const { document } = session.getState();
  session.select([]);
  expect(session.getState().document).toBe(document);
  session.do({ kind: "addNode", graph: "drums-chain", type: "toy.nothing" });
  expect(session.document).toBe(before);
  session.do({ kind: "setMuted", ...at, node: "drums", muted: true });
  expect(session.document.graphs["drums-chain"]).toBeUndefined();

  session.do({ kind: "addNode", graph: "drums-chain", type: "toy.gain", id: "gain" });
  expect(session.getState().refusal).toBeUndefined();
  expect(session.document.graphs["mix"]!.nodes["drums"]!.graph).toBe("drums-chain");
  expect(session.getState().document).toBe(session.document);
  session.undo();
  expect(session.document.graphs["drums-chain"]).toBeUndefined();
  expect(session.getState()).toMatchObject({ path: ["drums"], graph: "drums-chain" });
  session.redo();
  expect(Object.keys(session.document.graphs["drums-chain"]!.nodes)).toEqual(["gain"]);
  session.close();
  const entries = session.gestures().done.length;
  session.open("bass");
  expect(session.getState()).toMatchObject({ path: ["bass"], graph: "bass-chain" });
  expect(session.gestures().done).toHaveLength(entries);
  session.open("comp");
  expect(session.getState().path).toEqual(["bass"]);
});

test("another state of the mix is one entry to undo, and what came before can be undone after it", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  const opened = session.document;
  session.do({ kind: "setMuted", ...at, node: "drums", muted: true });
  const muted = session.document;
  session.replace(toyMix(), "Go to another version");
  expect(session.document).toEqual(opened);
  session.undo();
  expect(session.document).toEqual(muted);
  session.undo();
  expect(session.document).toEqual(opened);
  session.redo();
  session.redo();
  expect(session.document).toEqual(opened);
  expect(session.getState()).toMatchObject({ canUndo: true, canRedo: false });
});

test("what was refused is said until something else is done, whatever is selected meanwhile", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  session.do({ kind: "setMuted", ...at, node: "nobody", muted: true });
  session.select(["drums"]);
  expect(session.getState().refusal?.code).toBe("unknown-node");
  session.do({ kind: "setMuted", ...at, node: "drums", muted: true });
  session.select([]);
  expect(session.getState().refusal).toBeUndefined();
});

test("what is selected replaces all that was, nodes and cables alike, and what has gone is selected no longer", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  const selected = (): readonly string[] => {
    const { selection, selectedCables } = session.getState();
    return [...selection, ...selectedCables];
  };
  session.select(["kick"]);
  session.select([], ["snare.main → drums.main"]);
  expect(selected()).toEqual(["snare.main → drums.main"]);
  session.select(["kick"], ["snare.main → drums.main", "nobody.main → drums.main"]);
  expect(selected()).toEqual(["kick", "snare.main → drums.main"]);
  session.do({ kind: "disconnect", ...at, from: "snare.main", to: "drums.main" });
  expect(selected()).toEqual(["kick"]);
  session.undo();
  session.select([], ["snare.main → drums.main"]);
  session.select(["kick"]);
  expect(selected()).toEqual(["kick"]);
  session.select([], ["snare.main → drums.main"]);
  session.goTo([], "bass");
  expect(selected()).toEqual(["bass"]);
});

test("where something throws on the way, nothing of its gesture is done, and the state says so", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  const before = session.getState().document;
  const work = (): void => {
    session.do({ kind: "setMuted", ...at, node: "drums", muted: true });
    throw new Error("halfway");
  };
  expect(() => session.gesture(work)).toThrow("halfway");
  expect(session.getState()).toMatchObject({ canUndo: false, canRedo: false });
  expect(session.getState().document).toEqual(before);
});
