// Everything that must be true before a change goes in: `npm test`. Each step is a script of package.json and counts as
// one; the last line says 'N passed, N failed[, N skipped]', steps and tests together. Arguments go to vitest.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { runTests } from "./vitest.mjs";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const env = { ...process.env, PATH: [resolve("node_modules/.bin"), process.env.PATH].join(delimiter) };
const started = performance.now();
const secondsSince = (time) => `${((performance.now() - time) / 1000).toFixed(1)} s`;
const FIGURES = ["studio:size", "wasm:size"]; // steps whose output is worth reading when all is fine
const counts = { passed: 0, failed: 0 };

async function step(name) {
  const begun = performance.now();
  const child = spawn(scripts[name], { env, shell: true });
  const output = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const { promise, resolve: close } = Promise.withResolvers();
  child.on("close", close);
  const isFine = (await promise) === 0;
  counts[isFine ? "passed" : "failed"]++;
  console.log(`${isFine ? "ok" : "not ok"} ${name} (${secondsSince(begun)})`);
  if (!isFine || FIGURES.includes(name)) console.log(Buffer.concat(output).toString().trimEnd());
}

async function inOrder(names) {
  for (const name of names) await step(name);
}

await step("wasm");
await step("wasm:size");
// Two rows at a time; what writes dist/ stays in one row.
await Promise.all([
  inOrder(["typecheck", "release:check", "studio:size"]),
  inOrder(["chromium", "format:check", "lint", "layers", "dead-code", "determinism", "storybook:build"]),
]);
const tests = runTests(process.argv.slice(2));

const passed = counts.passed + tests.passed;
const failed = counts.failed + tests.failed;
console.log(`${counts.passed + counts.failed} checks and the tests took ${secondsSince(started)}`);
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;
