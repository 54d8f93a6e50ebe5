// Every law for every node of the pack. Where a node is meant to sound different from now on, write its hash anew:
//
//     UPDATE_GOLDEN=1 npx pnpm exec vitest run --project nodes src/laws.test.ts

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
 * The phase of an all-pass is a delay that depends on frequency: it moves no impulse where it turns the deepest sound alone.
 * A strip's delay and a tape's flutter move their sound on purpose; of a mono impulse mid/side matrices leave one channel
 * empty.
 */
const transparent = {
  "twobus.track": { delayMs: 0 },
  "twobus.bus": { delayMs: 0 },
  "twobus.tapeSaturator": { flutterPercent: 0 },
  "twobus.phaseRotator": { frequencyHz: 20 },
  "twobus.bandSplitter": crossoversAside,
  "twobus.midSideEncoder": { output: "mid" },
  "twobus.midSideDecoder": { use: "mid" },
  "twobus.multibandCompressor": crossoversAside,
  "twobus.multibandSaturator": { ...crossoversAside, ...oneCurve },
};
const golden = new URL("laws.golden.json", import.meta.url);

if (process.env["UPDATE_GOLDEN"] !== undefined) {
  const hashes = await goldenHashes(builtInPack, readFile, { transparent });
  await writeFile(golden, `${JSON.stringify(hashes, undefined, 2)}\n`);
}
const hashes = JSON.parse(await readFile(golden, "utf8")) as GoldenHashes;

/**
 * Clicks that are known and not yet mended, each in one parameter: these tests begin to fail when they are. passiveEq: real
 * poles of the network that meet as lowCutPercent moves change places between sections. dynamicEq: a fitted shelf jumps as
 * band1FrequencyHz comes from the top of the band. clipper: a limitShaveDb of 0 is no limit, next to one of nearly nothing.
 */
const clicking = new Set(["twobus.passiveEq", "twobus.dynamicEq", "twobus.clipper"]);

for (const law of await nodeLaws(builtInPack, readFile, { transparent, goldenHashes: hashes })) {
  const isKnown = law.name.startsWith("moves without clicks") && clicking.has(law.node);
  (isKnown ? test.fails : test)(`${law.node} ${law.name}`, async () => expect(await law.check()).toEqual([]));
}
