// The studio's scripts must stay small: what is fetched before any wasm, compressed as servers send it. Expects it to be built.
import { globSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const MOST_KILOBYTES = 400;
/** Fetched when a mix holds an MP3, Vorbis or Opus file, and mostly wasm themselves. */
const DECODER = /decoder[^/]*\.js$/i;

const scripts = globSync("apps/studio/dist/site/**/*.js").filter((path) => !DECODER.test(path));
const bytes = scripts.map((path) => gzipSync(readFileSync(path)).length).reduce((sum, length) => sum + length, 0);
const kilobytes = Math.ceil(bytes / 1000);
console.log(`the studio's scripts are ${kilobytes} kB gzip; ${MOST_KILOBYTES} kB are allowed`);
if (scripts.length === 0) console.error("apps/studio/dist/site: the studio is not built; pnpm run build does it");
process.exitCode = scripts.length > 0 && kilobytes <= MOST_KILOBYTES ? 0 : 1;
