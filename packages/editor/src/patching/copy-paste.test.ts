import { validateMix } from "@twobus/core";
import { expect, test } from "vitest";
import { after } from "../../../core/test/edits.ts";
import { toyMix, toyRegistry } from "../../../core/test/toy-pack.ts";
import { copied, copyText } from "./copy.ts";
import { pasteCommands, readCopied } from "./paste.ts";

const places = new Map([
  ["kick", { x: 0, y: 40 }],
  ["bass", { x: 200, y: 100 }],
  ["drums", { x: 200, y: 0 }],
]);

test("nodes are copied as a mix of their own: what is inside, between, played and automated", () => {
  const mix = toyMix();
  const copy = copied(mix, "mix", ["kick", "bass", "drums"], places);
  expect(copy.graphs["mix"]!.connections.map(({ from, to }) => `${from} ${to}`)).toEqual([
    "kick.main drums.main",
    "kick.main bass.duck",
  ]);
  expect(Object.keys(copy.graphs)).toEqual(["bass-chain", "mix"]);
  expect(Object.keys(copy.sources)).toEqual(["kick"]);
  expect(Object.keys(copy.automation)).toEqual(["mix/drums.faderDb"]);
  expect(validateMix(copy, toyRegistry).problems).toEqual([]);
});

test("pasted into its own mix everything has new ids, and the recordings are shared", () => {
  const mix = toyMix();
  const copy = readCopied(copyText(mix, "mix", ["kick", "bass", "drums"], places), toyRegistry);
  const { commands, nodes } = pasteCommands(mix, "mix", copy, { x: 1000, y: 500 });
  const { document } = after(mix, ...commands);
  expect(nodes.toSorted()).toEqual(["bass-2", "drums-2", "kick-2"]);
  const { nodes: records, connections } = document.graphs["mix"]!;
  expect(records["bass-2"]!.graph).toBe("bass-chain-2");
  expect(records["kick-2"]).toEqual(mix.graphs["mix"]!.nodes["kick"]);
  expect(connections).toContainEqual({ from: "kick-2.main", to: "bass-2.duck", gainDb: -6 });
  expect(document.graphs["bass-chain-2"]!.nodes).toEqual(mix.graphs["bass-chain"]!.nodes);
  expect(document.graphs["bass-chain-2"]!.connections).toHaveLength(3);
  expect(Object.keys(document.sources)).toEqual(Object.keys(mix.sources));
  expect(document.automation["mix/drums-2.faderDb"]).toEqual(mix.automation["mix/drums.faderDb"]);
  expect(document.layout["mix"]!["drums-2"]).toEqual({ x: 1200, y: 500 });
  expect(document.layout["mix"]!["kick-2"]).toEqual({ x: 1000, y: 540 });
});

test.each(['{"hello": 1}', "hello", "", "{ not: json }"])("%j is no mix, and is refused with words", (text) => {
  expect(() => readCopied(text, toyRegistry)).toThrow(/^clipboard: this is neither nodes of a mix nor a chain; copy/);
});
