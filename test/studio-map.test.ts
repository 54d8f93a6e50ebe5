import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { sine } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// The map beside the canvas: it leads to places, and shows what clips.

const TEST_MS = 120_000;
const SECONDS = 6;
const RATE = 48_000;

/** Two tracks, one of them 12 dB too loud, into a bus. */
async function openSong(): Promise<Page> {
  const folder = await mkdtemp(join(tmpdir(), "twobus map "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "tone.wav"), wavBytes([sine(SECONDS * RATE, 220, 0.5)], RATE, "int24"));
  const track = (label: string, faderDb: number) => node("track", { faderDb }, { source: "tone", label });
  const nodes = {
    soft: track("Soft", -20),
    loud: track("Loud", 12),
    bus: node("bus", { faderDb: -30 }, { label: "Bus" }),
  };
  const cables = [cable("soft", "bus"), cable("loud", "bus"), cable("bus", "out")];
  const path = join(folder, "song.mix.json");
  const song = mix({ tone: { file: "tone.wav", frames: SECONDS * RATE } }, { mix: graph(nodes, cables) });
  await writeFile(path, serialiseMix(song));
  const { page } = await visit((await startStudio(path)).address);
  await page.getByRole("article", { name: "Bus" }).waitFor();
  return page;
}

/** Where the left upper corner of a strip is on the screen. */
async function cornerOf(page: Page, id: string): Promise<readonly [number, number]> {
  const { x, y } = (await page.locator(`.react-flow__node[data-id="${id}"]`).boundingBox())!;
  return [x, y];
}

test(
  "a press on the map leads there, a drag moves the view with it, and the wheel draws away",
  { timeout: TEST_MS },
  async () => {
    const page = await openSong();
    const map = page.getByRole("img", { name: "Map of the graph" });
    const box = (await map.boundingBox())!;
    const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
    const widthOf = async (): Promise<number> =>
      (await page.locator('.react-flow__node[data-id="bus"]').boundingBox())!.width;

    const before = await widthOf();
    await page.mouse.move(...middle);
    await page.mouse.wheel(0, 500);
    await expect.poll(widthOf).toBeCloseTo(before / 2, 0);

    const [x, y] = await cornerOf(page, "bus");
    await page.mouse.down();
    await page.mouse.move(middle[0] + 10, middle[1], { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await cornerOf(page, "bus"))[0]).toBeLessThan(x - 20);
    expect((await cornerOf(page, "bus"))[1]).toBeCloseTo(y, 0);

    // The tracks stand at the left: pressed there, they are in the middle of the canvas.
    await page.mouse.click(box.x + 12, box.y + box.height / 2);
    const canvas = (await page.locator(".react-flow").boundingBox())!;
    const track = async (): Promise<number> => (await cornerOf(page, "loud"))[0] - canvas.x;
    await expect.poll(track).toBeGreaterThan(0);
    await expect.poll(track).toBeLessThan(canvas.width);
  },
);

test("a strip that clips is red on the map while it does, and no other", { timeout: TEST_MS }, async () => {
  const page = await openSong();
  /** Boxes are counted by rows of pixels that hold much red. */
  const redRows = async (): Promise<number> =>
    page.getByRole("img", { name: "Map of the graph" }).evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      const isRed = (pixel: number): boolean =>
        data[4 * pixel]! > 150 && data[4 * pixel + 1]! < 100 && data[4 * pixel + 2]! < 100;
      const rows = Array.from({ length: canvas.height }, (_, row) =>
        Array.from({ length: canvas.width }, (__, column) => isRed(row * canvas.width + column)).some(Boolean),
      );
      return rows.filter(Boolean).length;
    });
  expect(await redRows()).toBe(0);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(redRows).toBeGreaterThan(0);
  const map = (await page.getByRole("img", { name: "Map of the graph" }).boundingBox())!;
  expect(await redRows()).toBeLessThan(map.height / 2);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect.poll(redRows).toBe(0);
});
