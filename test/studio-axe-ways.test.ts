import { rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright";
import { expect, test } from "vitest";
import { axeEyes } from "./support/axe.ts";
import { drums } from "./support/signals.ts";
import { smallSong } from "./support/small-song.ts";
import { serveFolder } from "./support/static-site.ts";
import { startStudio, twobus, visit, type Visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// What axe sees, in light and in dark, on the ways into a mix and out of it, and of what the studio says went wrong.

const site = fileURLToPath(new URL("../apps/studio/dist/site", import.meta.url));
const TEST_MS = 180_000;

const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: typeof name === "string" });
const strip = (page: Page, name: string): Locator =>
  page.locator(".react-flow__node").getByRole("article", { name }).first();
const bytesOf = (name: string, buffer: Buffer) => ({ name, mimeType: "application/octet-stream", buffer });

async function open(path: string, prepare?: (page: Page) => Promise<void>): Promise<Visit> {
  const { address } = await startStudio(path);
  const visited = await visit(address, { reducedMotion: "reduce" }, prepare);
  await strip(visited.page, "Drums").waitFor();
  return visited;
}

/** Answers the file chooser that a press opens. */
async function choose(page: Page, opener: Locator, files: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), opener.click()]);
  await chooser.setFiles(files);
}

const withoutStorage = (page: Page): Promise<void> =>
  page.addInitScript(() => Object.defineProperty(globalThis, "indexedDB", { value: undefined }));

async function mute(page: Page): Promise<void> {
  await strip(page, "Drums").getByRole("button", { name: "Mute" }).click();
}

test(
  "recordings that were chosen: the review, with what is unusable and what is left out",
  { timeout: TEST_MS },
  async () => {
    const { page } = await open(await smallSong());
    const { look, found } = axeEyes(page);
    await button(page, "Mixes…").click();
    const kick = Buffer.from(wavBytes([drums(48_000, 1)], 48_000, "int24"));
    const names = ["Kick In.wav", "Bass DI.wav", "Lead Vox.wav", "Something else.wav"];
    const files = [...names.map((name) => bytesOf(name, kick)), bytesOf("Broken.wav", Buffer.from("RIFF no more"))];
    await choose(page, button(page, "Choose files"), files);
    const dialog = page.getByRole("dialog", { name: /^A mix from/ });
    await dialog.getByText(/^Not usable/).waitFor();
    await look("review");
    await dialog.getByRole("checkbox").first().click();
    await look("review, one left out");
    expect(found).toEqual({});
  },
);

test("recordings that are missing, one of them another of the same name", { timeout: TEST_MS }, async () => {
  const path = await smallSong();
  await rename(join(dirname(path), "kick.wav"), join(dirname(path), "elsewhere.wav"));
  const { page } = await open(path);
  const { look, found } = axeEyes(page);
  const dialog = page.getByRole("dialog", { name: /missing/ });
  await dialog.waitFor();
  await look("missing");
  const other = Buffer.from(wavBytes([drums(48_000, 2)], 48_000, "int24"));
  await choose(page, dialog.getByRole("button", { name: "Choose files" }), bytesOf("kick.wav", other));
  await dialog.getByText(/another recording/).waitFor();
  await look("missing, another recording");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await button(page, /missing…$/).waitFor();
  await look("mix with a recording missing");
  expect(found).toEqual({});
});

test("a bundle that cannot be opened", { timeout: TEST_MS }, async () => {
  const { page } = await open(await smallSong());
  const { look, found } = axeEyes(page);
  await button(page, "Mixes…").click();
  await choose(page, button(page, "Open a mix"), bytesOf("song.twobus.zip", Buffer.from("PK and no more")));
  await page.getByRole("dialog", { name: "Opening song.twobus.zip" }).getByRole("alert").waitFor();
  await look("bundle");
  expect(found).toEqual({});
});

test("a file that another program changed, and leaving edits that are nowhere else", { timeout: TEST_MS }, async () => {
  const path = await smallSong();
  const { page } = await open(path, withoutStorage);
  const { look, found } = axeEyes(page);
  await page.getByRole("alert").first().waitFor();
  await look("nothing is kept");
  await twobus("set", path, "kick.faderDb", "-6");
  await mute(page);
  await page.getByText(/another program changed the file/).waitFor();
  await look("changed on disk");
  await button(page, "Mixes…").click();
  await button(page, "Start with its buses").click();
  await page.getByRole("dialog", { name: "These edits are nowhere else" }).waitFor();
  await look("leaving");
  expect(found).toEqual({});
});

test("a second tab that reads only, and refuses an edit", { timeout: TEST_MS }, async () => {
  const { page: first } = await open(await smallSong());
  const page = await first.context().newPage();
  await page.goto(first.url());
  const { look, found } = axeEyes(page);
  await page.getByText("read only: open in another tab").waitFor();
  await mute(page);
  await page.getByText(/not changed until it is taken over/).waitFor();
  await look("read only");
  const { x, width } = (await button(page, "Keys…").boundingBox())!;
  expect(x + width).toBeLessThanOrEqual(page.viewportSize()!.width);
  expect(found).toEqual({});
});

test("a mix that comes back after a crash, and a page that may not share memory", { timeout: TEST_MS }, async () => {
  const { page: first } = await visit(await serveFolder(site), { reducedMotion: "reduce" });
  await button(first, "Start with its buses").click();
  await first.getByRole("dialog").waitFor({ state: "detached" });
  await strip(first, "Drums").getByRole("button", { name: "Mute" }).click();
  await first.getByLabel("Kept").waitFor();
  const address = first.url();
  const chromium = await first.context().newCDPSession(first);
  chromium.send("Page.crash").catch(() => {});
  await first.waitForEvent("crash");
  const page = await first.context().newPage();
  await page.goto(address);
  const { look, found } = axeEyes(page);
  await page.getByText(/ended without being closed/).waitFor();
  await page.getByText(/share memory between threads/).waitFor();
  await look("recovered");
  expect(found).toEqual({});
});

test("an output at another rate, and more that goes wrong than has room", { timeout: TEST_MS }, async () => {
  const path = await smallSong();
  const { page } = await open(path, async (before) => {
    await withoutStorage(before);
    await before.addInitScript(() => {
      const Real = AudioContext;
      globalThis.AudioContext = class extends Real {
        constructor(options: AudioContextOptions) {
          super({ ...options, sampleRate: 44_100 });
        }
      };
    });
  });
  const { look, found } = axeEyes(page);
  await button(page, "Play").click();
  await page.getByText(/44100 Hz/).waitFor();
  await look("another rate");
  for (const name of ["one", "two", "three", "four"]) {
    const file = join(dirname(path), `${name}.mix.json`);
    await writeFile(file, "{}");
    await button(page, "Mixes…").click();
    await choose(page, button(page, "Open a mix"), file);
    await page
      .getByText(new RegExp(`${name}.mix.json`))
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await button(page, /^and \d+ more$/).waitFor();
  await look("more than has room");
  await button(page, /^and \d+ more$/).click();
  await look("all of it");
  expect(found).toEqual({});
});
