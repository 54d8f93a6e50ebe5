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

test("all codes of the web renderer are explained", async () => {
  const codes = new Set<string>();
  for await (const path of glob("packages/renderer-web/src/**/*.ts", { cwd: new URL("..", import.meta.url) })) {
    if (path.endsWith(".test.ts")) continue;
    const source = await atRoot(path);
    for (const [, code] of source.matchAll(/(?:fault\(\s*|pausedAs\(|code: |Error: \[)"([a-z-]+)"/g)) codes.add(code!);
  }
  expect(codes.size).toBeGreaterThan(25);
  expect([...codes].filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
});
