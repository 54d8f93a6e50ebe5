// Removes what tsc once compiled from sources that are gone: it never does so itself, and packages would publish them.
import { existsSync, globSync, rmSync } from "node:fs";

for (const path of globSync("packages/*/dist/**/*.js").concat(globSync("apps/cli/dist/**/*.js"))) {
  if (path.startsWith("apps/cli/dist/site/")) continue; // the studio, copied when it is built
  const source = path.replace("/dist/", "/src/").replace(/js$/, "ts");
  if (existsSync(source) || existsSync(`${source}x`)) continue;
  const stem = path.slice(0, -".js".length);
  for (const leftover of [".js", ".js.map", ".d.ts", ".d.ts.map"]) rmSync(stem + leftover, { force: true });
}
