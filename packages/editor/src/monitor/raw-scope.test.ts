import { validateMix } from "@twobus/core";
import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import { toyRegistry } from "../../test/toy-registry.ts";
import { heardRaw, rawScopeOf } from "./raw-scope.ts";

const { document } = toySession();
const scopeOf = (...nodes: string[]): readonly string[] =>
  rawScopeOf(document, toyRegistry, "mix", nodes).nodes.toSorted((a, b) => a.localeCompare(b));

test("a node is raw with all that its sound goes to, and what it only steers stays as it is", () => {
  expect(scopeOf("drums")).toEqual(["drums", "stereo-bus"]);
  // Its key into the compressor of the bass is no sound.
  expect(scopeOf("kick")).toEqual(["drums", "kick", "stereo-bus"]);
  expect(scopeOf("bass", "snare")).toEqual(["bass", "drums", "duck", "snare", "stereo-bus"]);
  expect(scopeOf()).toHaveLength(6);
});

test("the mix itself is left as it is, and what is heard is a mix without problems", () => {
  const before = structuredClone(document);
  const raw = heardRaw(document, rawScopeOf(document, toyRegistry, "mix", ["drums"]));
  const bypassed = Object.entries(raw.graphs["mix"]!.nodes).flatMap(([id, node]) => (node.bypassed === true ? id : []));
  expect(bypassed).toEqual(["stereo-bus", "drums"]);
  expect(validateMix(raw, toyRegistry).problems).toEqual([]);
  expect(document).toEqual(before);
  expect(raw.graphs["mix"]!.nodes["kick"]).toBe(document.graphs["mix"]!.nodes["kick"]);
});

test("a scope whose graph or nodes have gone changes nothing", () => {
  expect(heardRaw(document, { graph: "gone", nodes: ["kick"] })).toBe(document);
  expect(heardRaw(document, { graph: "mix", nodes: ["gone"] })).toBe(document);
});
