import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leaveOutReferences } from "./without-references.ts";

const nodes = join(import.meta.dirname, "../../packages/nodes/src");
const texts = globSync(join(nodes, "**/node.ts")).map((path) => readFileSync(path, "utf8"));

test.each([
  ["references", /^references: \[\s*".*"(,\s*".*")*,?\s*\]$/],
  ["estimates", /^estimates: \[(\s*\{\s*of: "[^"]*",?(\s*params: \[[^\]]*\],?)?\s*\},?)+\s*\]$/],
])("of every node the %s go, and nothing else", (list, whole) => {
  const start = `${list}: [`;
  const listing = texts.filter((text) => text.includes(start) && !text.includes(`${start}]`));
  expect(listing.length).toBeGreaterThan(15);
  for (const text of listing) {
    const left = leaveOut(text, list);
    const [before, after] = left.split(`${start}]`) as [string, string];
    expect(text.startsWith(before) && text.endsWith(after)).toBe(true);
    const gone = text.slice(before.length, text.length - after.length);
    expect(gone).toMatch(whole);
    expect(gone.split(start)).toHaveLength(2);
  }
});

/** Without one of the lists, and with the other. */
function leaveOut(text: string, list: string): string {
  const other = list === "references" ? "estimates" : "references";
  return leaveOutReferences(text.replace(`${other}: [`, "kept: [")).replace("kept: [", `${other}: [`);
}
