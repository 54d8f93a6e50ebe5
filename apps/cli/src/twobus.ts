import { readFileSync } from "node:fs";
import { Command, CommanderError, type Argument } from "commander";
import { fault } from "@twobus/core/problem";
import { JSON_OPTION } from "./action.ts";
import { declareCommands } from "./declare-commands.ts";
import { sayFailure } from "./report.ts";
import { printable } from "./sentences.ts";

/** Runs the command line: everything that comes after the program's name. Sets the exit code of the process. */
export async function twobus(words: readonly string[]): Promise<void> {
  const isJson = words.includes("--json");
  try {
    await createProgram(isJson).parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) sayUsage(error, isJson);
    else sayFailure({ json: isJson }, error);
  }
}

function createProgram(isJson: boolean): Command {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const program = new Command("twobus")
    .description(
      "Mix music from the stereo bus backwards: a mix is a readable text file, rendered the same everywhere.",
    )
    .version(version)
    .option(...JSON_OPTION)
    .enablePositionalOptions()
    .showHelpAfterError("(twobus --help lists the commands, twobus COMMAND --help explains one)")
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(placeOf)].join(" "),
    })
    .addHelpText("after", "\nA first mix:\n  twobus init stems/\n  twobus render stems/NAME.mix.json -o song.wav\n")
    .addHelpText("after", "Exit codes: 0 done, 1 checked and failed, 2 bad input, 130 stopped.")
    .configureOutput({
      outputError: (text, write) => write(printable(text.replace(/^error: /, "twobus: "))),
      ...(isJson ? { writeErr: () => {} } : {}),
    })
    .exitOverride();
  declareCommands(program);
  return program;
}

function placeOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "…" : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** What commander found wrong with the command line; it has said so itself, save to machines. */
function sayUsage(error: CommanderError, isJson: boolean): void {
  if (error.exitCode === 0) return;
  process.exitCode = 2;
  if (!isJson) return;
  const isBare = error.code === "commander.help";
  const message = isBare ? "name a command; twobus --help lists them" : error.message.replace(/^error: /, "");
  sayFailure({ json: true }, fault("bad-usage", "twobus", message.replaceAll("\n", " ")));
}
