// The kernels of all nodes must stay small: every player and studio fetches them. Expects `pnpm run wasm` to be done.
import { globSync, statSync } from "node:fs";

const MOST_KILOBYTES = 300;

const builds = globSync("packages/nodes/build/*.wasm").toSorted();
if (builds.length === 0) console.error("packages/nodes/build: the kernels are not built; pnpm run wasm does it");
process.exitCode = builds.length === 0 ? 1 : 0;
for (const path of builds) {
  const kilobytes = Math.ceil(statSync(path).size / 1000);
  console.log(`${path} is ${kilobytes} kB; ${MOST_KILOBYTES} kB are allowed`);
  if (kilobytes > MOST_KILOBYTES) process.exitCode = 1;
}
