import { readFile } from "node:fs/promises";
import { createRegistry, drawMix, parseMix, serialiseMix, validateMix } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";

const registry = createRegistry([builtInPack]);
const atRoot = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), "utf8");
const text = await atRoot("examples/demo-song/demo.mix.json");
const { document, warnings } = parseMix(text, "demo.mix.json");

test("the demo mix is valid, and saved as the program saves it", () => {
  expect(warnings).toEqual([]);
  expect(validateMix(document, registry)).toEqual({ problems: [], warnings: [] });
  expect(serialiseMix(document)).toBe(text);
});

test("the README's picture is the demo mix as drawn today", async () => {
  expect(drawMix(document, registry)).toBe(await atRoot("docs/demo-song.svg"));
});
