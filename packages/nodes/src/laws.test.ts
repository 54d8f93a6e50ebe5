// Every law for every node of the pack. Where a node is meant to sound different from now on, write its hash anew:
//
//     UPDATE_GOLDEN=1 pnpm exec vitest run --project nodes src/laws.test.ts

import { readFile, writeFile } from "node:fs/promises";
import { goldenHashes, nodeLaws, type GoldenHashes } from "@twobus/core/laws";
import { expect, test } from "vitest";
import { transparent } from "../test/transparent.ts";
import { builtInPack } from "./index.ts";

const golden = new URL("laws.golden.json", import.meta.url);

if (process.env["UPDATE_GOLDEN"] !== undefined) {
  const hashes = await goldenHashes(builtInPack, readFile, { transparent });
  await writeFile(golden, `${JSON.stringify(hashes, undefined, 2)}\n`);
}
const hashes = JSON.parse(await readFile(golden, "utf8")) as GoldenHashes;

const WRITE_DOWN =
  "once all else holds and the sound is meant: UPDATE_GOLDEN=1 pnpm exec vitest run --project nodes src/laws.test.ts";

for (const law of await nodeLaws(builtInPack, readFile, { transparent, goldenHashes: hashes })) {
  const hint = /to the bit|golden/.test(law.name) ? WRITE_DOWN : undefined;
  test(`${law.node} ${law.name}`, async () => expect(await law.check(), hint).toEqual([]));
}
