// The code in the web renderer's README is the example's, line for line.

import { glob } from "node:fs/promises";
import { expect, test } from "vitest";
import { atRoot, codeBlocks, unindented } from "./support/readme.ts";

const readme = await atRoot("packages/renderer-web/README.md");
const blocks = codeBlocks(readme, "ts");

test("all of its code names a file of the example", () => {
  expect(blocks.length).toBeGreaterThan(0);
  expect(readme.match(/```ts/g)).toHaveLength(blocks.length);
});

test.each(blocks)("$file: $code", async ({ file, code }) => {
  expect(unindented(await atRoot(`examples/player/${file}`))).toContain(unindented(code));
});

/** Where what reaches a player or a bounce is said to be wrong. */
const SOURCES = ["renderer-web/src", "core/src/live", "core/src/player", "core/src/renderer", "media/src"];
/** Where a code stands as text: given to what makes a problem, a field of one, of a type's codes, or what storage exceptions mean. */
const SAID =
  /(?:fault\(|pausedAs\(|checkGiven\([^";]*"\w+",|\bcode(?::| =)|Code =|(?:Error: |\?\? )\[)[\s|]*("[a-z-]+"(?:[\s|]+"[a-z-]+")*)/g;
/** These make problems of codes that they are given, which are found where they are given. */
const PASSED_ON = ["media/src/refuse.ts", "renderer-web/src/storage/storage-errors.ts"];

async function sourcesOfProblems(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const paths: string[] = [];
  const cwd = new URL("../packages/", import.meta.url);
  for await (const path of glob(`{${SOURCES.join(",")}}/**/*.ts`, { cwd })) {
    if (!path.endsWith(".test.ts")) paths.push(path);
  }
  return Promise.all(paths.map(async (path) => ({ path, text: await atRoot(`packages/${path}`) })));
}

test("what can go wrong names every code that reaches a player or a bounce", async () => {
  const texts = await sourcesOfProblems();
  const said = texts.flatMap(({ text }) => [...text.matchAll(SAID)].flatMap(([, codes]) => codes!.match(/[a-z-]+/g)!));
  const explained = readme.slice(readme.indexOf("## What can go wrong"));
  expect(new Set(said).size).toBeGreaterThan(50);
  expect([...new Set(said)].filter((code) => !explained.includes(`\`${code}\``))).toEqual([]);
});

test("no code is said where that does not see it", async () => {
  const unseen = (await sourcesOfProblems()).filter(({ text }) => /\bfault\(\s*[^"\s]/.test(text));
  expect(unseen.map(({ path }) => path).toSorted()).toEqual(PASSED_ON);
});
