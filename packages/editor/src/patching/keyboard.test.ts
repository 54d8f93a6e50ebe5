import { expect, test } from "vitest";
import { after, at } from "../../../core/test/edits.ts";
import { toyMix } from "../../../core/test/toy-pack.ts";
import { graphRows, rowAfterKey, rowKey } from "../tree/graph-rows.ts";
import { describeChange } from "./describe-change.ts";
import { lastNode, walk } from "./walk.ts";

const graph = toyMix().graphs["mix"]!;
const heights: Readonly<Record<string, number>> = {
  kick: 0,
  snare: 100,
  synth: 200,
  drums: 50,
  bass: 200,
  stereo: 120,
};
const heightOf = (node: string): number => heights[node]!;

test("arrows walk along the sound", () => {
  expect(lastNode(graph)).toBe("stereo");
  expect(walk(graph, "stereo", "ArrowLeft", heightOf)).toBe("drums");
  expect(walk(graph, "drums", "ArrowDown", heightOf)).toBe("bass");
  expect(walk(graph, "bass", "ArrowDown", heightOf)).toBeUndefined();
  expect(walk(graph, "bass", "ArrowLeft", heightOf)).toBe("synth");
  expect(walk(graph, "kick", "ArrowRight", heightOf)).toBe("drums");
  expect(walk(graph, "stereo", "ArrowRight", heightOf)).toBeUndefined();
});

test("edits and their undo are told in words", () => {
  const mix = toyMix();
  const connected = after(mix, { kind: "connect", ...at, from: "snare.main", to: "bass.duck" }).document;
  expect(describeChange(mix, connected)).toBe("connected snare to bass duck");
  expect(describeChange(connected, mix)).toBe("disconnected snare to bass duck");
  expect(describeChange(mix, after(mix, { kind: "removeNode", ...at, node: "kick" }).document)).toBe("removed Kick in");
  expect(describeChange(mix, after(mix, { kind: "setMuted", ...at, node: "kick", muted: true }).document)).toBe(
    "muted Kick in",
  );
  expect(
    describeChange(
      mix,
      after(mix, { kind: "setParameter", ...at, node: "kick", param: "faderDb", value: -3 }).document,
    ),
  ).toBe("");
});

test("as a tree, the bus stands outermost; what comes again is told without what is within", () => {
  const rows = graphRows(graph, new Set());
  expect(rows.map(rowKey)).toEqual([
    "stereo",
    "stereo/drums",
    "stereo/drums/kick",
    "stereo/drums/snare",
    "stereo/bass",
    "stereo/bass/synth",
    "stereo/bass/kick",
  ]);
  const loose = { ...graph, nodes: { tom: graph.nodes["kick"]!, ...graph.nodes } };
  expect(graphRows(loose, new Set()).map(rowKey)).toEqual([...rows.map(rowKey), "tom"]);
  expect(rows[5]).toMatchObject({ position: 1, siblings: 2, hasChildren: false });
  expect(graphRows(graph, new Set(["stereo/drums"])).map(rowKey)).not.toContain("stereo/drums/kick");
  expect(rowAfterKey(rows, 3, "ArrowLeft")).toBe(1);
  expect(rowAfterKey(rows, 1, "ArrowRight")).toBe(2);
  expect(rowAfterKey(rows, 6, "ArrowDown")).toBe(6);
  expect(rowAfterKey(rows, 3, "x")).toBeUndefined();
});
