import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix, type FrameRecord, type GraphRecord, type NodeRecord } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// What is selected, and what is done to that and to nothing else: strips, cables and frames by pointer, menu and tree.

const TEST_MS = 120_000;
const patient = { timeout: 30_000 };
const FRAME: FrameRecord = { x: 0, y: 420, width: 200, height: 100, title: "Notes" };

async function openSong() {
  const folder = await mkdtemp(join(tmpdir(), "twobus selection "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(48_000, 1)], 48_000, "int24"));
  const path = join(folder, "song.mix.json");
  const track = (label: string): NodeRecord => node("track", {}, { source: "kick", label });
  const nodes = {
    kick: track("Kick"),
    snare: track("Snare"),
    bass: track("Bass"),
    drums: node("bus", {}, { label: "Drums" }),
    stereo: node("bus", {}, { label: "Stereo Bus" }),
  };
  const cables = [
    cable("kick", "drums"),
    cable("snare", "drums"),
    cable("bass", "stereo"),
    cable("drums", "stereo"),
    cable("stereo", "out"),
  ];
  const song = mix({ kick: { file: "kick.wav", frames: 48_000 } }, { mix: graph(nodes, cables) });
  const placed = { kick: [0, 0], snare: [0, 140], bass: [0, 280], drums: [360, 60], stereo: [720, 60] } as const;
  const layout = Object.fromEntries(Object.entries(placed).map(([id, [x, y]]) => [id, { x, y }]));
  await writeFile(path, serialiseMix({ ...song, layout: { mix: layout }, frames: { mix: { notes: FRAME } } }));
  const { page, complaints } = await visit((await startStudio(path)).address);
  await page.locator(".react-flow__node").first().waitFor();
  const saved = async (): Promise<GraphRecord> => parseMix(await readFile(path, "utf8"), path).document.graphs["mix"]!;
  const names = async (): Promise<readonly string[]> => Object.keys((await saved()).nodes).toSorted();
  const ends = async (): Promise<readonly string[]> =>
    (await saved()).connections.map(({ from, to }) => `${from} ${to}`);
  return { page, complaints, names, ends };
}

const strip = (page: Page, id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"] header strong`);

/** Where a cable runs, halfway. */
async function middleOf(page: Page, id: string): Promise<{ readonly x: number; readonly y: number }> {
  return page.locator(`.react-flow__edge[data-id="${id}"] path.react-flow__edge-path`).evaluate((line) => {
    const path = line as unknown as SVGPathElement;
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 4);
    const { a, d, e, f } = path.getScreenCTM()!;
    return { x: a * x + e, y: d * y + f };
  });
}

const ALL = ["bass", "drums", "kick", "snare", "stereo"];
const without = (name: string): readonly string[] => ALL.filter((one) => one !== name);

async function pick(page: Page, name: string): Promise<void> {
  await page.getByRole("menuitem", { name }).first().click();
}

test("the menu of a cable, of a frame and of a strip deletes that alone", { timeout: TEST_MS }, async () => {
  const { page, complaints, names, ends } = await openSong();
  await strip(page, "bass").click();
  const kick = await middleOf(page, "kick.main → drums.main");
  await page.mouse.click(kick.x, kick.y, { button: "right" });
  await pick(page, "Delete");
  await expect.poll(ends, patient).not.toContain("kick.main drums.main");
  expect(await names()).toEqual(ALL);

  await strip(page, "bass").click();
  await page.getByRole("textbox", { name: "Title of the frame" }).waitFor();
  await page.locator(".react-flow__node-frame").click({ button: "right", position: { x: 4, y: 40 } });
  await pick(page, "Delete");
  await page.getByRole("textbox", { name: "Title of the frame" }).waitFor({ state: "detached" });
  expect(await page.locator(".react-flow__node-strip").count()).toBe(5);

  const snare = await middleOf(page, "snare.main → drums.main");
  await page.mouse.click(snare.x, snare.y);
  await page.locator(".react-flow__edge.selected").waitFor();
  await strip(page, "bass").click({ button: "right" });
  await pick(page, "Delete");
  await expect.poll(names, patient).toEqual(without("bass"));
  expect(await ends()).toContain("snare.main drums.main");
  expect(complaints).toEqual([]);
});

test("a cable that is selected, and a strip of the tree, are each deleted alone", { timeout: TEST_MS }, async () => {
  const { page, complaints, names, ends } = await openSong();
  await page.locator('.react-flow__node[data-id="bass"]').focus();
  const kick = await middleOf(page, "kick.main → drums.main");
  await page.mouse.click(kick.x, kick.y);
  await page.keyboard.press("Delete");
  await expect.poll(ends, patient).not.toContain("kick.main drums.main");
  expect(await names()).toEqual(ALL);

  const snare = await middleOf(page, "snare.main → drums.main");
  await page.mouse.click(snare.x, snare.y);
  await page.locator(".react-flow__edge.selected").waitFor();
  await page.getByRole("treeitem", { name: /^Bass/ }).click();
  expect(await page.locator(".react-flow__edge.selected").count()).toBe(0);
  await page.keyboard.press("Delete");
  await expect.poll(names, patient).toEqual(without("bass"));
  expect(await ends()).toContain("snare.main drums.main");
  expect(complaints).toEqual([]);
});
