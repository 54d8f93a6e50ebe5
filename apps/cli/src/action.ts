import type { Command } from "commander";
import { runCommand, type GlobalOptions, type Report } from "./report.ts";

export const JSON_OPTION = ["--json", "print one JSON object and nothing else"] as const;

/** Adds `--json` and runs the action so that its result or fault is said in one way. Code is loaded when it is needed. */
export function action<A extends unknown[]>(command: Command, run: (...values: A) => Promise<Report>): void {
  command.option(...JSON_OPTION).action(async (...values: unknown[]) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    await runCommand(options, () => run(...([...values.slice(0, -2), options] as unknown as A)));
  });
}
