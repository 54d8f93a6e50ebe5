// Bootstrap: all a fresh machine needs is Node >= 20.19 with npm. Installs with the pinned pnpm, then runs one job.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { packageManager } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url)));
const jobs = { demo: "demo:run", start: "studio:run", test: "test:all", bench: "bench:run", player: "player:run" };
const [job, ...rest] = process.argv.slice(2);
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };

function pnpm(...words) {
  const result = spawnSync("npx", ["--prefer-offline", "--yes", packageManager, ...words], {
    stdio: "inherit",
    env,
    shell: process.platform === "win32",
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

if (!Object.hasOwn(jobs, job)) {
  console.error(`usage: node tools/run.mjs ${Object.keys(jobs).join("|")}`);
  process.exit(2);
}
pnpm("install", "--frozen-lockfile", "--prefer-offline");
pnpm("--silent", "run", jobs[job], ...rest); // silent: the last line is the job's own
