import { resolve } from "node:path";
import { conditionLines, currentConditions, currentMoment } from "./conditions.ts";
import { readOptions } from "./options.ts";
import { readPage, writeJson, writePage } from "./pages.ts";
import { chains } from "./sections/chains.ts";
import { kernels } from "./sections/kernels.ts";
import { memory } from "./sections/memory.ts";
import { session } from "./sections/session.ts";
import { startup } from "./sections/startup.ts";
import { stems } from "./sections/stems.ts";
import { studio } from "./sections/studio.ts";
import { threads } from "./sections/threads.ts";
import { web } from "./sections/web.ts";
import type { Section } from "./section.ts";
import { plainTable, type Table } from "./tables.ts";

const SECTIONS: readonly Section[] = [kernels, session, threads, stems, memory, startup, chains, web, studio];

const USAGE = [
  "npm run bench -- [SECTION…] [--rounds N] [--seconds N] [--minutes N]",
  "  [--only NODE] [--strict] [--markdown PAGE] [--json FILE]",
  ...SECTIONS.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`),
].join("\n");

function chosen(names: readonly string[]): readonly Section[] {
  const unknown = names.filter((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown.length > 0) throw new RangeError(`there is no section ${unknown.join(", ")}\n${USAGE}`);
  return names.length === 0 ? SECTIONS : SECTIONS.filter((section) => names.includes(section.name));
}

async function bench(words: readonly string[]): Promise<void> {
  const options = readOptions(words);
  const sections = chosen(options.sections);
  if (options.markdown !== undefined) await readPage(fromCaller(options.markdown)); // told before minutes are spent
  const conditions = currentConditions();
  console.log(`${conditionLines(conditions).join("\n")}\n`);
  const tables: Table[] = [];
  for (const section of sections) {
    const moment = currentMoment();
    for (const table of await section.measure(options)) {
      console.log(plainTable(table));
      tables.push({ ...table, moment });
    }
  }
  if (options.strict && tables.some(({ missed = [] }) => missed.length > 0)) process.exitCode = 1;
  if (options.json !== undefined) await writeJson(fromCaller(options.json), conditions, tables);
  if (options.markdown !== undefined) await writePage(fromCaller(options.markdown), conditions, tables);
}

/** pnpm runs this in its own folder; paths are meant from where it was called. */
const fromCaller = (path: string): string => resolve(process.env["INIT_CWD"] ?? ".", path);

try {
  await bench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 2;
}
