import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leaveOutReferences } from "./without-references.ts";

const nodes = join(import.meta.dirname, "../../packages/nodes/src");
const texts = globSync(join(nodes, "**/node.ts")).map((path) => readFileSync(path, "utf8"));
const REFERENCE = "references: [";

test("of every node the references go, and nothing else", () => {
  const referring = texts.filter((text) => text.includes(REFERENCE) && !text.includes(`${REFERENCE}]`));
  expect(referring.length).toBeGreaterThan(20);
  for (const text of referring) {
    const left = leaveOutReferences(text);
    const [before, after] = left.split(`${REFERENCE}]`) as [string, string];
    expect(text.startsWith(before) && text.endsWith(after)).toBe(true);
    const gone = text.slice(before.length, text.length - after.length);
    expect(gone).toMatch(/^references: \[\s*".*"(,\s*".*")*,?\s*\]$/);
    expect(gone.split(REFERENCE)).toHaveLength(2);
  }
});
