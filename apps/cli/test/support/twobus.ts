import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { twobus as runInside } from "../../src/twobus.ts";

export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Ended extends Said {
  /** The signal that ended the process, if one did. */
  readonly signal: string | null;
}

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const command = [process.execPath, "--conditions=source", main] as const;

/** Runs the command in this process: fast, where no signal and no pipe matters. */
export async function twobusInside(cwd: string, ...words: readonly string[]): Promise<Said> {
  let [stdout, stderr] = ["", ""];
  const home = process.cwd();
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => ((stdout += String(text)), true)),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => ((stderr += String(text)), true)),
  ];
  process.chdir(cwd);
  try {
    await runInside(words);
    return { code: Number(process.exitCode ?? 0), stdout, stderr };
  } finally {
    process.exitCode = 0;
    process.chdir(home);
    for (const spy of spies) spy.mockRestore();
  }
}

/** Starts the command from source. */
export function start(cwd: string, words: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  return run(cwd, [...command, ...words]);
}

export function twobus(cwd: string, ...words: readonly string[]): Promise<Ended> {
  return start(cwd, words).ended;
}

/** The command under a limit of the shell, such as `ulimit -f 20`. */
export function twobusUnder(limit: string, cwd: string, ...words: readonly string[]): Promise<Ended> {
  return run(cwd, ["sh", "-c", `${limit}; exec "$@"`, "sh", ...command, ...words]).ended;
}

/** The one JSON object that a command printed; fails where it printed anything else. */
export function jsonOf({ stdout }: Said): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}

function run(cwd: string, [program, ...words]: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(program!, words, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}
