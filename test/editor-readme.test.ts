// The code in the editor's README is that of its examples, line for line; stories run them.

import { expect, test } from "vitest";
import { atRoot, codeBlocks, unindented } from "./support/readme.ts";

const readme = await atRoot("packages/editor/README.md");
const blocks = codeBlocks(readme, "tsx");

test("all of its code is from an example, and every example is shown by a story", async () => {
  expect(blocks.length).toBe(3);
  expect(readme.match(/```\w/g)).toHaveLength(blocks.length);
  const stories = await atRoot("packages/editor/src/examples.stories.tsx");
  for (const { file } of blocks) expect(stories).toContain(`"../${file}"`);
});

test.each(blocks)("$file: $code", async ({ file, code }) => {
  expect(unindented(await atRoot(`packages/editor/${file}`))).toContain(unindented(code));
});

test("every component that is exported is named", async () => {
  const index = await atRoot("packages/editor/src/index.ts");
  const names = [...index.matchAll(/export \{ ([A-Z]\w*).*\.tsx"/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !readme.includes(name))).toEqual([]);
});
