import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { expect, test } from "vitest";
import { declareCommands } from "../src/declare-commands.ts";

// README.md of this package is what people and programs read instead of `--help`: it names every command and option.

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const [commandTable, fieldTable] = tablesOf(readme).filter(([head]) => /^\| command +\|/.test(head!));

const program = new Command("twobus");
declareCommands(program);

/** `render`, `stems`, `stems verify`, …: a default subcommand goes by the name of its parent. */
function commandsOf(parent: Command, path = ""): (readonly [name: string, command: Command])[] {
  return parent.commands.flatMap((command) => {
    const name = `${path}${command.name()}`;
    if (command.commands.length === 0) return [[name, command] as const];
    return commandsOf(command, `${name} `).map(
      ([inner, each]) => [inner.replace("stems render", "stems"), each] as const,
    );
  });
}

function tablesOf(text: string): string[][] {
  return text
    .split("\n\n")
    .filter((part) => part.startsWith("|"))
    .map((part) => part.split("\n"));
}

/** What the table says of a command, from its name to the end of its code. */
function usageOf(name: string): string | undefined {
  return commandTable!
    .flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, code]) => code!))
    .find((code) => code === name || code.startsWith(`${name} <`) || code.startsWith(`${name} [`));
}

test.each(commandsOf(program))("%s is named with its options", (name, command) => {
  const usage = usageOf(name);
  expect(usage, `the table of commands lacks ${name}`).toBeDefined();
  for (const { long, short } of command.options) {
    if (long !== "--json") expect(usage!.includes(long!) || usage!.includes(`${short} `), `${name} ${long}`).toBe(true);
  }
});

test.each(commandsOf(program).map(([name]) => name))("%s --json is told", (name) => {
  expect(fieldTable!.some((row) => row.split("|")[1]!.includes(`\`${name}\``))).toBe(true);
});
