import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { CDPSession, Page } from "playwright";
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
const STEPS = 20;

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

/** A place on the canvas where nothing stands. */
const freePlace = (page: Page): Promise<{ x: number; y: number }> =>
  page.evaluate(() => {
    const pane = document.querySelector(".react-flow__pane")!;
    const { left, top, width, height } = pane.getBoundingClientRect();
    for (let at = 0.02; at < 1; at += 0.02) {
      const place = { x: left + at * width, y: top + 0.9 * height };
      if (document.elementFromPoint(place.x, place.y) === pane) return place;
    }
    throw new Error("the canvas is full");
  });

/** One step of the pointer in each frame. */
async function lead(page: Page, from: { x: number; y: number }, steps: number): Promise<void> {
  for (let step = 1; step <= steps; step++) {
    await page.mouse.move(from.x + 2 * step, from.y - step);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** How often the browser worked out the layers of the page meanwhile. */
async function layerings(page: Page, work: () => Promise<void>): Promise<number> {
  const browser: CDPSession = await page.context().browser()!.newBrowserCDPSession();
  let count = 0;
  browser.on("Tracing.dataCollected", ({ value }) => {
    count += value.filter((event) => event["name"] === "PaintArtifactCompositor::Update" && event["ph"] === "X").length;
  });
  await browser.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["blink"] } });
  await work();
  const complete = new Promise((resolve) => browser.once("Tracing.tracingComplete", resolve));
  await browser.send("Tracing.end");
  await complete;
  return count;
}

test("the view moves without its layers being worked out for each step", { timeout: TEST_MS }, async () => {
  const page = await openSong();
  const place = await freePlace(page);
  await page.mouse.move(place.x, place.y);
  await page.mouse.down();
  await lead(page, place, 2);
  const before = await page.locator(".react-flow__viewport").getAttribute("style");
  const count = await layerings(page, () => lead(page, place, STEPS));
  expect(await page.locator(".react-flow__viewport").getAttribute("style")).not.toBe(before);
  await page.mouse.up();
  expect(count).toBeLessThanOrEqual(STEPS / 4);
  // At rest it is drawn as sharp as ever.
  await expect.poll(() => page.locator("[data-moving]").count()).toBe(0);
});

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
