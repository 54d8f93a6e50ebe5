import { readFile, writeFile } from "node:fs/promises";
import { conditionLines, type Conditions } from "./conditions.ts";
import { markdownTable, type Table } from "./tables.ts";

/** On a page, everything below this line is measured. */
const MARK = "<!-- measured -->";

export async function writeJson(path: string, conditions: Conditions, tables: readonly Table[]): Promise<void> {
  await writeFile(path, `${JSON.stringify({ conditions, tables }, undefined, 2)}\n`);
}

/** Puts conditions and tables in the place of all that stands below the mark. */
export async function writePage(path: string, conditions: Conditions, tables: readonly Table[]): Promise<void> {
  const page = await readFile(path, "utf8");
  const end = page.indexOf(MARK);
  if (end < 0) throw new RangeError(`${path} has no line ${MARK}: put it where the tables begin`);
  const lines = ["", "## Conditions", "", ...conditionLines(conditions).map((line) => `- ${line}`), ""];
  await writeFile(path, [page.slice(0, end) + MARK, ...lines, tables.map(markdownTable).join("\n")].join("\n"));
}
