import { readFile, writeFile } from "node:fs/promises";
import { conditionLines, type Conditions } from "./conditions.ts";
import { headingOf, markdownTable, type Table } from "./tables.ts";

/** On a page, everything below this line is measured. */
const MARK = "<!-- measured -->";

export async function writeJson(path: string, conditions: Conditions, tables: readonly Table[]): Promise<void> {
  await writeFile(path, `${JSON.stringify({ conditions, tables }, undefined, 2)}\n`);
}

/** A page that can be written into: one that exists, with the mark. Throws a RangeError. */
export async function readPage(path: string): Promise<string> {
  const page = await readFile(path, "utf8").catch(() => "");
  if (!page.includes(MARK)) throw new RangeError(`${path} must be a page with the line ${MARK}, below which tables go`);
  return page;
}

/** Puts tables in the place of their namesakes below the mark. What was measured on another machine does not stay. */
export async function writePage(path: string, conditions: Conditions, tables: readonly Table[]): Promise<void> {
  const [text, measured] = (await readPage(path)).split(MARK) as [string, string];
  const [, conditionsBefore, ...before] = measured.split(/^(?=## )/m);
  const here = ["## Conditions", "", ...conditionLines(conditions).map((line) => `- ${line}`), "", ""].join("\n");
  const kept = conditionsBefore === here ? before.map((section) => section.trimEnd()) : [];
  const sections = new Map(kept.map((section) => [section.split("\n", 1)[0]!, section]));
  for (const table of tables) sections.set(headingOf(table), markdownTable(table).trimEnd());
  await writeFile(path, `${text}${MARK}\n\n${[here.trimEnd(), ...sections.values()].join("\n\n")}\n`);
}
