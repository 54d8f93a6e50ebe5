import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { currentConditions, type Conditions } from "./conditions.ts";
import { readOptions } from "./options.ts";
import { kernels } from "./sections/kernels.ts";
import { memory } from "./sections/memory.ts";
import { session } from "./sections/session.ts";
import { startup } from "./sections/startup.ts";
import { threads } from "./sections/threads.ts";
import type { Section } from "./section.ts";
import { markdownTable, plainTable, type Table } from "./tables.ts";

const SECTIONS: readonly Section[] = [kernels, session, threads, memory, startup];

const USAGE = [
  "npm run bench -- [SECTION…] [--rounds N] [--seconds N] [--minutes N] [--markdown] [--json FILE]",
  ...SECTIONS.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`),
].join("\n");

function chosen(names: readonly string[]): readonly Section[] {
  const unknown = names.filter((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown.length > 0) throw new RangeError(`there is no section ${unknown.join(", ")}\n${USAGE}`);
  return names.length === 0 ? SECTIONS : SECTIONS.filter((section) => names.includes(section.name));
}

function conditionsText(conditions: Conditions, markdown: boolean): string {
  const lines = Object.entries(conditions).map(([name, value]) => `${markdown ? "- " : ""}${name}: ${value}`);
  return `${lines.join("\n")}\n`;
}

async function bench(words: readonly string[]): Promise<void> {
  const options = readOptions(words);
  const sections = chosen(options.sections);
  const conditions = currentConditions();
  console.log(conditionsText(conditions, options.markdown));
  const tables: Table[] = [];
  for (const section of sections) {
    for (const table of await section.measure(options)) {
      console.log(options.markdown ? markdownTable(table) : plainTable(table));
      tables.push(table);
    }
  }
  if (options.json !== undefined) {
    const path = resolve(process.env["INIT_CWD"] ?? ".", options.json);
    await writeFile(path, `${JSON.stringify({ conditions, tables }, undefined, 2)}\n`);
  }
}

try {
  await bench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 2;
}
