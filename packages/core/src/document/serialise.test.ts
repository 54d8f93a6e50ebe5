import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryMix } from "../../test/arbitrary-mix.ts";
import { toyMix } from "../../test/toy-pack.ts";
import { TwobusError } from "../problem.ts";
import { parseMix } from "./parse.ts";
import { serialiseMix } from "./serialise.ts";
import { SCHEMA_URL, type MixDocument } from "./types.ts";

const read = (text: string): MixDocument => parseMix(text, "x").document;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

test("any document comes back from its text, and its text from that", () => {
  fc.assert(
    fc.property(arbitraryMix, (mix) => {
      const text = serialiseMix(mix);
      const again = read(text);
      const sorted = structuredClone(mix);
      for (const graph of Object.values(sorted.graphs)) {
        graph.connections.sort((a, b) => compare(a.to, b.to) || compare(a.from, b.from));
      }
      expect(again).toEqual({ ...sorted, $schema: SCHEMA_URL });
      expect(serialiseMix(again)).toBe(text);
    }),
    { numRuns: 150, seed: 2 },
  );
});

test("the order in which things were made does not show", () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([name, item]) => [name, reversed(item)]),
    );
  };
  const other = reversed(toyMix()) as MixDocument;
  other.graphs["mix"]!.connections.reverse();
  expect(serialiseMix(other)).toBe(serialiseMix(toyMix()));
});

test("the text reads well", () => {
  const text = serialiseMix(toyMix());
  expect(
    text.startsWith(
      `{\n  "$schema": "${SCHEMA_URL}",\n  "format": "twobus-mix",\n  "formatVersion": 1,\n  "name": "Toy",`,
    ),
  ).toBe(true);
  expect(text.endsWith("}\n")).toBe(true);
  expect(text).toContain(`
        "bass": {
          "type": "toy.bus",
          "version": 1,
          "graph": "bass-chain",
          "params": {
            "faderDb": 0,
            "panPercent": 0
          }
        },
`);
  expect(text).toContain(`
      "connections": [
        { "from": "kick.main", "to": "bass.duck", "gainDb": -6 },
        { "from": "synth.main", "to": "bass.main" },
        { "from": "kick.main", "to": "drums.main" },
        { "from": "snare.main", "to": "drums.main", "gainDb": -3, "panPercent": 20 },
`);
  expect(text).toContain('\n          "duck": { "role": "key" },\n');
  expect(text).toContain('\n          "amountDb": { "targets": ["comp.thresholdDb"] }\n');
  expect(text).toContain('\n        { "atSeconds": 4, "value": -3, "curve": "hold" }\n');
  expect(text).toContain('\n      "kick": { "x": 0, "y": 40 },\n');
});

test("fields of a newer version survive at every level", () => {
  const mix = structuredClone(toyMix()) as any;
  mix.deliverables = { z: [{ b: 1, a: null }], a: {} };
  mix.sources.kick.peak = [1, 2];
  mix.graphs.mix.groups = ["drums"];
  mix.graphs.mix.interface.note = "x";
  mix.graphs.mix.interface.outputs.main.channels = 2;
  mix.graphs.mix.nodes.kick.constructor = { toString: 1 };
  mix.graphs.mix.connections[0].delayMs = 1;
  mix.automation["mix/drums.faderDb"].mode = "touch";
  mix.automation["mix/drums.faderDb"].points[0].tension = 0.5;
  mix.layout.mix.kick.width = 3;
  const again = read(serialiseMix(mix));
  mix.graphs.mix.connections.sort((a: any, b: any) => (a.to < b.to || (a.to === b.to && a.from < b.from) ? -1 : 1));
  mix.graphs["bass-chain"].connections.sort((a: any, b: any) => (a.to < b.to ? -1 : 1));
  expect(again).toEqual(mix);
});

test("what could not be read again is not written", () => {
  const mix = toyMix();
  mix.graphs["mix"]!.nodes["kick"]!.params["faderDb"] = Number.NaN;
  expect(() => serialiseMix(mix)).toThrow(TwobusError);
  expect(() => serialiseMix(mix)).toThrow("graphs.mix.nodes.kick.params.faderDb");
});
