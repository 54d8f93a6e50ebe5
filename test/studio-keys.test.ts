import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix, type GraphRecord } from "@twobus/core";
import { expect, onTestFinished, test } from "vitest";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// Patching without a mouse: what a cable, a bus and an empty strip can be asked for by keys alone.

const FRAMES = 48_000;

async function openSong() {
  const folder = await mkdtemp(join(tmpdir(), "twobus keys "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  const path = join(folder, "song.mix.json");
  const track = (label: string) => node("track", {}, { source: "kick", label });
  const song = mix(
    { kick: { file: "kick.wav", frames: FRAMES } },
    {
      mix: graph({ kick: track("Kick"), snare: track("Snare"), drums: node("bus", {}, { label: "Drums" }) }, [
        cable("kick", "drums"),
        cable("snare", "drums"),
        cable("drums", "out"),
      ]),
    },
  );
  await writeFile(path, serialiseMix(song));
  const { page, complaints } = await visit((await startStudio(path)).address);
  await page.locator(".react-flow__node").first().waitFor();
  /** As it lies on the disk. */
  const saved = async (): Promise<Readonly<Record<string, GraphRecord>>> =>
    parseMix(await readFile(path, "utf8"), path).document.graphs;
  return { page, complaints, saved };
}

test("on a page that has just been opened Space plays, and stops", { timeout: 120_000 }, async () => {
  const { page, complaints } = await openSong();
  const seconds = async (): Promise<number> =>
    Number((await page.getByLabel("Position", { exact: true }).textContent())!.slice(2));
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  await page.keyboard.press("Space");
  await expect.poll(seconds).toBeGreaterThan(0.2);
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test("the level of a cable is found, typed, saved, and undone in one step", { timeout: 120_000 }, async () => {
  const { page, complaints, saved } = await openSong();
  const gainDb = async () =>
    (await saved())["mix"]!.connections.find(({ from }) => from.startsWith("kick"))!.gainDb ?? 0;
  await page.locator('.react-flow__node[data-id="kick"]').focus();
  await page.keyboard.press("g");
  const cables = page.getByRole("dialog", { name: "Level of a cable" });
  await cables.waitFor();
  await page.keyboard.press("Enter");
  const level = page.getByRole("dialog", { name: "Level of the cable" }).getByRole("slider");
  await expect.poll(() => level.evaluate((slider) => slider === document.activeElement)).toBe(true);
  await page.keyboard.press("ArrowDown");
  await expect.poll(gainDb).toBeLessThan(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect.poll(gainDb).toBe(0);
  expect(complaints).toEqual([]);
});

test("a cable is panned and muted by keys, under its name, and muting is told", { timeout: 120_000 }, async () => {
  const { page, complaints, saved } = await openSong();
  const kickCable = async () => (await saved())["mix"]!.connections.find(({ from }) => from.startsWith("kick"))!;
  await page.locator('.react-flow__node[data-id="kick"]').focus();
  await page.keyboard.press("Shift+G");
  await page.getByRole("dialog", { name: "Pan of a cable" }).waitFor();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Pan of the cable" });
  await panel.getByText("Kick → Drums").waitFor();
  await expect.poll(() => panel.getByRole("slider").evaluate((slider) => slider === document.activeElement)).toBe(true);
  await page.keyboard.press("Home");
  await expect.poll(async () => (await kickCable()).panPercent).toBe(-100);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+M");
  await page.getByRole("dialog", { name: "Silence a cable" }).waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await kickCable()).muted).toBe(true);
  await page
    .getByRole("status")
    .filter({ hasText: /^muted Kick to Drums$/ })
    .waitFor({ state: "attached" });
  expect(await page.getByLabel("cable Kick to Drums, muted", { exact: true }).count()).toBe(1);
  expect(await page.getByLabel("cable Snare to Drums", { exact: true }).count()).toBe(1);
  expect(complaints).toEqual([]);
});

test("a bus is pulled from, and an empty strip gets its first processor", { timeout: 120_000 }, async () => {
  const { page, complaints, saved } = await openSong();
  await page.locator('.react-flow__node[data-id="drums"]').focus();
  await page.keyboard.press("p");
  const pull = page.getByRole("dialog", { name: "Pull from the bus" });
  await pull.getByRole("checkbox", { name: /^Kick/ }).check();
  await pull.getByRole("button", { name: "New submix" }).click();
  await expect.poll(async () => Object.keys((await saved())["mix"]!.nodes)).toHaveLength(4);

  await page.locator('.react-flow__node[data-id="snare"]').focus();
  await page.keyboard.press("Enter");
  await page.locator('.react-flow__node[data-id="out"]').waitFor();
  await page.keyboard.press("i");
  await page.getByRole("dialog", { name: "Insert on a cable" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Add a node" }).waitFor();
  await page.keyboard.type("tilt");
  await page.keyboard.press("Enter");
  const chain = async () => {
    const graphs = await saved();
    const inside = graphs["mix"]!.nodes["snare"]!.graph;
    return inside === undefined ? [] : graphs[inside]!.connections.map(({ from, to }) => `${from} > ${to}`);
  };
  await expect.poll(chain).toEqual(expect.arrayContaining(["in.main > tiltEq.main", "tiltEq.main > out.main"]));
  expect(complaints).toEqual([]);
});
