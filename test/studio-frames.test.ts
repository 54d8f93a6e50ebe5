import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// What the browser has to do for a frame, counted and not timed.

const TEST_MS = 120_000;
const SECONDS = 6;
const RATE = 48_000;
const TRACKS = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

/** All tracks play into one bus. */
async function openSong(): Promise<Page> {
  const folder = await mkdtemp(join(tmpdir(), "twobus frames "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(SECONDS * RATE, 1)], RATE, "int24"));
  const tracks = Object.fromEntries(TRACKS.map((id) => [id, node("track", {}, { source: "kick", label: id })]));
  const nodes = { ...tracks, bus: node("bus", {}, { label: "Drums" }) };
  const cables = [...TRACKS.map((id) => cable(id, "bus")), cable("bus", "out")];
  const path = join(folder, "song.mix.json");
  const song = mix({ kick: { file: "kick.wav", frames: SECONDS * RATE } }, { mix: graph(nodes, cables) });
  await writeFile(path, serialiseMix(song));
  const { page } = await visit((await startStudio(path)).address);
  await page.getByRole("article", { name: "Drums" }).waitFor();
  return page;
}

test("figures change ten times a second, and the page is laid out no oftener", { timeout: TEST_MS }, async () => {
  const page = await openSong();
  await page.evaluate(() => {
    const changes = { count: 0 };
    Object.assign(globalThis, { changes });
    const loudness = document.querySelector('[aria-label="Loudness"]')!;
    new MutationObserver((records) => (changes.count += records.length)).observe(loudness, { childList: true });
  });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const seconds = async (): Promise<number> =>
    Number((await page.getByLabel("Position", { exact: true }).textContent())!.slice(2));
  await expect.poll(seconds, { timeout: 30_000 }).toBeGreaterThan(2);
  const [count, end] = await page.evaluate(() => [
    (globalThis as unknown as { changes: { count: number } }).changes.count,
    Number(document.querySelector('output[aria-label="Position"]')!.textContent!.slice(2)),
  ]);
  expect(count).toBeGreaterThan(2);
  expect(count).toBeLessThanOrEqual(10 * end! + 2);
});
