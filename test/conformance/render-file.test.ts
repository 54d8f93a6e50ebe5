// The golden mixes in Node. Where one is new, or meant to sound different from now on, write its hash down:
//
//     UPDATE_GOLDEN=1 npx pnpm exec vitest run --project whole conformance

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { renderFile, type FileRenderResult, type NodeRendererOptions } from "@twobus/renderer-node";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/render.ts";
import { testConformance, type GoldenHashes } from "./conformance.ts";
import { goldenJob, type GoldenJob } from "./golden-job.ts";
import { goldenMixes } from "./golden-mixes.ts";
import { registry } from "./registry.ts";

const table = new URL("golden.json", import.meta.url);
const folder = await temporaryFolder((work) => afterAll(work));

async function render(
  { document, recordings, ...part }: GoldenJob,
  options: Partial<NodeRendererOptions>,
): Promise<FileRenderResult> {
  for (const [file, bytes] of Object.entries(recordings)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), bytes);
  }
  const path = join(folder, "golden.wav");
  return renderFile(document, {
    registry,
    folder,
    path,
    container: "wav",
    sampleFormat: "float32",
    ...part,
    ...options,
  });
}

if (process.env["UPDATE_GOLDEN"] !== undefined) {
  const hashes: Record<string, string> = {};
  for (const [name, mix] of Object.entries(goldenMixes)) {
    hashes[name] = (await render(await goldenJob(mix, readFile), { threads: 1 })).pcmSha256;
  }
  await writeFile(table, `${JSON.stringify(hashes, undefined, 2)}\n`);
}
const hashes = JSON.parse(await readFile(table, "utf8")) as GoldenHashes;

test("there is a hash for each golden mix, and no other", () => {
  expect(Object.keys(hashes)).toEqual(Object.keys(goldenMixes));
});

describe.each([
  ["on one thread", { threads: 1 }],
  ["on three threads, in chunks of 5 quanta", { threads: 3, chunkQuanta: 5 }],
])("%s", (_, options) => {
  testConformance(hashes, readFile, async (job) => {
    const { pcmSha256, warnings, measure } = await render(job, options);
    expect(warnings.filter(({ code }) => code !== "track-direct-to-stereo-bus")).toEqual([]);
    expect(measure.samplePeakDbfs).toBeGreaterThan(-20);
    return pcmSha256;
  });
});
