import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const root: string = join(import.meta.dirname, "..");
const commandLine = [...process.execArgv, join(root, "apps", "cli", "src", "main.ts")];

/** Runs a command and returns its JSON; ends with its words and exit code when it fails. */
export function twobus<Result>(...words: string[]): Result {
  const { status, stdout } = spawnSync(process.execPath, [...commandLine, ...words, "--json"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) {
    process.stderr.write(stdout);
    process.exit(status ?? 1);
  }
  return JSON.parse(stdout) as Result;
}
