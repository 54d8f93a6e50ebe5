import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix, type MixDocument } from "@twobus/core";
import type { Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { startStudio, visit } from "./support/studio.ts";

// A file that is no mix, or no longer one, is told as what it is, in a sentence that says what can be done; what is open stays open.

const TEST_MS = 180_000;
/** A busy machine must not fail a test. */
const LARGE_BYTES = 200 * 1024 * 1024;

const song = (): MixDocument =>
  mix(
    {},
    { mix: graph({ master: node("bus", {}, { label: "Master" }) }, [cable("master", "out")]) },
    { name: "Whole" },
  );

const whole = serialiseMix(song());
const half = whole.slice(0, whole.indexOf('"nodes"') + 3);
const cutAt = `${half.split("\n").length}:${half.length - half.lastIndexOf("\n")}`;

const broken: readonly (readonly [name: string, text: string, said: RegExp])[] = [
  [
    "cut.mix.json",
    half,
    new RegExp(`^cut\\.mix\\.json:${cutAt}: the file ends here, before it is whole .*copy or download`),
  ],
  ["prose.mix.json", "Dear mix,", /^prose\.mix\.json:1:1: this is no JSON text: it begins with "D"; choose the file/],
  ["other.mix.json", '{"tracks": []}', /^other\.mix\.json: this is not a Twobus mix: .*; choose a \.mix\.json/],
  ["empty.mix.json", "", /^empty\.mix\.json:1:1: the file is empty; copy or download it again/],
  ["zeros.mix.json", "\0".repeat(10_000), /^zeros\.mix\.json:1:1: the file holds zeros in place of text/],
];

async function choose(page: Page, path: string): Promise<void> {
  await page.getByRole("button", { name: "Mixes…" }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open a mix" }).click();
  await (await choosing).setFiles(path);
}

test(
  "files that are no mixes",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "twobus bad "));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, "whole.mix.json");
    await writeFile(path, whole);
    const { address } = await startStudio(path);
    const { page, complaints } = await visit(address);
    await page.getByRole("article", { name: "Master" }).waitFor();
    const refusedWith = async (name: string, said: RegExp): Promise<void> => {
      await choose(page, join(folder, name));
      const banner = page.getByRole("alert");
      await banner.waitFor();
      expect(await banner.locator("p").innerText()).toMatch(said);
      // It can be pressed: nothing lies over it.
      await banner.getByRole("button", { name: "Dismiss" }).click();
      await page.getByRole("article", { name: "Master" }).waitFor();
      await page.keyboard.press("Escape");
    };
    for (const [name, text, said] of broken) {
      await writeFile(join(folder, name), text);
      await refusedWith(name, said);
    }
    const large = await open(join(folder, "large.mix.json"), "w");
    await large.truncate(LARGE_BYTES);
    await large.close();
    await refusedWith("large.mix.json", /^large\.mix\.json: this has 200 MB, and a mix 16 MB of text at most/);
    // The demo is looked for each time, and not served here.
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  },
  TEST_MS,
);
