import type { Command } from "@twobus/core";
import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import type { EditorSession } from "../session/editor-session.ts";
import { copied } from "./copy.ts";
import { pasteSettings } from "./paste-settings.ts";

const graph = "mix";
const add = (type: string, id: string, params: object = {}): Command =>
  ({ kind: "addNode", graph, type: `toy.${type}`, id, params }) as Command;
const paramsOf = (session: EditorSession, node: string): unknown => session.document.graphs[graph]!.nodes[node]!.params;

function paste(session: EditorSession, from: readonly string[], to: readonly string[]): readonly string[] {
  const copy = copied(session.document, graph, from, new Map());
  const { command, nodes } = pasteSettings(session.document, graph, session.registry, copy, to);
  session.do(command);
  return nodes;
}

test("strips take the settings of a strip, and keep their names, colours and cables", () => {
  const session = toySession();
  const before = session.document.graphs[graph]!;
  expect(paste(session, ["snare"], ["kick", "drums", "duck"])).toEqual(["kick", "drums"]);
  const { nodes, connections } = session.document.graphs[graph]!;
  const params = { faderDb: -4.5, panPercent: -20 };
  expect(nodes["kick"]).toEqual({ ...before.nodes["kick"], params });
  expect(nodes["drums"]).toEqual({ ...before.nodes["drums"], params });
  expect(nodes["duck"]).toEqual(before.nodes["duck"]);
  expect(connections).toEqual(before.connections);
  session.undo();
  expect(session.document.graphs[graph]).toEqual(before);
});

test("a processor takes from its own type first, and from its category what both know and allow", () => {
  const session = toySession();
  session.doAll([
    add("leveller", "ride", { thresholdDb: -30, mixPercent: 50 }),
    add("compressor", "glue", { thresholdDb: -50, ratio: 2, style: "warm" }),
  ]);
  paste(session, ["ride", "glue"], ["duck"]);
  expect(paramsOf(session, "duck")).toEqual(paramsOf(session, "glue"));
  paste(session, ["ride"], ["duck"]);
  expect(paramsOf(session, "duck")).toMatchObject({ thresholdDb: -30, ratio: 2, style: "warm" });
  // The leveller's threshold goes no lower than −40 dB.
  expect(() => paste(session, ["glue"], ["ride"])).toThrow(
    /no setting of .* fits what is selected; copy a node of the same kind/,
  );
  expect(() => paste(session, ["kick"], ["duck"])).toThrow(/no setting of Kick fits/);
});
