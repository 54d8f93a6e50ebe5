// Packs every package that will be published and looks at the tarball as npm would see it: publint, and attw ("are the
// types wrong"). Expects `pnpm run build` to be done, and pnpm on PATH, as in any pnpm script.
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

function run(command, ...words) {
  const { status, stdout, stderr, error } = spawnSync(command, words, { encoding: "utf8" });
  if (error) throw error;
  return { isFine: status === 0, text: stdout + stderr };
}

async function problemsOf(folder, manifest, tarball) {
  const packed = run("pnpm", "--dir", folder, "pack", "--out", tarball);
  if (!packed.isFine) return [packed.text];
  const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } });
  const styles = Object.keys(manifest.exports ?? {}).filter((entry) => entry.endsWith(".css"));
  const without = styles.length === 0 ? [] : ["--exclude-entrypoints", ...styles];
  const types = run("attw", "--profile", "esm-only", tarball, ...without);
  return [
    ...messages.map((message) => formatMessage(message, manifest, { color: false })),
    ...(types.isFine ? [] : [types.text]),
  ];
}

let failed = 0;
const scratch = mkdtempSync(join(tmpdir(), "twobus-pack-"));
for (const path of globSync(["packages/*/package.json", "apps/*/package.json"]).toSorted()) {
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  if (manifest.private) continue;
  const problems = await problemsOf(dirname(path), manifest, join(scratch, "package.tgz"));
  console.log(`${problems.length === 0 ? "ok" : "not ok"} ${manifest.name} ${manifest.version}`);
  for (const problem of problems) console.error(`${path}:1: ${problem}`);
  if (problems.length > 0) failed++;
}
rmSync(scratch, { recursive: true });
process.exitCode = failed === 0 ? 0 : 1;
