import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const command = [process.execPath, "--conditions=source", main] as const;

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
export function jsonOf({ stdout }: Ended): Record<string, unknown> {
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
