import { TwobusError, type Problem } from "@twobus/core/problem";
import { linesOf, printable } from "./sentences.ts";
import { stoppable } from "./stopping.ts";

/** 0 done, 1 checked and failed, 2 bad input, 130 stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 130;

/** What a command has to say: to machines as one JSON object, to people as text. */
export interface Report {
  readonly json: Readonly<Record<string, unknown>>;
  /** Ends up on stdout, one line or more. */
  readonly text: string;
  readonly warnings?: readonly Problem[];
  /** What could not be done where the rest could; part of `json` already. */
  readonly problems?: readonly Problem[];
  readonly exitCode?: ExitCode;
  /** What goes on once this has been said. */
  readonly afterwards?: () => Promise<void>;
}

export interface GlobalOptions {
  readonly json?: boolean;
}

/** Warnings and problems that machines are told; the first ones say enough. */
const MOST_IN_JSON = 1000;

/** Nobody reads on (`twobus plan … | head`): no fault of anyone. Any other failure to write is one. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(`twobus: standard output: the result could not be written (${error.code ?? error.message})\n`);
  process.exitCode = 2;
});

/** Runs a command and says its result: the only place that writes to stdout and decides the exit code. */
export async function runCommand(options: GlobalOptions, command: () => Promise<Report>): Promise<void> {
  try {
    const report = await stoppable(command);
    say(options, report);
    await report.afterwards?.();
  } catch (error) {
    sayFailure(options, error);
  }
}

function say({ json }: GlobalOptions, report: Report): void {
  const { warnings, problems = [] } = report;
  if (json === true) printJson({ ...report.json, ...(warnings && { warnings: warnings.slice(0, MOST_IN_JSON) }) });
  else {
    for (const line of linesOf(warnings ?? [])) process.stderr.write(`warning: ${line}\n`);
    for (const line of linesOf(problems)) process.stderr.write(`twobus: ${line}\n`);
    if (report.text !== "") process.stdout.write(`${printable(report.text.trimEnd())}\n`);
  }
  process.exitCode = report.exitCode ?? 0;
}

/** Says what went wrong. Faults in what was given end with 2; anything else is a fault of the program and says so. */
export function sayFailure({ json }: GlobalOptions, error: unknown): void {
  const isCancelled = error instanceof Error && error.name === "AbortError";
  const problems = isCancelled ? [CANCELLED] : problemsOf(error);
  if (json === true) printJson({ problems: problems.slice(0, MOST_IN_JSON) });
  else for (const line of linesOf(problems)) process.stderr.write(`twobus: ${line}\n`);
  process.exitCode = isCancelled ? 130 : 2;
}

const CANCELLED: Problem = { code: "cancelled", at: "twobus", message: "stopped; nothing was written" };

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof TwobusError) return error.problems;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const detail = trace.replaceAll(/\s*\n\s*/g, " ");
  return [
    { code: "internal-error", at: "twobus", message: `this is a fault of the program, please report it: ${detail}` },
  ];
}

function printJson(value: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
