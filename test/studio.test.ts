import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix, type MixDocument } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { drums, sine } from "./support/signals.ts";
import { startStudio, twobus, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// The studio as it is built and served, in a real browser: what one hears, edits and bounces is the file on disk.

const FRAMES = 8 * 48_000;
const TEST_MS = 180_000;
/** A busy machine must not fail a test. */

const song = (): MixDocument =>
  mix(
    { kick: { file: "stems/kick 1.wav", frames: FRAMES }, bass: { file: "stems/bäss.wav", frames: FRAMES } },
    {
      mix: graph(
        {
          kick: node("track", {}, { source: "kick", label: "Kick" }),
          bass: node("track", {}, { source: "bass", label: "Bass" }),
          drums: node("bus", {}, { graph: "drums-chain", label: "Drums" }),
          "stereo-bus": node("bus", {}, { graph: "master-chain", label: "Stereo Bus" }),
        },
        [cable("kick", "drums"), cable("drums", "stereo-bus"), cable("bass", "stereo-bus"), cable("stereo-bus", "out")],
      ),
      "drums-chain": chain({ glue: node("glueCompressor", { thresholdDb: -20 }, { label: "Glue" }) }),
      "master-chain": chain({ limit: node("truePeakLimiter") }),
    },
  );

async function songFolder(): Promise<{ folder: string; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "twobus studio "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "a song.mix.json");
  const stems = join(folder, "stems");
  await mkdir(stems);
  await writeFile(join(stems, "kick 1.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  await writeFile(join(stems, "bäss.wav"), wavBytes([sine(FRAMES, 55, 0.3)], 48_000, "int24"));
  await writeFile(path, serialiseMix(song()));
  return { folder, path };
}

const thresholdIn = async (path: string): Promise<unknown> =>
  parseMix(await readFile(path, "utf8"), path).document.graphs["drums-chain"]!.nodes["glue"]!.params["thresholdDb"];

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

/** Opens the drum bus and shows the settings of its compressor. */
async function openGlue(page: Page): Promise<Locator> {
  const strip = page.getByRole("article", { name: "Drums" });
  const glue = page.getByRole("article", { name: "Glue" });
  await strip.or(glue).first().waitFor();
  if (await strip.isVisible()) await strip.getByTitle("open the chain").click();
  await glue.click();
  return page.getByRole("slider", { name: /threshold/i });
}

const saved = (page: Page): Promise<void> => page.getByText("Saved", { exact: true }).waitFor();
const loudnessOf = async (page: Page): Promise<string> => (await page.getByLabel("Loudness").textContent()) ?? "";

test(
  "play, open a strip, turn its compressor, undo, and again: the file follows, and a bounce is what the command line renders",
  async () => {
    const { folder, path } = await songFolder();
    const studio = await startStudio(path);
    const { page, complaints } = await visit(studio.address);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(page.url()).not.toContain("token");

    await button(page, "Play").click();
    await expect.poll(() => loudnessOf(page)).toMatch(/ I −\d+\.\d LUFS/);
    const integratedLufs = Number(/ I −(\d+\.\d) LUFS/.exec(await loudnessOf(page))![1]) * -1;
    expect(integratedLufs).toBeGreaterThan(-40);
    await button(page, "Stop").click();

    const threshold = await openGlue(page);
    await threshold.press("Home");
    await saved(page);
    await expect.poll(() => thresholdIn(path)).not.toBe(-20);
    const lowest = await thresholdIn(path);
    await button(page, "Undo").click();
    await expect.poll(() => thresholdIn(path)).toBe(-20);
    await button(page, "Redo").click();
    await expect.poll(() => thresholdIn(path)).toBe(lowest);
    await saved(page);

    await page.reload();
    expect(Number(await (await openGlue(page)).getAttribute("aria-valuenow"))).toBe(lowest);

    await button(page, "Bounce").click();
    const bounced = await page.getByLabel("Bounced").getAttribute("title");
    const rendered = await twobus("render", path, "-o", join(folder, "out.wav"));
    expect(bounced).toBe(rendered["pcmSha256"]);

    expect(complaints).toEqual([]);
    expect(await studio.stop()).toBe(0);
    expect((await readdir(folder)).toSorted()).toEqual(["a song.mix.json", "out.wav", "stems"]);
  },
  TEST_MS,
);

test(
  "what another program wrote meanwhile is not overwritten; the page says so and keeps its edits",
  async () => {
    const { path } = await songFolder();
    const studio = await startStudio(path);
    const { page } = await visit(studio.address);
    const threshold = await openGlue(page);
    await twobus("set", path, "bass.faderDb", "-6");
    const foreign = await readFile(path, "utf8");
    await threshold.press("Home");
    const banner = page.getByRole("alert");
    await banner.getByText(/another program changed the file/).waitFor();
    expect(await readFile(path, "utf8")).toBe(foreign);
    const copying = page.waitForEvent("download");
    await button(page, "Save a copy").click();
    const copy = parseMix(await readFile(await (await copying).path(), "utf8"), "copy").document;
    expect(copy.graphs["drums-chain"]!.nodes["glue"]!.params["thresholdDb"]).toBe(
      Number(await threshold.getAttribute("aria-valuenow")),
    );
    await button(page, "Overwrite it anyway").click();
    await banner.waitFor({ state: "detached" });
    const shown = Number(await threshold.getAttribute("aria-valuenow"));
    await expect.poll(() => thresholdIn(path)).toBe(shown);
    await threshold.press("End");
    expect(await studio.stop()).toBe(0);
    await page.keyboard.press("Control+s");
    await banner.getByText(/no answer came/).waitFor();
  },
  TEST_MS,
);

test(
  "edits that a changed file did not take are there again, though another mix was opened meanwhile",
  async () => {
    const { path } = await songFolder();
    const studio = await startStudio(path);
    const { page } = await visit(studio.address);
    const address = page.url();
    const threshold = await openGlue(page);
    await twobus("set", path, "bass.faderDb", "-6");
    const foreign = await readFile(path, "utf8");
    await threshold.press("Home");
    const lowest = Number(await threshold.getAttribute("aria-valuenow"));
    await page
      .getByRole("alert")
      .getByText(/another program changed the file/)
      .waitFor();

    await button(page, "Mixes…").click();
    await button(page, "Start with its buses").click();
    await page.getByText(/they are kept in this browser/).waitFor();

    await page.goto(address);
    await page.getByText(/did not reach the file, which another program has changed since/).waitFor();
    expect(Number(await (await openGlue(page)).getAttribute("aria-valuenow"))).toBe(-20);
    expect(await readFile(path, "utf8")).toBe(foreign);
    await button(page, "Versions…").click();
    await button(page, "Go back to this").first().waitFor();
    await page.getByRole("dialog", { name: "Versions" }).getByRole("listitem").first().getByRole("button").click();
    await expect.poll(() => thresholdIn(path)).toBe(lowest);
  },
  TEST_MS,
);

test(
  "without a mouse: find a node, connect it, frame it, go back in the history, and save",
  async () => {
    const { path } = await songFolder();
    const studio = await startStudio(path);
    const { page, complaints } = await visit(studio.address);
    await page.getByRole("article", { name: "Kick" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find an action or a node" }).fill("go to kick");
    await page.keyboard.press("Enter");
    await page.locator(".react-flow__node:focus").getByRole("article", { name: "Kick" }).waitFor();
    await page.keyboard.press("c");
    await page.getByRole("combobox", { name: "Connect Kick to" }).fill("stereo");
    await page.keyboard.press("Enter");
    await expect.poll(async () => page.getByRole("status").allTextContents()).toContain("connected Kick to Stereo Bus");
    await page.keyboard.press("f");
    await page.keyboard.press("h");
    const history = page.getByRole("region", { name: "History" });
    expect(await history.getByRole("button").allTextContents()).toEqual([
      "Add a frame",
      "Connect Kick to Stereo Bus",
      "As it was opened",
    ]);
    await history.getByRole("button", { name: /^Connect/ }).press("Enter");
    await page.keyboard.press("Control+s");
    await page.getByText("Saved to the file.").waitFor();
    const file = parseMix(await readFile(path, "utf8"), path).document;
    expect(file.frames).toBeUndefined();
    expect(file.graphs["mix"]!.connections).toContainEqual({ from: "kick.main", to: "stereo-bus.main" });
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);

test(
  "one tab changes the file, the other reads, until it takes over",
  async () => {
    const { path } = await songFolder();
    const studio = await startStudio(path);
    const { page } = await visit(studio.address);
    await page.getByRole("article", { name: "Kick" }).waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    const readOnly = (tab: Page): Locator => tab.getByText("read only: open in another tab");
    await readOnly(other).waitFor();
    await (await openGlue(other)).press("Home");
    await other.getByText(/not changed until it is taken over/).waitFor();
    await (await openGlue(page)).press("Home");
    // The other tab reads what this one saves at the last moment.
    await button(other, "Take over").click();
    await readOnly(page).waitFor();
    await readOnly(other).waitFor({ state: "detached" });
    const lowest = Number(await (await openGlue(other)).getAttribute("aria-valuenow"));
    expect(lowest).toBeLessThan(-20);
    expect(await thresholdIn(path)).toBe(lowest);
    await (await openGlue(page)).press("End");
    await page.getByText(/not changed until it is taken over/).waitFor();
  },
  TEST_MS,
);
