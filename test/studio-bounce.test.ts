import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { captureSound, nextSound } from "./support/capture.ts";
import { answerPickers, deskFiles, hashDeskFile } from "./support/desk-folder.ts";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, twobus, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// A bounce is written to its file while it is made, and can be stopped.

const RATE = 48_000;
const TEST_MS = 180_000;
/** A busy machine must not fail a test. */
const patient = { timeout: 60_000 };

/** A song of so many tracks that are all work; its folder and path. */
async function song(tracks: number, seconds: number): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "twobus bounce "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(seconds * RATE, 1)], RATE, "int24"));
  const ids = Array.from({ length: tracks }, (_, n) => `kick${n}`);
  const document = mix(
    { kick: { file: "kick.wav", frames: seconds * RATE } },
    {
      mix: graph(
        {
          ...Object.fromEntries(ids.map((id) => [id, node("track", { faderDb: -20 }, { source: "kick", graph: id })])),
          master: node("bus", {}, { label: "Master" }),
        },
        [...ids.map((id) => cable(id, "master")), cable("master", "out")],
      ),
      ...Object.fromEntries(ids.map((id) => [id, chain({ tape: node("tapeSaturator") })])),
    },
    { name: "Bounced song" },
  );
  const path = join(folder, "song.mix.json");
  await writeFile(path, serialiseMix(document));
  return { folder, path };
}

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
const progress = (page: Page): Locator => page.getByRole("progressbar", { name: "Bounce" });

/** All files of the page's private file system. */
const privateFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names: string[] = [];
    const look = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const handle of (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values()) {
        if (handle.kind === "file") names.push(handle.name);
        else await look(handle as FileSystemDirectoryHandle);
      }
    };
    await look(await navigator.storage.getDirectory());
    return names;
  });

test(
  "a bounce goes into the file that was chosen, or else through the disk to the downloads: the bytes that the command line writes",
  async () => {
    const { folder, path } = await song(2, 4);
    const { address } = await startStudio(path);
    await twobus("render", path, "-o", join(folder, "out.wav"));
    const wanted = createHash("sha256")
      .update(await readFile(join(folder, "out.wav")))
      .digest("hex");

    const { page, complaints } = await visit(address, {}, answerPickers);
    await button(page, "Bounce").click();
    await page.getByLabel("Bounced").waitFor(patient);
    expect(await hashDeskFile(page, "Bounced song.wav")).toBe(wanted);
    expect(await privateFiles(page)).toEqual(["Bounced song.wav"]);

    await page.evaluate(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));
    const downloading = page.waitForEvent("download");
    await button(page, "Bounce").click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("Bounced song.wav");
    const bytes = await readFile(await download.path());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(wanted);
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);

test.each([
  ["a chosen file", answerPickers],
  ["the downloads", async () => {}],
])(
  "a bounce to %s that is stopped leaves no file, and the mix plays on",
  async (_, prepare) => {
    const { path } = await song(24, 180);
    const { address } = await startStudio(path);
    const { page, complaints } = await visit(address, {}, async (before) => {
      await captureSound(before);
      await prepare(before);
    });
    await button(page, "Play").click();
    await button(page, "Stop").waitFor();
    await button(page, "Bounce").click();
    await expect.poll(async () => Number(await progress(page).getAttribute("value")), patient).toBeGreaterThan(0);
    await button(page, "Cancel").click();
    await progress(page).waitFor({ state: "detached" });
    await expect.poll(() => privateFiles(page), patient).toEqual([]);
    expect(await deskFiles(page)).toEqual([]);
    expect(await page.getByLabel("Bounced").count()).toBe(0);
    expect(await page.getByRole("alert").count()).toBe(0);
    await button(page, "Stop").waitFor();
    const sound = await nextSound(page, RATE / 2);
    expect(Math.max(...sound.flatMap((side) => [...side]).map(Math.abs))).toBeGreaterThan(0.01);
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);
