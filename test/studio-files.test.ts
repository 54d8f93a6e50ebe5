import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix, type MixDocument } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { captureSound, nextSound } from "./support/capture.ts";
import { answerPickers, readDeskFile, writeDeskFile } from "./support/desk-folder.ts";
import { drop } from "./support/drop.ts";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums, sine } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// A mix and its file on this machine: chosen, dropped with its recordings, named, written, and changed by another program.

const RATE = 48_000;
const TEST_MS = 120_000;
/** A busy machine must not fail a test. */

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus files "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The studio with nothing open yet. */
const emptyStudio = async (): Promise<string> => (await startStudio(undefined, await temporary())).address;

const song = (name: string): MixDocument =>
  mix(
    { kick: { file: "stems/kick.wav", frames: RATE }, bass: { file: "stems/bass.wav", frames: RATE } },
    {
      mix: graph(
        {
          kick: node("track", {}, { source: "kick", label: "Kick" }),
          bass: node("track", {}, { source: "bass", label: "Bass" }),
          "stereo-bus": node("bus", {}, { label: "Stereo Bus" }),
        },
        [cable("kick", "stereo-bus"), cable("bass", "stereo-bus"), cable("stereo-bus", "out")],
      ),
    },
    { name },
  );

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
const box = (page: Page, name: string): Locator => page.getByRole("article", { name, exact: true });
const fileStatus = (page: Page, words: string): Promise<void> =>
  page.getByLabel("File", { exact: true }).getByText(words, { exact: true }).waitFor();

/** Gives the mix another name, by a double click or by keys. */
async function rename(page: Page, name: string, byKeys = false): Promise<void> {
  const crumb = page.getByRole("navigation", { name: "Where you are" }).getByRole("button").first();
  if (byKeys) await crumb.press("F2");
  else await crumb.dblclick();
  await page.getByRole("textbox", { name: "Name of the mix" }).fill(name);
  await page.keyboard.press("Enter");
  await button(page, name).waitFor();
}

const nameIn = async (page: Page, file: string): Promise<string> =>
  parseMix(await readDeskFile(page, file), file).document.name;

test(
  "a mix is named, kept, saved as a file that follows from then on, after a reload too; what another program wrote stays a version",
  async () => {
    const { page, complaints } = await visit(await emptyStudio(), {}, answerPickers);
    await button(page, "Start with its buses").click();
    await box(page, "Drums, Bus").waitFor();
    await rename(page, "First");
    await button(page, "Save").click();
    await page.getByText("Kept in this browser.").waitFor();

    await page.keyboard.press("Control+Shift+s");
    await page.getByText("Saved to First.mix.json.").waitFor();
    expect(await nameIn(page, "First.mix.json")).toBe("First");
    await fileStatus(page, "Saved");
    // The same session goes on: what was done before can be undone.
    await button(page, "Undo").click();
    await expect.poll(() => nameIn(page, "First.mix.json")).toBe("New mix");
    await rename(page, "Second", true);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Second");
    await expect.poll(() => nameIn(page, "First.mix.json")).toBe("Second");
    await fileStatus(page, "Saved");

    await page.reload();
    await button(page, "Second").waitFor();
    await fileStatus(page, "Saved");
    await rename(page, "Third");
    await expect.poll(() => nameIn(page, "First.mix.json")).toBe("Third");

    const foreign = serialiseMix({ ...song("Foreign"), sources: {}, graphs: { mix: graph({}, []) } });
    await writeDeskFile(page, "First.mix.json", foreign);
    await rename(page, "Fourth");
    const banner = page.getByRole("alert");
    await banner.getByText(/another program changed the file/).waitFor();
    expect(await readDeskFile(page, "First.mix.json")).toBe(foreign);
    await button(page, "Overwrite it anyway").click();
    await banner.waitFor({ state: "detached" });
    await expect.poll(() => nameIn(page, "First.mix.json")).toBe("Fourth");
    await button(page, "Versions…").click();
    const versions = page.getByRole("dialog", { name: "Versions" }).getByRole("listitem");
    await versions.nth(1).waitFor();
    await versions.nth(1).getByRole("button").click();
    await button(page, "Foreign").waitFor();
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  },
  TEST_MS,
);

test(
  "a mix that is taken over from another tab goes on in its file, and nothing is said to have died",
  async () => {
    const { page } = await visit(await emptyStudio(), {}, answerPickers);
    await button(page, "Start with its buses").click();
    await box(page, "Drums, Bus").waitFor();
    await button(page, "Save as…").click();
    await page.getByText("Saved to New mix.mix.json.").waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await button(other, "Take over").click();
    await fileStatus(other, "Saved");
    await page.getByText("read only: open in another tab").waitFor();
    await rename(other, "Taken");
    await expect.poll(() => nameIn(other, "New mix.mix.json")).toBe("Taken");
    expect(await other.getByText(/ended without being closed/).count()).toBe(0);
  },
  TEST_MS,
);

test(
  "a file that is opened is written when a person saves and allows it, and from then on",
  async () => {
    const text = serialiseMix({ ...song("Opened"), sources: {}, graphs: { mix: graph({}, []) } });
    const { page } = await visit(await emptyStudio(), {}, async (before) => {
      await answerPickers(before, { name: "song.mix.json", text });
      // Files of the private file system may always be written; those of the desktop when a person says so.
      await before.addInitScript(() => {
        let state = "prompt";
        Object.assign(FileSystemFileHandle.prototype, {
          queryPermission: async () => state,
          requestPermission: async () => (state = navigator.userActivation.isActive ? "granted" : state),
        });
      });
    });
    await button(page, "Open a mix").click();
    await button(page, "Opened").waitFor();
    await rename(page, "Edited");
    await page.waitForTimeout(1000); // longer than an edit waits to be saved
    await fileStatus(page, "Not saved yet");
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(await readDeskFile(page, "song.mix.json")).toBe(text);
    await button(page, "Save").click();
    await fileStatus(page, "Saved");
    expect(await nameIn(page, "song.mix.json")).toBe("Edited");
    await rename(page, "Again");
    await expect.poll(() => nameIn(page, "song.mix.json")).toBe("Again");
  },
  TEST_MS,
);

test(
  "a folder that is dropped with a mix and its recordings opens whole, and plays",
  async () => {
    const folder = join(await temporary(), "my song");
    await mkdir(join(folder, "stems"), { recursive: true });
    await writeFile(join(folder, "stems/kick.wav"), wavBytes([drums(RATE, 1)], RATE, "int24"));
    await writeFile(join(folder, "stems/bass.wav"), wavBytes([sine(RATE, 55, 0.3)], RATE, "int24"));
    await writeFile(join(folder, "song.mix.json"), serialiseMix(song("Dropped")));
    const { page, complaints } = await visit(await emptyStudio(), {}, captureSound);
    await button(page, "Start with its buses").waitFor();
    await drop(page, [folder]);
    await box(page, "Kick, Track").waitFor();
    await button(page, "Dropped").waitFor();
    await button(page, "Play").click();
    const sound = await nextSound(page, RATE / 2);
    expect(Math.max(...sound.flatMap((side) => [...side]).map(Math.abs))).toBeGreaterThan(0.1);
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.getByRole("button", { name: /missing/ }).count()).toBe(0);
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  },
  TEST_MS,
);
