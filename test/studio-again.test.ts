import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, test } from "vitest";
import { answerPickers } from "./support/desk-folder.ts";
import { drop } from "./support/drop.ts";
import { graph, mix } from "./support/mixes.ts";
import { smallSong } from "./support/small-song.ts";
import { renameMix, startStudio, visit } from "./support/studio.ts";

// A mix that is open is opened again: taken over from another tab, or chosen once more. What is shown is what is heard.

const TEST_MS = 120_000;
/** A busy machine must not fail a test. */

const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name, exact: true });
const position = (page: Page): Locator => page.getByRole("slider", { name: "Position in the mix" });

/** The same mix in a second tab, which may not change it. */
async function secondTab(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await button(other, "Take over").waitFor();
  return other;
}

test(
  "a mix that is taken over is looped where its loop is drawn, and soloed no more than it says",
  async () => {
    const { address } = await startStudio(await smallSong({ seconds: 30 }));
    const { page } = await visit(address);
    await page.getByRole("article", { name: "Drums, Bus" }).waitFor();
    const other = await secondTab(page);
    await expect.poll(() => position(other).getAttribute("max")).toMatch(/^30/);
    await other.getByRole("article", { name: "Drums, Bus" }).getByRole("button", { name: "Solo" }).click();
    await button(other, /^Solo: Drums/).waitFor();
    await other.keyboard.press("r");
    await other.getByRole("button", { name: "Start and end of the loop" }).click();
    await other.getByRole("textbox", { name: "End" }).fill("1");
    await other.keyboard.press("Enter");
    await other.keyboard.press("Escape");

    await button(other, "Take over").click();
    await button(page, "Take over").waitFor();
    await button(other, /^Solo:/).waitFor({ state: "detached" });
    expect(await button(other, "Loop").getAttribute("aria-pressed")).toBe("true");
    await button(other, "Play").click();
    let before = 0;
    const hasJumpedBack = async (): Promise<boolean> => {
      const now = Number(await position(other).inputValue());
      const isBack = now < before - 0.1;
      before = now;
      return isBack;
    };
    await expect.poll(hasJumpedBack, { interval: 100 }).toBe(true);
    expect(before).toBeLessThan(1.1);
  },
  TEST_MS,
);

test(
  "a mix that cannot be read is not taken over: the tab that has it may change it on, and the other plays on",
  async () => {
    const studio = await startStudio(await smallSong());
    const { page } = await visit(studio.address);
    await page.getByRole("article", { name: "Drums, Bus" }).waitFor();
    const other = await secondTab(page);
    await other.route("**/mix/song.mix.json", (route) => route.abort());
    await button(other, "Take over").click();
    await other.getByRole("alert").getByText(/fetch/).waitFor();
    await button(other, "Play").click();
    await expect.poll(async () => Number(await position(other).inputValue())).toBeGreaterThan(0.5);
    expect(await other.getByText(/player was closed/).count()).toBe(0);
    expect(await button(page, "Take over").count()).toBe(0);
    await renameMix(page, "Still mine");
  },
  TEST_MS,
);

test(
  "recordings that are dropped on a bus of a mix that may not be changed are no new tracks, and are not said to be",
  async () => {
    const path = await smallSong();
    const { page } = await visit((await startStudio(path)).address);
    await page.getByRole("article", { name: "Drums, Bus" }).waitFor();
    const other = await secondTab(page);
    const { x, y, width, height } = (await other.getByRole("article", { name: "Drums, Bus" }).boundingBox())!;
    const said: string[] = [];
    await other.exposeFunction("hear", (text: string) => said.push(text));
    await other.evaluate(() => {
      const hear = (text: string): void => (globalThis as unknown as { hear(text: string): void }).hear(text);
      const watched = { childList: true, characterData: true, subtree: true };
      new MutationObserver((changes) => changes.forEach(({ target }) => hear(target.textContent ?? ""))).observe(
        document.body,
        watched,
      );
    });
    await drop(other, [join(path, "../kick.wav")], { x: x + width / 2, y: y + height / 2 });
    await other.getByText(/another tab has this mix: here it can be heard/).waitFor();
    expect(said.some((text) => text.includes("Copying 1 recording…"))).toBe(true);
    expect(said.filter((text) => text.includes("new track."))).toEqual([]);
  },
  TEST_MS,
);

test(
  "a file that is open can be chosen again, and is changed on; the address names no other mix",
  async () => {
    const text = serialiseMix(mix({}, { mix: graph({}, []) }, { name: "Opened" }));
    const { page } = await visit((await startStudio(await smallSong())).address, {}, (before) =>
      answerPickers(before, { name: "song.mix.json", text }),
    );
    const choose = async (): Promise<void> => {
      await button(page, "Mixes…").click();
      await button(page, "Open a mix").click();
      await button(page, "Opened").waitFor();
    };
    await button(page, "Mixes…").click();
    await button(page, "Start with its buses").click();
    await renameMix(page, "Before");
    await expect.poll(() => page.url()).toContain("?kept=");
    await choose();
    await expect.poll(() => page.url()).not.toContain("?kept=");
    await renameMix(page, "Edited");
    await expect.poll(() => page.url()).toContain("?kept=");
    await choose();
    await button(page, "Undo").and(page.locator(":disabled")).waitFor();
    expect(await page.getByText("read only").count()).toBe(0);
    await renameMix(page, "Edited again");
  },
  TEST_MS,
);
