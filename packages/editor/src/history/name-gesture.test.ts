import type { Command } from "@twobus/core";
import { expect, test } from "vitest";
import { at } from "../../../core/test/edits.ts";
import { toyMix, toyRegistry } from "../../../core/test/toy-pack.ts";
import { EditorSession } from "../session/editor-session.ts";
import { nameGesture } from "./name-gesture.ts";

const named = (...commands: Command[]): string => nameGesture({ commands, before: toyMix() }, toyRegistry);
const mute = (node: string): Command => ({ kind: "setMuted", ...at, node, muted: true });

test("what was done is named by what it was done to", () => {
  expect(named({ kind: "setParameter", ...at, node: "kick", param: "faderDb", value: -3 })).toBe(
    "Fader of Kick in to −3.0 dB",
  );
  expect(named({ kind: "addNode", ...at, type: "toy.gain", id: "gain" })).toBe("Add Gain");
  expect(named({ kind: "removeNode", ...at, node: "kick" })).toBe("Delete Kick in");
  expect(named({ kind: "setLayout", ...at, positions: { a: { x: 0, y: 0 }, b: { x: 0, y: 0 } } })).toBe("Move 2 nodes");
});

test("of a frame that is changed, what changed is named", () => {
  const frame = { x: 0, y: 0, width: 100, height: 100, title: "Drums" };
  const before = { ...toyMix(), frames: { mix: { a: frame } } };
  const changed = (next: object): string =>
    nameGesture(
      { commands: [{ kind: "setFrame", ...at, id: "a", frame: { ...frame, ...next } }], before },
      toyRegistry,
    );
  expect(changed({ x: 8 })).toBe("Move the frame Drums");
  expect(changed({ width: 80 })).toBe("Size of the frame Drums");
  expect(changed({ note: "tight" })).toBe("Note in the frame Drums");
  expect(changed({ title: "Kit" })).toBe("Title of the frame Drums");
});

test("of several commands the most telling is named", () => {
  const cable = { ...at, from: "kick.main", to: "drums.main" };
  expect(
    named(
      { kind: "addNode", ...at, type: "toy.gain", id: "gain" },
      { kind: "insertOnConnection", ...cable, node: "gain" },
    ),
  ).toBe("Add Gain");
  expect(named(mute("kick"), mute("snare"))).toBe("Mute or unmute 2 nodes");
  expect(named({ kind: "disconnect", ...cable }, { kind: "connect", ...cable, to: "stereo.main" })).toBe(
    "Move a cable",
  );
});

test("a click in the history undoes or does again several at once", () => {
  const session = new EditorSession(toyMix(), toyRegistry);
  const documents = [session.getState().document];
  for (const node of ["kick", "snare", "drums"]) {
    session.do(mute(node));
    documents.push(session.getState().document);
  }
  for (const count of [1, 3, 0, 2, 2]) {
    session.goToGesture(count);
    expect(session.getState().document).toEqual(documents[count]);
    expect(session.gestures().done).toHaveLength(count);
    expect(session.gestures().undone).toHaveLength(3 - count);
  }
});
