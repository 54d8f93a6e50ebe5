import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix, type MixDocument } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { captureSound, capturedSound } from "./support/capture.ts";
import { drop } from "./support/drop.ts";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums, sine } from "./support/signals.ts";
import { startStudio, twobus, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// The whole way of a mix in the studio as it is built and served, from recordings that are dropped to a file that is rendered elsewhere.

const RATE = 48_000;
const FRAMES = 8 * RATE;
const TEST_MS = 300_000;
/** A busy machine must not fail a test. */
/** What was played began in the song's silence or ended in the middle of a beat. */
const CAPTURE_TOLERANCE_LU = 1;

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus journey "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A mix that `twobus studio` can begin with. */
async function anyMix(): Promise<string> {
  const path = join(await temporary(), "first.mix.json");
  const bus = graph({ "stereo-bus": node("bus", {}, { label: "Stereo Bus" }) }, [cable("stereo-bus", "out")]);
  await writeFile(path, serialiseMix(mix({}, { mix: bus })));
  return path;
}

const STEMS = { Kick: drums(FRAMES, 1), Snare: drums(FRAMES, 2, 7001), Bass: sine(FRAMES, 55, 0.3) };

async function stems(): Promise<{ readonly folder: string; readonly paths: readonly string[] }> {
  const folder = await temporary();
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [name, signal] of Object.entries(STEMS)) {
    paths.push(join(folder, `${name}.wav`));
    await writeFile(paths.at(-1)!, wavBytes([signal], RATE, "int24"));
  }
  return { folder, paths };
}

const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: typeof name === "string" });
const box = (page: Page, name: string): Locator => page.getByRole("article", { name, exact: true });
const port = (page: Page, nodeId: string, handle: string): Locator =>
  page.locator(`.react-flow__handle[data-nodeid="${nodeId}"][data-handleid="${handle}"]`);

async function middleOf(place: Locator): Promise<readonly [x: number, y: number]> {
  const { x, y, width, height } = (await place.boundingBox())!;
  return [x + width / 2, y + height / 2];
}

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await page.mouse.move(...(await middleOf(from)));
  await page.mouse.down();
  const [x, y] = await middleOf(to);
  await page.mouse.move(x - 20, y - 10, { steps: 4 });
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
}

/** The key of the compressor in the bass bus, while no cable has made a port of it. */
const keyInside = (page: Page): Locator => port(page, "bass-bus", "glueCompressor.key");

const COMPRESSOR = "VCA bus compressor";
const compressor = (page: Page): Locator => page.getByRole("article", { name: new RegExp(`, ${COMPRESSOR}$`) });

/** Puts a compressor into the inserts of a strip, on the cable between their ends, and steps out again. */
async function insertCompressor(page: Page, strip: string): Promise<void> {
  await box(page, strip).getByTitle("open the chain").click();
  const [fromX, fromY] = await middleOf(port(page, "in", "main"));
  const [toX, toY] = await middleOf(port(page, "out", "main"));
  await page.mouse.move((fromX + toX) / 2, (fromY + toY) / 2);
  await button(page, /^Insert on/).click();
  const field = page.getByRole("combobox", { name: "Find a node" });
  await field.fill(COMPRESSOR);
  await field.press("Enter");
  await compressor(page).waitFor();
  await page.getByRole("navigation").getByRole("button").first().click();
}

/** What was saved to the downloads, put beside its recordings. */
async function saved(page: Page, folder: string): Promise<{ readonly path: string; readonly document: MixDocument }> {
  const downloading = page.waitForEvent("download");
  await button(page, "Save as…").click();
  const text = await readFile(await (await downloading).path(), "utf8");
  const path = join(folder, "song.mix.json");
  await writeFile(path, text);
  return { path, document: parseMix(text, path).document };
}

test(
  "new mix, drop stems, hear them, insert a compressor, key it, turn it, undo, bounce: the command line renders the same",
  async () => {
    const { address } = await startStudio(await anyMix());
    const { page, complaints } = await visit(address, {}, captureSound);
    await button(page, "Mixes…").click();
    await button(page, "Start with its buses").click();
    await box(page, "Stereo Bus, Bus").waitFor();

    const { folder, paths } = await stems();
    await drop(page, paths);
    await button(page, "Make the mix of 3 tracks").click();
    for (const strip of ["Kick, Track", "Snare, Track", "Drums, Bus", "Bass, Bus", "Stereo Bus, Bus"]) {
      await box(page, strip).waitFor();
    }

    await button(page, "Play").click();
    await button(page, "Stop").waitFor();
    await button(page, "Play").waitFor({ timeout: 60_000 }); // it has come to its end
    const heard = join(folder, "heard.wav");
    await writeFile(heard, wavBytes(await capturedSound(page), RATE));
    const heardLufs = Number((await twobus("measure", heard))["integratedLufs"]);

    await insertCompressor(page, "Bass, Bus");
    const unkeyed = await twobus("render", (await saved(page, folder)).path, "-o", join(folder, "unkeyed.wav"));
    await drag(page, port(page, "kick", "main"), keyInside(page));
    await keyInside(page).waitFor({ state: "detached" });
    const keyed = await saved(page, folder);
    // What the bass is turned down by is another sound now.
    const rendering = await twobus("render", keyed.path, "-o", join(folder, "keyed.wav"));
    expect(rendering["pcmSha256"]).not.toBe(unkeyed["pcmSha256"]);
    expect(await twobus("validate", keyed.path)).toMatchObject({ problems: [] });
    const { connections } = keyed.document.graphs["mix"]!;
    expect(connections).toContainEqual({ from: "kick.main", to: "bass-bus.key" });

    // One entry: the cable with the port that it made.
    await button(page, "Undo").click();
    await keyInside(page).waitFor();
    await button(page, "Redo").click();
    await keyInside(page).waitFor({ state: "detached" });

    await box(page, "Bass, Bus").getByTitle("open the chain").click();
    await compressor(page).click();
    const threshold = page.getByRole("slider", { name: /threshold/i });
    const was = await threshold.getAttribute("aria-valuenow");
    await threshold.press("Home");
    await expect.poll(() => threshold.getAttribute("aria-valuenow")).not.toBe(was);
    await button(page, "Undo").click();
    await expect.poll(() => threshold.getAttribute("aria-valuenow")).toBe(was);
    await threshold.press("PageDown");

    const { path } = await saved(page, folder);
    await button(page, "Bounce").click();
    const bounced = page.getByLabel("Bounced");
    const rendered = await twobus("render", path, "-o", join(folder, "out.wav"));
    expect(await bounced.getAttribute("title")).toBe(rendered["pcmSha256"]);
    const bouncedLufs = Number((await twobus("measure", join(folder, "out.wav")))["integratedLufs"]);
    expect(bouncedLufs).toBeGreaterThan(-40);
    expect(Math.abs(heardLufs - bouncedLufs)).toBeLessThan(CAPTURE_TOLERANCE_LU);
    // The start page looks whether a demo song is served beside it.
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  },
  TEST_MS,
);
