import { spawn } from "node:child_process";

/** What a process took from start to end, its own start included. */
export interface ProcessRun {
  readonly wallSeconds: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end. Throws with what it said when it fails. */
export async function runProcess(command: string, words: readonly string[]): Promise<ProcessRun> {
  const started = performance.now();
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const run = {
    wallSeconds: (performance.now() - started) / 1000,
    output: Buffer.concat(output).toString(),
    errors: Buffer.concat(errors).toString(),
  };
  if (code !== 0) throw new Error(`${command} ${words[0] ?? ""} ended with code ${code}:\n${run.errors.slice(-2000)}`);
  return run;
}

/** Runs a script of this package in a Node of its own: `task` goes in as JSON, what it prints comes back. */
export async function runScript<R>(script: URL, task: object): Promise<R & { readonly wallSeconds: number }> {
  const words = [...process.execArgv, script.pathname, JSON.stringify(task)];
  const { wallSeconds, output } = await runProcess(process.execPath, words);
  return { ...(JSON.parse(output) as R), wallSeconds };
}

/** The script's side of `runScript`. */
export async function answer<T>(work: (task: T) => Promise<object>): Promise<void> {
  const result = await work(JSON.parse(process.argv[2]!) as T);
  process.stdout.write(JSON.stringify(result));
}

/** User and system time of this process so far, all its threads and its start included. */
export function cpuSeconds(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1e6;
}
