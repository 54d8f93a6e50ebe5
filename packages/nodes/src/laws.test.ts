// Every law for every node of the pack. Where a node is meant to sound different from now on, write its hash anew:
//
//     UPDATE_GOLDEN=1 pnpm exec vitest run --project nodes src/laws.test.ts

import { readFile, writeFile } from "node:fs/promises";
import { goldenHashes, nodeLaws, type GoldenHashes } from "@twobus/core/laws";
import { expect, test } from "vitest";
import { builtInPack } from "./index.ts";

/** The phase of crossovers this low turns none but the deepest sound. */
const crossoversAside = {
  crossover1Hz: 20,
  crossover2Hz: 20,
  crossover3Hz: 20,
  crossover4Hz: 20,
  crossover5Hz: 20,
};

/** Six bands of five curves on three channels are eleven million settings, which without drive sound the same. */
const oneCurve = Object.fromEntries(
  [1, 2, 3, 4, 5, 6].flatMap((band) => [
    [`band${band}Curve`, "tape"],
    [`band${band}Channels`, "stereo"],
  ]),
);

/**
 * A strip's delay and a tape's flutter move their sound on purpose; of a mono impulse mid/side matrices leave one channel
 * empty.
 */
const transparent = {
  "twobus.track": { delayMs: 0 },
  "twobus.bus": { delayMs: 0 },
  "twobus.tapeSaturator": { flutterPercent: 0 },
  "twobus.bandSplitter": crossoversAside,
  "twobus.midSideEncoder": { output: "mid" },
  "twobus.midSideDecoder": { use: "mid" },
  "twobus.testSignal": { on: false },
  "twobus.multibandCompressor": crossoversAside,
  "twobus.multibandSaturator": { ...crossoversAside, ...oneCurve },
};
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
