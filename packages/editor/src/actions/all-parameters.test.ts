import { createRegistry, emptyMix, type MixDocument, type Registry } from "@twobus/core";
import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import { toyRegistry } from "../../test/toy-registry.ts";
import { allNodes } from "./all-nodes.ts";
import { parameterFinder } from "./all-parameters.ts";

const finderOf = (document: MixDocument, registry: Registry) =>
  parameterFinder(document, registry, allNodes(document, 2000));
const namesFor = (query: string, most = 100): readonly string[] =>
  finderOf(toySession().document, toyRegistry)(query, most).map(({ name }) => name);

test("a parameter is found by its own words and by those of what it is in, in any order", () => {
  expect(namesFor("snare pan")).toEqual(["Snare › Pan"]);
  expect(namesFor("Duck › Threshold")).toEqual(["Duck › Threshold"]);
  expect(namesFor("thresh comp")).toEqual(["Duck › Threshold"]);
  expect(namesFor("fader", 3)).toHaveLength(3);
  expect(namesFor("key listen")).toEqual(["Duck › Key listen"]);
});

test("parameters of the same name are told apart by the kinds of their nodes", () => {
  const session = toySession();
  session.do({ kind: "setLabel", graph: "mix", node: "drums", label: "Bass" });
  const found = finderOf(session.document, toyRegistry)("bass fader", 10).map(({ name, kind }) => `${name}, ${kind}`);
  expect(found.toSorted()).toEqual(["Bass › Fader, Bus", "Bass › Fader, Track"]);
});

test("a node's name alone finds none of its parameters, nor does nothing, or one letter", () => {
  for (const query of ["", "t", " f ", "snare", "snare threshold"]) expect(namesFor(query)).toEqual([]);
});

test("of 150 strips with four processors each the names are read once for each type, and not before something is asked", () => {
  let readings = 0;
  const nodes = toyRegistry.packs[0]!.nodes.map((definition) =>
    Object.defineProperty({ ...definition }, "params", {
      get: () => {
        readings += 1;
        return definition.params;
      },
    }),
  );
  const registry = createRegistry([{ ...toyRegistry.packs[0]!, nodes }]);
  const document = emptyMix("Large", 48_000);
  const inside = Object.fromEntries(
    ["equaliser", "compressor", "leveller", "splitter"].map((type) => [
      type,
      { type: `toy.${type}`, version: 1, params: {} },
    ]),
  );
  for (let strip = 0; strip < 150; strip++) {
    document.graphs[`chain-${strip}`] = { ...document.graphs["mix"]!, nodes: inside };
    document.graphs["mix"]!.nodes[`track-${strip}`] = {
      type: "toy.track",
      version: 1,
      params: {},
      graph: `chain-${strip}`,
    };
  }
  const before = readings;
  const find = finderOf(document, registry);
  expect(readings - before).toBe(0);
  expect(find("threshold", 1000)).toHaveLength(300);
  expect(find("track 77 compressor threshold", 1000).map(({ name }) => name)).toContain(
    "track-77 › compressor › Threshold",
  );
  expect(readings - before).toBe(5);
});
