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
  await expect.poll(seconds).toBeGreaterThan(2);
  const [count, end] = await page.evaluate(() => [
    (globalThis as unknown as { changes: { count: number } }).changes.count,
    Number(document.querySelector('output[aria-label="Position"]')!.textContent!.slice(2)),
  ]);
  expect(count).toBeGreaterThan(2);
  expect(count).toBeLessThanOrEqual(10 * end! + 2);
});

test(
  "while a bus is dragged its cables stay the same elements, and what stands is not touched",
  { timeout: TEST_MS },
  async () => {
    const page = await openSong();
    await page.evaluate(() => {
      const changes = { cables: 0, standing: 0 };
      Object.assign(globalThis, { changes });
      const cables = document.querySelector(".react-flow__edges")!;
      new MutationObserver((records) => (changes.cables += records.length)).observe(cables, {
        childList: true,
        subtree: true,
      });
      const track = document.querySelector('.react-flow__node[data-id="one"]')!;
      new MutationObserver((records) => (changes.standing += records.length)).observe(track, {
        attributes: true,
        childList: true,
        subtree: true,
      });
    });
    const bus = (await page.locator('.react-flow__node[data-id="bus"]').boundingBox())!;
    const [x, y] = [bus.x + bus.width / 2, bus.y + 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 20; step++) await page.mouse.move(x + 4 * step, y + 3 * step);
    const moved = (await page.locator('.react-flow__node[data-id="bus"]').boundingBox())!;
    expect(moved.x - bus.x).toBeGreaterThan(60);
    const changes = await page.evaluate(() => (globalThis as unknown as { changes: object }).changes);
    await page.mouse.up();
    expect(changes).toEqual({ cables: 0, standing: 0 });
  },
);

test(
  "however often the pointer tells of itself, what is dragged goes one step a frame",
  { timeout: TEST_MS },
  async () => {
    const page = await openSong();
    const bus = page.locator('.react-flow__node[data-id="bus"]');
    const standing = (await bus.boundingBox())!;
    const [x, y] = [standing.x + standing.width / 2, standing.y + 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 4, y);
    const steps = await page.evaluate(
      async ([left, top]) => {
        const frame = (): Promise<number> => new Promise(requestAnimationFrame);
        // The step of the move before is over.
        await frame();
        await frame();
        let changes = 0;
        const dragged = document.querySelector('.react-flow__node[data-id="bus"]')!;
        const observer = new MutationObserver((records) => (changes += records.length));
        observer.observe(dragged, { attributes: true, attributeFilter: ["style"] });
        for (let step = 1; step <= 50; step++) {
          const at = { clientX: left! - 2 * step, clientY: top! };
          window.dispatchEvent(new MouseEvent("mousemove", { view: window, buttons: 1, ...at }));
          await Promise.resolve();
        }
        await frame();
        await frame();
        observer.disconnect();
        return changes;
      },
      [x - 4, y],
    );
    const after = (await bus.boundingBox())!;
    await page.mouse.up();
    // The first one at once, and the last one.
    expect(steps).toBe(2);
    // The last one brought it to where the pointer is: to the grid there, or into line.
    expect(standing.x - after.x).toBeGreaterThan(85);
    expect(standing.x - after.x).toBeLessThan(125);
  },
);

test(
  "gauges and map are drawn while they change, and no more when the mix has stopped",
  { timeout: TEST_MS },
  async () => {
    const page = await openSong();
    await page.evaluate(() => {
      const pictures = { drawn: 0 };
      Object.assign(globalThis, { pictures });
      const { clearRect } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.clearRect = function clear(...box) {
        if (this.canvas.closest(".react-flow") !== null) pictures.drawn++;
        clearRect.apply(this, box);
      };
    });
    const drawnInFrames = (frames: number): Promise<number> =>
      page.evaluate(async (count) => {
        const { pictures } = globalThis as unknown as { pictures: { drawn: number } };
        const before = pictures.drawn;
        for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
        return pictures.drawn - before;
      }, frames);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(() => drawnInFrames(30)).toBeGreaterThan(2);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.mouse.move(0, 0);
    await expect.poll(() => drawnInFrames(30)).toBe(0);
  },
);
