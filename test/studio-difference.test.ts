import type { Page } from "playwright";
import { expect, test } from "vitest";
import { smallSong } from "./support/small-song.ts";
import { startStudio, visit } from "./support/studio.ts";

// What a node changes is listened to: as long as a key is held, or until it is ended; never part of the mix.

const TEST_MS = 120_000;
/** A busy machine must not fail a test. */

/** A loudness of this moment. */
const HEARD = /^M −?\d/;

const button = (page: Page, name: string | RegExp): ReturnType<Page["getByRole"]> =>
  page.getByRole("button", { name, exact: typeof name === "string" });

test(
  "of a bypassed node nothing is heard while D is held, of a working one something, and then the mix again",
  async () => {
    const { address } = await startStudio(await smallSong({ seconds: 60 }));
    const { page, complaints } = await visit(address);
    const loudness = async (): Promise<string> => (await page.getByLabel("Loudness").textContent()) ?? "";
    const box = (name: string): ReturnType<Page["locator"]> =>
      page.locator(".react-flow__node").getByRole("article", { name }).first();
    await box("Drums").dblclick({ position: { x: 60, y: 10 } });
    await box("Glue").click({ position: { x: 60, y: 10 } });
    await page.keyboard.press("b");
    await button(page, "Play").click();
    await expect.poll(loudness).toMatch(HEARD);

    await page.keyboard.down("d");
    await button(page, "Difference: Glue: hear everything again").waitFor();
    await page.keyboard.down("d"); // as it goes on while a key is held
    await expect.poll(loudness).not.toMatch(HEARD);
    await page.keyboard.up("d");
    await button(page, /^Difference/).waitFor({ state: "detached" });
    await expect.poll(loudness).toMatch(HEARD);
    expect((await page.getByRole("status").allTextContents()).join()).toContain("heard as it is");

    await page.keyboard.press("b");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find an action or a node" }).fill("Hear the difference");
    await page.keyboard.press("Enter");
    await button(page, /^Difference: Glue/).waitFor();
    await expect.poll(loudness).toMatch(HEARD);
    await page.getByRole("navigation").getByRole("button").first().click();
    await button(page, /^Difference: Glue/).click();
    await button(page, /^Difference/).waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);
