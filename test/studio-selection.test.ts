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
  await expect.poll(ends).not.toContain("kick.main drums.main");
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
  await expect.poll(names).toEqual(without("bass"));
  expect(await ends()).toContain("snare.main drums.main");
  expect(complaints).toEqual([]);
});

test("a cable that is selected, and a strip of the tree, are each deleted alone", { timeout: TEST_MS }, async () => {
  const { page, complaints, names, ends } = await openSong();
  await page.locator('.react-flow__node[data-id="bass"]').focus();
  const kick = await middleOf(page, "kick.main → drums.main");
  await page.mouse.click(kick.x, kick.y);
  await page.keyboard.press("Delete");
  await expect.poll(ends).not.toContain("kick.main drums.main");
  expect(await names()).toEqual(ALL);

  const snare = await middleOf(page, "snare.main → drums.main");
  await page.mouse.click(snare.x, snare.y);
  await page.locator(".react-flow__edge.selected").waitFor();
  await page.getByRole("button", { name: "Tree", exact: true }).click();
  await page.getByRole("treeitem", { name: /^Bass/ }).click();
  expect(await page.locator(".react-flow__edge.selected").count()).toBe(0);
  await page.keyboard.press("Delete");
  await expect.poll(names).toEqual(without("bass"));
  expect(await ends()).toContain("snare.main drums.main");
  expect(complaints).toEqual([]);
});

test(
  "a press on one of several that are selected leaves that alone; one beside the inserts' names opens nothing",
  { timeout: TEST_MS },
  async () => {
    const { page, complaints } = await openSong();
    const selected = (): Promise<readonly (string | undefined)[]> =>
      page
        .locator(".react-flow__node.selected")
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["id"]));
    await strip(page, "kick").click();
    await page.keyboard.press("Control+a");
    await expect.poll(selected).toHaveLength(5);
    // What has a hand of its own is meant for all of them.
    await page.locator('.react-flow__node[data-id="kick"]').getByRole("button", { name: "Mute" }).click();
    expect(await selected()).toHaveLength(5);
    const { x, y } = (await strip(page, "bass").boundingBox())!;
    await page.mouse.move(x + 4, y + 4);
    await page.mouse.down();
    await page.mouse.move(x + 24, y + 24, { steps: 4 });
    await page.mouse.up();
    expect(await selected()).toHaveLength(5);
    await strip(page, "bass").click();
    await expect.poll(selected).toEqual(["bass"]);

    const line = (await page.locator('.react-flow__node[data-id="bass"]').getByTitle("open the chain").boundingBox())!;
    const box = (await page.locator('.react-flow__node[data-id="bass"]').boundingBox())!;
    expect(line.width).toBeLessThan(box.width / 2);
    const place = page.getByRole("navigation", { name: "Where you are" }).getByText("Bass");
    await page.mouse.click(box.x + (3 * box.width) / 4, line.y + line.height / 2);
    expect(await place.count()).toBe(0);
    await page.mouse.click(line.x + line.width / 2, line.y + line.height / 2);
    await place.waitFor();
    expect(complaints).toEqual([]);
  },
);

test(
  "a cable's end that is dropped on a box joins that; on nothing it is told, and comes back by undo",
  { timeout: TEST_MS },
  async () => {
    const { page, complaints, ends } = await openSong();
    const grabEnd = async (id: string): Promise<void> => {
      const { x, y } = await middleOf(page, id);
      await page.mouse.click(x, y);
      const end = (await page.locator(".react-flow__edgeupdater-target").first().boundingBox())!;
      // Its far side: the port lies on the near one.
      await page.mouse.move(end.x + 2, end.y + end.height / 2);
      await page.mouse.down();
    };
    const stereo = (await strip(page, "stereo").boundingBox())!;
    await grabEnd("snare.main → drums.main");
    await page.mouse.move(stereo.x + 20, stereo.y + 5, { steps: 8 });
    await page.mouse.up();
    await expect.poll(ends).toContain("snare.main stereo.main");
    expect(await ends()).not.toContain("snare.main drums.main");

    await grabEnd("snare.main → stereo.main");
    await page.mouse.move(stereo.x, stereo.y + 250, { steps: 8 });
    await page.mouse.up();
    await page.getByText(/^Snare to Stereo Bus: disconnected.*undo brings it back/).waitFor();
    await expect.poll(ends).not.toContain("snare.main stereo.main");
    await page.keyboard.press("Control+z");
    await expect.poll(ends).toContain("snare.main stereo.main");
    expect(complaints).toEqual([]);
  },
);
