import { expect, test } from "vitest";
import { mixOf, outline, registry } from "../../test/intake.ts";
import type { MixDocument } from "../document/types.ts";
import { apply, type Command } from "./apply.ts";
import { joinCommands } from "./join-mix.ts";

const after = (document: MixDocument, commands: readonly Command[]): MixDocument =>
  commands.reduce((state, command) => apply(state, command, registry).document, document);

const join = (document: MixDocument, files: readonly string[]): MixDocument =>
  after(document, joinCommands(document, mixOf(files).document));

const BAND = ["Kick.wav", "Snare.wav", "Bass DI.wav", "E Gtr 1.wav", "E Gtr 2.wav", "Lead Vox.wav"];

test("tracks go to the buses of their names; what is missing is made, and plays into the stereo bus", () => {
  const { document } = mixOf(["Kick.wav", "Bass DI.wav"]);
  const joined = join(document, ["Snare.wav", "Lead Vox.wav", "Xyzzy.wav"]);
  expect(outline({ document }).toSorted()).toEqual(["Bass: Bass DI", "Drums: Kick", "Stereo Bus: Drums Bass"]);
  expect(outline({ document: joined }).toSorted()).toEqual([
    "Bass: Bass DI",
    "Drums: Kick Snare",
    "Stereo Bus: Drums Bass Vocals Unassigned",
    "Unassigned: Xyzzy",
    "Vocals: Lead Vox",
  ]);
  const { nodes } = joined.graphs[joined.root]!;
  expect(Object.values(joined.sources).map(({ file }) => file)).toHaveLength(5);
  // What was there is as it was, the chain of the stereo bus included.
  expect(nodes).toMatchObject(document.graphs[document.root]!.nodes);
  expect(joined.graphs["stereo-bus-chain"]).toEqual(document.graphs["stereo-bus-chain"]);
});

test("a mix in two halves has the buses of the whole", () => {
  const sorted = (document: MixDocument): string[] =>
    outline({ document }).map((line) => {
      const [bus, tracks = ""] = line.split(": ");
      return `${bus}: ${tracks.split(" ").toSorted().join(" ")}`;
    });
  const halves = join(mixOf(BAND.slice(0, 3)).document, BAND.slice(3));
  expect(sorted(halves).toSorted()).toEqual(sorted(mixOf(BAND).document).toSorted());
});

test("a stereo bus of another name is still the stereo bus, and names that are taken give way", () => {
  const { document } = mixOf(["Kick.wav"]);
  const renamed = after(document, [{ kind: "setLabel", graph: "mix", node: "stereo-bus", label: "Master" }]);
  const joined = join(renamed, ["Kick.wav", "Bass DI.wav"]);
  expect(outline({ document: joined }).toSorted()).toEqual(["Bass: Bass DI", "Drums: Kick Kick", "Master: Drums Bass"]);
  expect(Object.keys(joined.sources)).toHaveLength(2 + 1);
});

test("new strips stand below all others, none over another", () => {
  const { document } = mixOf(BAND);
  const joined = join(document, ["Tom.wav", "Piano.wav", "Pad.wav"]);
  const [before, now] = [document.layout["mix"]!, joined.layout["mix"]!];
  const added = Object.keys(now).filter((id) => !Object.hasOwn(before, id));
  expect(added).toHaveLength(4);
  const bottom = Math.max(...Object.values(before).map(({ y }) => y));
  expect(Math.min(...added.map((id) => now[id]!.y))).toBe(bottom + 120);
  expect(new Set(Object.values(now).map(({ x, y }) => `${x} ${y}`)).size).toBe(Object.keys(now).length);
});
