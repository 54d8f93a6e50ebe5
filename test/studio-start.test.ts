import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { describe, expect, onTestFinished, test } from "vitest";
import { violations } from "./support/axe.ts";
import { captureSound, nextSound } from "./support/capture.ts";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { serveFolder } from "./support/static-site.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// The first page and its three ways to a mix: stems, a template, the demo, wherever the studio is served.

const RATE = 48_000;
const TEST_MS = 180_000;
const SITE = join(import.meta.dirname, "../apps/studio/dist/site");
const DEMO_SONG = join(import.meta.dirname, "../examples/demo-song");

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus start "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function besideMixes(): Promise<string> {
  const folder = await temporary();
  const bus = graph({ "stereo-bus": node("bus", {}, { label: "Stereo Bus" }) }, [cable("stereo-bus", "out")]);
  await writeFile(join(folder, "mine.mix.json"), serialiseMix(mix({}, { mix: bus })));
  return (await startStudio("mine.mix.json", folder)).address;
}

const inEmptyFolder = async (): Promise<string> => (await startStudio(undefined, await temporary())).address;

/** The built site on any web server, with what lies beside it. */
async function hosted(beside: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporary();
  for (const name of await readdir(SITE)) await symlink(join(SITE, name), join(folder, name));
  for (const [name, path] of Object.entries(beside)) await symlink(path, join(folder, name));
  return serveFolder(folder);
}

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
const box = (page: Page, name: string): Locator => page.getByRole("article", { name, exact: true });

/** The first page: it is there, or a click away where a mix was named. */
async function startPage(page: Page): Promise<Locator> {
  const start = page.getByRole("dialog", { name: "A mix grows from its stereo bus" });
  await box(page, "Stereo Bus, Bus").waitFor();
  if (page.url().includes("?mix=")) await button(page, "Mixes…").click();
  await start.waitFor();
  return start;
}

describe.each([
  ["over a folder with a mix", besideMixes],
  ["over an empty folder", inEmptyFolder],
  ["on any web server", () => hosted({ demo: DEMO_SONG })],
])("%s", (_, serve) => {
  test(
    "the demo opens and is heard; a template is a mix; stems are one",
    async () => {
      const { page, complaints } = await visit(await serve(), {}, captureSound);
      await (await startPage(page)).getByRole("button", { name: "Open the demo" }).click();
      await box(page, "Kick, Track").waitFor();
      await button(page, "Play").click();
      const peakOf = async (): Promise<number> =>
        Math.max(...(await nextSound(page, RATE / 2)).flatMap((side) => [...side]).map(Math.abs));
      await expect.poll(peakOf, { timeout: 60_000 }).toBeGreaterThan(0.05);
      await button(page, "Stop").click();
      await page.reload();
      await box(page, "Kick, Track").waitFor();

      await button(page, "Mixes…").click();
      await button(page, "Start with its buses").click();
      await box(page, "Drums, Bus").waitFor();
      await box(page, "Kick, Track").waitFor({ state: "detached" });

      const folder = await temporary();
      await writeFile(join(folder, "Snare.wav"), wavBytes([drums(RATE, 1)], RATE, "int24"));
      await button(page, "Mixes…").click();
      const choosing = page.waitForEvent("filechooser");
      await button(page, "Choose files").click();
      await (await choosing).setFiles(join(folder, "Snare.wav"));
      await button(page, "Make the mix of 1 track").click();
      await box(page, "Snare, Track").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
    },
    TEST_MS,
  );
});

test(
  "a folder with several mixes: one is chosen of the list, edited in its file, and another after it",
  async () => {
    const folder = await temporary();
    for (const label of ["Dry & wet", "Loud"]) {
      const bus = graph({ "stereo-bus": node("bus", {}, { label }) }, [cable("stereo-bus", "out")]);
      await writeFile(join(folder, `${label}.mix.json`), serialiseMix(mix({}, { mix: bus })));
    }
    const labelOf = async (name: string): Promise<string> =>
      parseMix(await readFile(join(folder, name), "utf8"), name).document.graphs["mix"]!.nodes["stereo-bus"]!.label!;
    const { page, complaints } = await visit((await startStudio(folder)).address);
    const start = await startPage(page);
    const open = start.getByRole("button", { name: "Open Dry & wet.mix.json" });
    await open.waitFor();
    expect(await violations(page)).toEqual([]);
    await open.click();
    await box(page, "Dry & wet, Bus").waitFor();
    await start.waitFor({ state: "detached" });
    await box(page, "Dry & wet, Bus").click({ position: { x: 40, y: 8 } });
    await page.keyboard.press("F2");
    await page.keyboard.type("Wet");
    await page.keyboard.press("Enter");
    await expect.poll(() => labelOf("Dry & wet.mix.json")).toBe("Wet");
    await page.reload();
    await box(page, "Wet, Bus").waitFor();
    await button(page, "Mixes…").click();
    const chosen = start.getByRole("listitem").filter({ hasText: "Dry & wet.mix.json" });
    await chosen.getByText("open", { exact: true }).waitFor();
    await start.getByRole("button", { name: "Open Loud.mix.json" }).click();
    await box(page, "Loud, Bus").waitFor();
    expect(await labelOf("Loud.mix.json")).toBe("Loud");
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  },
  TEST_MS,
);

test(
  "where no demo lies beside the studio, none is offered",
  async () => {
    const { page } = await visit(await hosted({}));
    const start = await startPage(page);
    await page.waitForLoadState("networkidle");
    expect(await start.getByRole("button", { name: "Start with its buses" }).count()).toBe(1);
    expect(await start.getByRole("button", { name: "Open the demo" }).count()).toBe(0);
  },
  TEST_MS,
);
