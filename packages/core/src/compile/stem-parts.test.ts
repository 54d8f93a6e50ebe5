import { expect, test } from "vitest";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import type { MixDocument } from "../document/types.ts";
import { stemParts } from "./stem-parts.ts";

const root = (mix: MixDocument) => mix.graphs[mix.root]!;

test("by buses: a track goes with the bus on its way to the mix; a key is no way", () => {
  expect(stemParts(toyMix(), toyRegistry, "buses")).toEqual([{ name: "drums", tracks: ["kick", "snare"] }]);
  const mix = toyMix();
  root(mix).nodes["synth"]!.source = "snare";
  expect(stemParts(mix, toyRegistry, "buses")).toEqual([
    { name: "bass", tracks: ["synth"] },
    { name: "drums", tracks: ["kick", "snare"] },
  ]);
});

test("a track with a send stays with its loudest way", () => {
  const mix = toyMix();
  root(mix).connections.push({ from: "kick.main", to: "stereo.main", gainDb: -12 });
  expect(stemParts(mix, toyRegistry, "buses")).toEqual([{ name: "drums", tracks: ["kick", "snare"] }]);
  root(mix).connections.push({ from: "snare.main", to: "stereo.main", gainDb: 6 });
  expect(stemParts(mix, toyRegistry, "buses")).toEqual([
    { name: "drums", tracks: ["kick"] },
    { name: "snare", tracks: ["snare"] },
  ]);
});

test("by tracks, with their labels", () => {
  expect(stemParts(toyMix(), toyRegistry, "tracks")).toEqual([
    { name: "Kick in", tracks: ["kick"] },
    { name: "snare", tracks: ["snare"] },
  ]);
});

test("by names, ids or labels; a track belongs to the first of them on its way", () => {
  expect(stemParts(toyMix(), toyRegistry, ["KICK IN", "drums"])).toEqual([
    { name: "Kick in", tracks: ["kick"] },
    { name: "drums", tracks: ["snare"] },
  ]);
});

test("a name that no strip has is refused with those there are", () => {
  expect(() => stemParts(toyMix(), toyRegistry, ["nobody"])).toThrow(/drums, bass, stereo/);
});

test("a strip that is named twice is refused, by whatever name; so is one that is left without tracks", () => {
  expect(() => stemParts(toyMix(), toyRegistry, ["kick", "Kick in"])).toThrow(/Kick in: this strip is named twice/);
  expect(() => stemParts(toyMix(), toyRegistry, ["kick", "snare", "drums"])).toThrow(/drums: no track is left/);
});
