import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { answerPickers } from "./support/desk-folder.ts";
import { drop } from "./support/drop.ts";
import { graph, mix } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { smallSong } from "./support/small-song.ts";
import { renameMix, startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// What the studio says is of the mix that is shown, as it is now, and can be done as it is written.

const RATE = 48_000;
const TEST_MS = 120_000;

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
const box = (page: Page, name: string): Locator => page.getByRole("article", { name, exact: true });

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus told "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test(
  "the window is called as its mix; what was told of a mix goes with it; a bounce is marked as older than later edits",
  async () => {
    const { page } = await visit((await startStudio(await smallSong({ seconds: 1 }))).address);
    await box(page, "Drums, Bus").waitFor();
    expect(await page.title()).toBe("Small song – Twobus");
    await button(page, "Bounce").click();
    const bounced = page.getByLabel("Bounced");
    await bounced.waitFor();
    expect(await bounced.textContent()).toMatch(/^−\d+\.\d LUFS/);
    await renameMix(page, "Other name");
    expect(await page.title()).toBe("Other name – Twobus");
    expect(await bounced.textContent()).toMatch(/^was −\d+\.\d LUFS$/);
    expect(await bounced.getAttribute("title")).toMatch(/^Before the last edits: [0-9a-f]{64}$/);
    await drop(page, [join(import.meta.dirname, "../LICENSE")], { x: 500, y: 850 });
    const banner = page.getByRole("alert").getByText(/no recordings and no mix/);
    await banner.waitFor();
    await button(page, "Mixes…").click();
    await button(page, "Start with its buses").click();
    await page.getByRole("article", { name: /Vocals, Bus/ }).waitFor();
    expect(await banner.count()).toBe(0);
  },
  TEST_MS,
);

test(
  "a bounce that runs ends with its mix, and that is said",
  async () => {
    const { page } = await visit((await startStudio(await smallSong({ seconds: 240 }))).address);
    await box(page, "Drums, Bus").waitFor();
    await button(page, "Bounce").click();
    await button(page, "Cancel").waitFor();
    await button(page, "Mixes…").click();
    await button(page, "Start with its buses").click();
    await page.getByText(/the mix was left before it was done/).waitFor();
    expect(await button(page, "Cancel").count()).toBe(0);
  },
  TEST_MS,
);

test(
  "after the server was started again and its address opened beside it, a page saves by itself",
  async () => {
    const path = await smallSong({ seconds: 1 });
    const first = await startStudio(path);
    const { port } = new URL(first.address);
    const { page } = await visit(first.address);
    await box(page, "Drums, Bus").waitFor();
    await first.stop();
    await renameMix(page, "Edited meanwhile");
    const banner = page.getByRole("alert").getByText(/no answer came; keep this page/);
    await banner.waitFor();
    const again = await startStudio(path, undefined, Number(port));
    const beside = await page.context().newPage();
    await beside.goto(again.address);
    await page.getByText("Saved", { exact: true }).waitFor();
    expect(parseMix(await readFile(path, "utf8"), path).document.name).toBe("Edited meanwhile");
    expect(await banner.count()).toBe(0);
  },
  TEST_MS,
);

test(
  "recordings that break off are told of before a mix is made of them",
  async () => {
    const folder = await temporary();
    const whole = wavBytes([drums(RATE, 1)], RATE, "int24");
    await writeFile(join(folder, "Kick.wav"), whole.subarray(0, Math.floor(whole.length / 8)));
    await writeFile(join(folder, "Snare.wav"), whole);
    const { page } = await visit((await startStudio(undefined, await temporary())).address);
    const choosing = page.waitForEvent("filechooser");
    await button(page, "Choose files").click();
    await (await choosing).setFiles([join(folder, "Kick.wav"), join(folder, "Snare.wav")]);
    const remarks = page.getByRole("group").filter({ hasText: "Worth knowing" });
    await remarks.getByText(/Kick\.wav: the file breaks off: \d+ frames are missing/).waitFor();
    expect(await remarks.getByText(/Snare\.wav: the file breaks off/).count()).toBe(0);
  },
  TEST_MS,
);

test(
  "a folder with a mix that is dropped on a bus is opened, as it is elsewhere",
  async () => {
    const folder = join(await temporary(), "dropped");
    await mkdir(folder);
    await writeFile(join(folder, "Snare.wav"), wavBytes([drums(RATE, 1)], RATE, "int24"));
    const document = mix({}, { mix: graph({}, []) }, { name: "Dropped" });
    await writeFile(join(folder, "song.mix.json"), serialiseMix(document));
    const path = await smallSong();
    const { page } = await visit((await startStudio(path)).address);
    const { x, y, width, height } = (await box(page, "Drums, Bus").boundingBox())!;
    await drop(page, [folder], { x: x + width / 2, y: y + height / 2 });
    await button(page, "Dropped").waitFor();
    expect(await readFile(path, "utf8")).not.toContain("Snare");
  },
  TEST_MS,
);

test(
  "a file that cannot be read is told of; that nothing was chosen is not",
  async () => {
    const { page } = await visit((await startStudio(await smallSong())).address, {}, async (before) => {
      await answerPickers(before);
      await before.addInitScript(() => {
        const answers = [
          () => Promise.reject(new DOMException("nothing was chosen", "AbortError")),
          () => Promise.resolve([{ name: "gone.mix.json", getFile: () => Promise.reject(new Error("it is gone")) }]),
        ];
        Object.assign(globalThis, { showOpenFilePicker: () => answers.shift()!() });
      });
    });
    await button(page, "Mixes…").click();
    await button(page, "Open a mix").click();
    await button(page, "Open a mix").click();
    await page
      .getByRole("alert")
      .getByText(/it is gone/)
      .waitFor();
    expect(await page.getByRole("alert").count()).toBe(1);
  },
  TEST_MS,
);

test(
  "where recordings are missing, the way to where one is can be read; banners cover no button of the canvas",
  async () => {
    const path = await smallSong();
    await rm(join(path, "../kick.wav"));
    const { page } = await visit((await startStudio(path)).address, { viewport: { width: 1440, height: 900 } });
    await page.getByRole("dialog", { name: /1 recording of this mix is missing/ }).waitFor();
    await page.keyboard.press("Escape");
    await button(page, "1 recording missing…").waitFor();
    await box(page, "Drums, Bus").getByTitle("open the chain").click();
    const crumbs = page.getByRole("navigation", { name: "Where you are" });
    await crumbs.getByRole("button", { name: "Drums" }).waitFor();
    expect(await crumbs.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);

    await drop(page, [join(import.meta.dirname, "../LICENSE")], { x: 500, y: 850 });
    const banner = page.getByRole("alert").filter({ hasText: "no recordings and no mix" });
    const zoom = (await button(page, "Fit View").boundingBox())!;
    expect((await banner.boundingBox())!.x).toBeGreaterThan(zoom.x + zoom.width);
  },
  TEST_MS,
);
