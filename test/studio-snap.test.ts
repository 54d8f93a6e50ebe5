import { readFile } from "node:fs/promises";
import { parseMix } from "@twobus/core";
import { expect, test } from "vitest";
import { smallSong } from "./support/small-song.ts";
import { startStudio, visit } from "./support/studio.ts";

// What is dragged comes to stand in line with what stands there, or on the grid.

const TEST_MS = 120_000;
/** A busy machine must not fail a test. */
const GRID = 8;

type Place = { readonly x: number; readonly y: number };

test(
  "strips come to stand on the grid or in line with others, which lines show; with Alt they go where the pointer goes",
  async () => {
    const path = await smallSong();
    const { address } = await startStudio(path);
    const { page, complaints } = await visit(address);
    await page.getByRole("article", { name: "Kick" }).waitFor();
    const zoom = await page
      .locator(".react-flow__viewport")
      .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a);
    const placeOf = async (id: string): Promise<Place> => {
      const { document } = parseMix(await readFile(path, "utf8"), path);
      return document.layout["mix"]?.[id] ?? { x: Number.NaN, y: Number.NaN };
    };
    const guides = page.locator(".react-flow__viewport-portal line");
    /** By so many units of the canvas; returns how many lines there were before it was let go. */
    const drag = async (name: string, right: number, down: number): Promise<number> => {
      const { x, y } = (await page.getByRole("article", { name }).locator("strong").boundingBox())!;
      const [fromX, fromY] = [x + 5, y + 5];
      await page.mouse.move(fromX, fromY);
      await page.mouse.down();
      // So far it may be a click, and nothing goes along.
      await page.mouse.move(fromX + 5, fromY + 5);
      await page.mouse.move(fromX + 5 + right * zoom, fromY + 5 + down * zoom, { steps: 5 });
      const seen = await guides.count();
      await page.mouse.up();
      expect(await guides.count()).toBe(0);
      return seen;
    };
    const moved = async (id: string, before: Place): Promise<Place> => {
      await expect.poll(() => placeOf(id)).not.toEqual(before);
      return placeOf(id);
    };

    const nowhere = await placeOf("drums");
    expect(await drag("Drums", 101, 203)).toBe(0);
    const drums = await moved("drums", nowhere);
    expect([drums.x % GRID, drums.y % GRID].map(Math.abs)).toEqual([0, 0]);

    const kickBox = (await page.getByRole("article", { name: "Kick" }).boundingBox())!;
    const drumsBox = (await page.getByRole("article", { name: "Drums" }).boundingBox())!;
    const toTop = (drumsBox.y - kickBox.y) / zoom;
    expect(await drag("Kick", 0, toTop - 2)).toBeGreaterThan(0);
    const kick = await moved("kick", await placeOf("nobody"));
    expect(kick.y).toBe(drums.y);

    await page.keyboard.down("Alt");
    expect(await drag("Kick", 21, 3)).toBe(0);
    await page.keyboard.up("Alt");
    const free = await moved("kick", kick);
    expect(Math.abs(free.y - kick.y - 3)).toBeLessThan(1.5);
    expect(Math.abs(free.x - kick.x - 21)).toBeLessThan(1.5);
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);
