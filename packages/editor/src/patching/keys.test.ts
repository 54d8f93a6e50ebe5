import type { Command, MixDocument } from "@twobus/core";
import { expect, test } from "vitest";
import { at } from "../../../core/test/edits.ts";
import { toyMix, toyRegistry } from "../../../core/test/toy-pack.ts";
import { EditorSession } from "../session/editor-session.ts";
import { nameGesture } from "../history/name-gesture.ts";
import { chooseKeyCommands, keyInputs, keySources, type KeyInput } from "./keys.ts";
import { openEnds } from "./open-ends.ts";

/** The drum bus with a compressor in its inserts, as it is put there by hand. */
function session(): EditorSession {
  const made = new EditorSession(toyMix(), toyRegistry);
  made.select(["drums"]);
  made.open("drums");
  const graph = "drums-chain";
  const isMade = made.doAll([
    { kind: "addNode", graph, type: "toy.compressor", id: "glue", label: "Glue" },
    { kind: "insertOnConnection", graph, from: "in.main", to: "out.main", node: "glue" },
  ]);
  expect(isMade).toBe(true);
  return made;
}

const keyOf = (editor: EditorSession, path: readonly string[], node: string): KeyInput =>
  keyInputs(editor.getState().document, toyRegistry, path, node)[0]!;
const toDrums = ({ graphs }: MixDocument): string[] =>
  graphs["mix"]!.connections.filter(({ to }) => to.startsWith("drums.") && to !== "drums.main").map(({ from }) => from);

test("the key of a compressor in a strip is chosen at the strip and at the compressor, and is the same", () => {
  const editor = session();
  const before = editor.getState().document;
  const place = { graph: "mix", to: "drums/glue.key", cables: [] };
  expect(keyOf(editor, [], "drums")).toEqual({ ...place, name: "Glue key" });
  expect(keyOf(editor, ["drums"], "glue")).toEqual({ ...place, name: "key" });
  // Not the drums themselves, and not what they play into.
  const sources = keySources(before, toyRegistry, keyOf(editor, [], "drums"));
  expect(sources.map(({ name }) => name)).toEqual(["bass", "Kick in", "snare", "synth"]);

  editor.doAll(chooseKeyCommands(keyOf(editor, [], "drums"), "synth.main"));
  const cables = [{ graph: "mix", from: "synth.main", to: "drums.key" }];
  expect(keyOf(editor, [], "drums")).toEqual({ name: "Glue key", graph: "mix", to: "drums.key", cables });
  expect(keyOf(editor, ["drums"], "glue").cables).toEqual(cables);
  expect(nameGesture(editor.gestures().done.at(-1)!, toyRegistry)).toBe("Connect synth to drums Glue key");

  editor.doAll(chooseKeyCommands(keyOf(editor, ["drums"], "glue"), "bass.main"));
  expect(toDrums(editor.getState().document)).toEqual(["bass.main"]);
  editor.doAll(chooseKeyCommands(keyOf(editor, ["drums"], "glue"), undefined));
  expect(editor.getState().document.graphs).toEqual(before.graphs);
  expect(nameGesture(editor.gestures().done.at(-1)!, toyRegistry)).toBe("Disconnect bass to drums key");
  editor.undo();
  editor.undo();
  expect(toDrums(editor.getState().document)).toEqual(["synth.main"]);
});

test("a cable may end at each key that is offered inside a node", () => {
  const { document } = session().getState();
  const start = { side: "output", endpoint: "synth.main" } as const;
  const inside = openEnds(document, "mix", toyRegistry, start).filter(({ endpoint }) => endpoint.includes("/"));
  expect(inside).toEqual([{ side: "input", endpoint: "drums/glue.key", role: "key" }]);
  const editor = session();
  const connect: Command = { kind: "connect", ...at, from: "synth.main", to: inside[0]!.endpoint };
  expect(editor.do(connect)).toBeDefined();
  expect(toDrums(editor.getState().document)).toEqual(["synth.main"]);
});
