import { expect, test } from "vitest";
import { goldenJob, type GoldenJob } from "./golden-job.ts";
import { goldenMixes } from "./golden-mixes.ts";
import type { ReadFile } from "./recordings.ts";

/** By name of golden mix: SHA-256 of the rendered samples as interleaved little-endian float32. */
export type GoldenHashes = Readonly<Record<string, string>>;

/** One way to render on one host. Returns the hash of what it made. */
export type RenderGolden = (job: GoldenJob) => Promise<string>;

/** One test for each golden mix: rendered this way it has the bits that are written down. */
export function testConformance(hashes: GoldenHashes, readFile: ReadFile, render: RenderGolden): void {
  test.each(Object.keys(goldenMixes))("%s", async (name) => {
    expect(await render(await goldenJob(goldenMixes[name]!, readFile))).toBe(hashes[name]);
  });
}
