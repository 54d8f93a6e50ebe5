import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// A part of the mix is listened to again and again: set by typing, by dragging, by keys; never part of the mix.

const SECONDS = 20;
const FRAMES = SECONDS * 48_000;
const TEST_MS = 180_000;
/** A busy machine must not fail a test. */

async function open(): Promise<{ readonly page: Page; readonly path: string; readonly complaints: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "twobus loop "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  const path = join(folder, "song.mix.json");
  const document = mix(
    { kick: { file: "kick.wav", frames: FRAMES } },
    {
      mix: graph({ kick: node("track", {}, { source: "kick" }), master: node("bus", {}, { label: "Master" }) }, [
        cable("kick", "master"),
        cable("master", "out"),
      ]),
    },
    { name: "Round" },
  );
  await writeFile(path, serialiseMix(document));
  const { address } = await startStudio(path);
  const { page, complaints } = await visit(address);
  await expect.poll(() => position(page).getAttribute("max")).not.toBe("0");
  return { page, path, complaints };
}

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
const position = (page: Page): Locator => page.getByRole("slider", { name: "Position in the mix" });
const edge = (page: Page, name: "start" | "end"): Locator =>
  page.getByRole("slider", { name: `Loop ${name}`, exact: true });
const edgeSeconds = async (page: Page, name: "start" | "end"): Promise<number> =>
  Number(await edge(page, name).getAttribute("aria-valuenow"));

/** Where the mix stands, watched 30 times a second. */
const watchPlaces = (page: Page, forMs: number): Promise<number[]> =>
  position(page).evaluate(async (slider: HTMLInputElement, milliseconds) => {
    const places: number[] = [];
    for (const end = performance.now() + milliseconds; performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 33));
      places.push(Number(slider.value));
    }
    return places;
  }, forMs);
const jumpsBack = (places: readonly number[]): number =>
  places.filter((place, index) => index > 0 && place < places[index - 1]! - 0.1).length;

test(
  "a loop that is typed goes round and round, is remembered, and plays on when it is turned off",
  async () => {
    const { page, path, complaints } = await open();
    const before = await readFile(path, "utf8");
    await button(page, "Start and end of the loop").click();
    const start = page.getByRole("textbox", { name: "Start" });
    await start.fill("bar 3");
    await start.press("Enter");
    expect(await start.getAttribute("aria-invalid")).toBe("true");
    await start.fill("0:02");
    await start.press("Enter");
    const end = page.getByRole("textbox", { name: "End" });
    await end.fill("2.6 s");
    await end.press("Enter");
    await page.keyboard.press("Escape");
    expect(await button(page, "Loop").getAttribute("aria-pressed")).toBe("true");
    expect(await edge(page, "start").getAttribute("aria-valuetext")).toBe("2 seconds");
    expect(await edge(page, "end").getAttribute("aria-valuetext")).toBe("2.6 seconds");

    await position(page).fill("2");
    await button(page, "Play").click();
    await expect.poll(async () => Number(await position(page).inputValue())).toBeGreaterThan(2.1);
    const places = await watchPlaces(page, 3000);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(1.99);
    expect(Math.max(...places)).toBeLessThan(2.7);
    expect(jumpsBack(places)).toBeGreaterThanOrEqual(3);

    await button(page, "Loop").click();
    await expect.poll(async () => Number(await position(page).inputValue())).toBeGreaterThan(3);
    await button(page, "Stop").click();
    await button(page, "Loop").click();
    await page.reload();
    await edge(page, "end").waitFor();
    expect([await edgeSeconds(page, "start"), await edgeSeconds(page, "end")]).toEqual([2, 2.6]);
    expect(await button(page, "Loop").getAttribute("aria-pressed")).toBe("true");
    await button(page, "Play").click();
    await expect.poll(async () => jumpsBack(await watchPlaces(page, 2000))).toBeGreaterThanOrEqual(2);
    expect(await readFile(path, "utf8")).toBe(before);
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);

test(
  "a loop is drawn on the time line, its edges are dragged and moved by keys, and a click there goes to the place",
  async () => {
    const { page, complaints } = await open();
    const mixSeconds = Number(await position(page).getAttribute("max"));
    const { x, y, width, height } = (await page.getByRole("group", { name: "Loop on the time line" }).boundingBox())!;
    const drag = async (from: number, to: number): Promise<void> => {
      await page.mouse.move(x + from * width, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + to * width, y + height / 2, { steps: 5 });
      await page.mouse.up();
    };
    /** One pixel, in seconds. */
    const near = (1.5 * mixSeconds) / width;
    const expectRange = async (start: number, end: number): Promise<void> => {
      expect(Math.abs((await edgeSeconds(page, "start")) - start * mixSeconds)).toBeLessThan(near);
      expect(Math.abs((await edgeSeconds(page, "end")) - end * mixSeconds)).toBeLessThan(near);
    };
    await drag(0.6, 0.2);
    await expectRange(0.2, 0.6);
    expect(await button(page, "Loop").getAttribute("aria-pressed")).toBe("true");
    await drag(0.6 - 3 / width, 0.8);
    expect(Math.abs((await edgeSeconds(page, "end")) - 0.8 * mixSeconds)).toBeLessThan(6 * near);
    const before = await edgeSeconds(page, "start");
    await edge(page, "start").press("ArrowRight");
    expect((await edgeSeconds(page, "start")) - before).toBeCloseTo(0.1);
    await edge(page, "end").press("End");
    expect(await edgeSeconds(page, "end")).toBeCloseTo(mixSeconds);
    await page.mouse.click(x + 0.05 * width, y + height / 2);
    await expect.poll(async () => Number(await position(page).inputValue())).toBeCloseTo(0.05 * mixSeconds, 0);

    await page.getByRole("article", { name: "Master" }).click({ position: { x: 60, y: 10 } });
    await page.keyboard.press("[");
    expect(Math.abs((await edgeSeconds(page, "start")) - 0.05 * mixSeconds)).toBeLessThan(near);
    await page.getByText(/^Loop: 0:0\d\.\d to /).waitFor();
    await page.keyboard.press("r");
    expect(await button(page, "Loop").getAttribute("aria-pressed")).toBe("false");
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);
