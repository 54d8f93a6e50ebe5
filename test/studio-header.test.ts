import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// What stands above the canvas: it never moves it, and says what the mix costs.

const FRAMES = 8 * 48_000;
const TEST_MS = 180_000;
/** A busy machine must not fail a test. */

/** A mix that is 336 samples late. */
async function open(
  width: number,
  prepare?: (page: Page) => Promise<void>,
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "twobus header "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  const document = mix(
    { kick: { file: "kick.wav", frames: FRAMES } },
    {
      mix: graph(
        {
          kick: node("track", {}, { source: "kick", label: "A kick with a long name" }),
          master: node("bus", {}, { graph: "inserts", label: "Master" }),
        },
        [cable("kick", "master"), cable("master", "out")],
      ),
      inserts: chain({ late: node("digitalCompressor", { lookAheadMs: 7 }, { label: "Late" }) }),
    },
    { name: "Header" },
  );
  const path = join(folder, "song.mix.json");
  await writeFile(path, serialiseMix(document));
  const { address } = await startStudio(path);
  const visited = await visit(address, { viewport: { width, height: 800 } }, prepare);
  await strip(visited.page, "kick").waitFor();
  const position = visited.page.getByRole("slider", { name: "Position in the mix" });
  await expect.poll(() => position.getAttribute("max")).not.toBe("0");
  return visited;
}

const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name, exact: true });
const strip = (page: Page, id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"]`);
const select = (page: Page, id: string): Promise<void> => strip(page, id).click({ position: { x: 40, y: 8 } });

/** From the top of the window to the canvas, and how far the page goes beyond its window. */
async function shapeOf(page: Page): Promise<{ readonly canvasTop: number; readonly beyond: number }> {
  const { y } = (await page.getByRole("application", { name: "Graph" }).boundingBox())!;
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return { canvasTop: y, beyond };
}

test.each([1920, 1400, 1000, 961, 960, 800, 420])(
  "at %i pixels a solo and an answer move nothing",
  async (width) => {
    const { page, complaints } = await open(width);
    const before = await shapeOf(page);
    expect(before.beyond).toBe(0);
    await select(page, "kick");
    const selected = await shapeOf(page);
    expect(selected).toEqual(before);
    await page.keyboard.press("s");
    await button(page, /^Solo: A kick/).waitFor();
    await page.keyboard.press("r");
    await page.getByText(/^Loop: /).waitFor();
    expect(await shapeOf(page)).toEqual(before);
    await button(page, /^Solo: A kick/).click();
    await button(page, /^Solo: A kick/).waitFor({ state: "detached" });
    expect(await shapeOf(page)).toEqual(before);
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);

test(
  "latency is told in samples and milliseconds, of the mix and of a node with what is in it",
  async () => {
    const { page, complaints } = await open(1400);
    await expect
      .poll(() => page.getByLabel("Load and latency").innerText())
      .toMatch(/CPU \d+ % +336 samples, 7\.0 ms$/);
    const settings = page.getByRole("complementary");
    await select(page, "master");
    await settings.getByText("Latency 336 samples, 7.0 ms").waitFor();
    await select(page, "kick");
    await settings.getByText(/^Latency/).waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);

test(
  "sound that did not come in time lights a lamp, until it is cleared",
  async () => {
    const { page, complaints } = await open(1000, async (fresh) => {
      await fresh.addInitScript(() => {
        const stats = { underrunEvents: 0, underrunDuration: 0 };
        Object.assign(globalThis, { stats });
        Object.defineProperty(AudioContext.prototype, "playbackStats", { get: () => stats });
      });
    });
    const miss = (gaps: number, seconds: number): Promise<void> =>
      page.evaluate(
        ([underrunEvents, underrunDuration]) =>
          void Object.assign((globalThis as unknown as { stats: object }).stats, { underrunEvents, underrunDuration }),
        [gaps, seconds] as const,
      );
    await button(page, "No gaps in the sound").waitFor();
    await miss(1, 0.5);
    await page.waitForTimeout(200); // some reports
    await button(page, "Loop").click();
    await button(page, "Play").click();
    await expect.poll(() => page.getByLabel("Position", { exact: true }).textContent()).not.toBe("0:00.0");
    // What was missed in silence is not told.
    await button(page, "No gaps in the sound").waitFor();
    await miss(3, 0.51);
    await button(page, "2 gaps in the sound, 480 frames missed: clear").click();
    await button(page, "No gaps in the sound").waitFor();
    await miss(4, 0.52);
    await button(page, "1 gap in the sound, 480 frames missed: clear").waitFor();
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);
