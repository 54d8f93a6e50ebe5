import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";

const REPORT = "out/vitest.json";

/** Runs vitest and returns truthful counts: `{ passed, failed, skipped }`. */
export function runTests(words) {
  mkdirSync("out", { recursive: true });
  rmSync(REPORT, { force: true }); // a crash must not show the numbers of an earlier run
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`];
  const command = ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...words];
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, "utf8")).testResults : []) {
    const count = (...states) => file.assertionResults.filter((test) => states.includes(test.status)).length;
    const isBroken = file.status === "failed" && count("failed") === 0; // it would not load: no test of it ran
    counts.passed += count("passed");
    counts.failed += isBroken ? 1 : count("failed");
    counts.skipped += count("skipped", "pending", "todo", "disabled");
  }
  const isSilentFailure = status !== 0 && counts.failed === 0; // an unhandled error, or a crash
  if (isSilentFailure || counts.passed + counts.failed === 0) counts.failed = 1;
  return counts;
}
