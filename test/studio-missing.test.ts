import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serialiseMix } from "@twobus/core";
import { expect, onTestFinished, test } from "vitest";
import { dropOn } from "./support/drop.ts";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// Recordings that are not where the mix looks for them are brought from the page, under another name too.

const demoSong = fileURLToPath(new URL("../examples/demo-song", import.meta.url));
const FRAMES = 48_000;
const TEST_MS = 120_000;

test(
  "a served mix whose recordings have moved: they are chosen, known, and lie beside it again",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "twobus missing "));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await cp(demoSong, join(folder, "song"), { recursive: true });
    const path = join(folder, "song/demo.mix.json");
    const { sources } = JSON.parse(await readFile(path, "utf8")) as { sources: Record<string, { file: string }> };
    const files = Object.values(sources).map(({ file }) => file);
    await mkdir(join(folder, "elsewhere"));
    const moved = await Promise.all(
      files.slice(0, 2).map(async (file) => {
        const to = join(folder, "elsewhere", file.split("/").at(-1)!);
        await rename(join(folder, "song", file), to);
        return to;
      }),
    );

    const { address } = await startStudio(path);
    const { page, complaints } = await visit(address);
    const dialog = page.getByRole("dialog", { name: "2 recordings of this mix are missing" });
    await dialog.waitFor();
    // They are named there, and by no banner.
    expect(await page.getByRole("alert").count()).toBe(0);
    const choosing = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Choose files" }).click();
    await (await choosing).setFiles(moved);
    await dialog.waitFor({ state: "detached" });
    for (const [index, file] of moved.entries()) {
      expect((await readFile(join(folder, "song", files[index]!))).equals(await readFile(file))).toBe(true);
    }
    // What was missing was asked for.
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  },
  TEST_MS,
);

test(
  "what no track plays any more is not missing: another recording in its place, its track deleted; an undo brings it back",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "twobus missing "));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "take.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
    const tracks = ["kick", "snare"].map((id) => [id, node("track", {}, { source: id, label: id })] as const);
    const cables = [...tracks.map(([id]) => cable(id, "bus")), cable("bus", "out")];
    const nodes = { ...Object.fromEntries(tracks), bus: node("bus", {}, { label: "Drums" }) };
    const sources = { kick: { file: "kick.wav", frames: FRAMES }, snare: { file: "snare.wav", frames: FRAMES } };
    const path = join(folder, "song.mix.json");
    await writeFile(path, serialiseMix(mix(sources, { mix: graph(nodes, cables) })));

    const { page } = await visit((await startStudio(path)).address);
    await page.getByRole("dialog", { name: "2 recordings of this mix are missing" }).waitFor();
    await page.keyboard.press("Escape");
    const missing = page.getByRole("button", { name: /missing…$/ });
    await expect.poll(() => missing.allTextContents()).toEqual(["2 recordings missing…"]);
    await dropOn(page, "kick", join(folder, "take.wav"));
    await expect.poll(() => missing.allTextContents()).toEqual(["1 recording missing…"]);
    await missing.click();
    await page.getByRole("dialog", { name: "1 recording of this mix is missing" }).getByText("snare.wav").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("article", { name: "snare" }).click({ position: { x: 40, y: 8 } });
    await page.keyboard.press("Delete");
    await expect.poll(() => missing.count()).toBe(0);
    await page.keyboard.press("Control+z");
    await expect.poll(() => missing.allTextContents()).toEqual(["1 recording missing…"]);
    await page.keyboard.press("Control+z");
    await expect.poll(() => missing.allTextContents()).toEqual(["2 recordings missing…"]);
  },
  TEST_MS,
);

test(
  "where the browser keeps nothing, recordings that are chosen are answered with what to do",
  async () => {
    const { address } = await startStudio(join(demoSong, "demo.mix.json"));
    const { page } = await visit(address, {}, async (before) => {
      await before.addInitScript(() => Object.defineProperty(globalThis, "indexedDB", { value: undefined }));
    });
    await page.getByRole("article", { name: "Stereo Bus" }).waitFor();
    await page.getByRole("button", { name: "Mixes…" }).click();
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("dialog").getByRole("button", { name: "Choose files" }).click();
    await (await choosing).setFiles({ name: "Kick.wav", mimeType: "audio/wav", buffer: Buffer.from("RIFF") });
    await page
      .getByRole("alert")
      .getByText(/keeps no recordings for this page: open it in a window/)
      .waitFor();
  },
  TEST_MS,
);
