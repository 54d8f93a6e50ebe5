import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix } from "@twobus/core";
import type { Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { drop, dropOn } from "./support/drop.ts";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums, sine } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// A bus is pulled from, and recordings from elsewhere become its tracks.

const FRAMES = 48_000;
const TEST_MS = 120_000;
/** A busy machine must not fail a test. */

interface Song {
  readonly page: Page;
  readonly path: string;
  /** The path of a recording that lies beside the mix. */
  readonly beside: (name: string) => string;
  readonly elsewhere: (name: string) => string;
  readonly expectNoComplaints: () => void;
}

/** A mix of a kick in a bus, open in the studio, and recordings in another folder. */
async function openSong(): Promise<Song> {
  const folder = await mkdtemp(join(tmpdir(), "twobus stems "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "song/song.mix.json");
  await mkdir(join(folder, "song"));
  await mkdir(join(folder, "elsewhere"));
  await writeFile(join(folder, "song/kick.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  await writeFile(join(folder, "elsewhere/kick.wav"), wavBytes([sine(FRAMES, 60, 0.3)], 48_000, "int24"));
  await writeFile(join(folder, "elsewhere/Snare Top.wav"), wavBytes([sine(FRAMES, 200, 0.3)], 48_000, "int24"));
  await writeFile(join(folder, "elsewhere/notes.txt"), "no recording");
  const nodes = {
    kick: node("track", {}, { source: "kick", label: "Kick" }),
    bus: node("bus", {}, { label: "Drums" }),
  };
  const cables = [cable("kick", "bus"), cable("bus", "out")];
  const document = mix({ kick: { file: "kick.wav", frames: FRAMES } }, { mix: graph(nodes, cables) });
  await writeFile(path, serialiseMix(document));
  const { page, complaints } = await visit((await startStudio(path)).address);
  await page.getByRole("article", { name: "Drums" }).waitFor();
  return {
    page,
    path,
    beside: (name) => join(folder, "song", name),
    elsewhere: (name) => join(folder, "elsewhere", name),
    // What is free to be written to was asked for.
    expectNoComplaints: () => expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]),
  };
}

/** Drags from the input of a bus into empty space. */
async function pullFrom(page: Page, bus: string): Promise<void> {
  const port = page.locator(`.react-flow__handle.target[data-nodeid="${bus}"]`).first();
  const { x, y, width, height } = (await port.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x - 60, y + 180, { steps: 8 });
  await page.mouse.up();
  await page.getByRole("heading", { name: "Pull into Drums" }).waitFor();
}

const expectSameBytes = async (copy: string, original: string): Promise<void> =>
  expect((await readFile(copy)).equals(await readFile(original))).toBe(true);

const tracksInto = async (path: string): Promise<readonly string[]> => {
  const { graphs, sources } = parseMix(await readFile(path, "utf8"), path).document;
  const { connections, nodes } = graphs["mix"]!;
  const from = connections.filter(({ to }) => to === "bus.main").map((one) => one.from.split(".")[0]!);
  return from.map((id) => sources[nodes[id]!.source!]!.file).toSorted();
};

test(
  "files are chosen where a bus is pulled from and play into it; one undo takes them back",
  async () => {
    const { page, path, beside, elsewhere, expectNoComplaints } = await openSong();

    await pullFrom(page, "bus");
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: /^Choose files/ }).click();
    await (await choosing).setFiles(["kick.wav", "Snare Top.wav", "notes.txt"].map(elsewhere));
    await page.getByText("2 new tracks.").waitFor();
    await page.getByRole("article", { name: "Snare Top" }).waitFor();
    // The kick that was there keeps its name; the new ones lie beside it, byte for byte.
    await expect.poll(() => tracksInto(path)).toEqual(["Snare Top.wav", "kick 2.wav", "kick.wav"]);
    await expectSameBytes(beside("kick 2.wav"), elsewhere("kick.wav"));

    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => tracksInto(path)).toEqual(["kick.wav"]);
    expectNoComplaints();
  },
  TEST_MS,
);

test(
  "recordings that are dropped on a mix are added to it, in the buses of their names; one undo takes them back",
  async () => {
    const { page, path, beside, elsewhere, expectNoComplaints } = await openSong();
    await drop(page, ["kick.wav", "Snare Top.wav", "notes.txt"].map(elsewhere));
    await page.getByRole("button", { name: /^Add to / }).click();
    await page.getByRole("article", { name: "Snare Top" }).waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => tracksInto(path)).toEqual(["Snare Top.wav", "kick 2.wav", "kick.wav"]);
    await expectSameBytes(beside("kick 2.wav"), elsewhere("kick.wav"));
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => tracksInto(path)).toEqual(["kick.wav"]);
    expectNoComplaints();
  },
  TEST_MS,
);

test(
  "a recording that is dropped on a track takes the place of its own, and on a bus becomes a track of it",
  async () => {
    const { page, path, beside, elsewhere, expectNoComplaints } = await openSong();
    const kick = page.getByRole("article", { name: "Kick" });
    await kick.getByRole("button", { name: "Mute" }).click();

    expect(await dropOn(page, "Kick", elsewhere("kick.wav"))).toEqual(["Replace the recording of Kick"]);
    await page.getByText("Kick plays kick 2.wav now.").waitFor();
    await expect.poll(() => tracksInto(path)).toEqual(["kick 2.wav"]);
    await expectSameBytes(beside("kick 2.wav"), elsewhere("kick.wav"));
    const { document } = parseMix(await readFile(path, "utf8"), path);
    expect(Object.values(document.sources).map(({ file }) => file)).toEqual(["kick 2.wav"]);
    expect(document.graphs["mix"]!.nodes["kick"]).toMatchObject({ label: "Kick", muted: true });
    expect(await page.getByRole("status").allTextContents()).toContain("another recording on Kick");

    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => tracksInto(path)).toEqual(["kick.wav"]);
    await expect.poll(() => page.getByRole("status").allTextContents()).toContain("undone: Recording of Kick");

    expect(await dropOn(page, "Drums", elsewhere("Snare Top.wav"))).toEqual(["New tracks into Drums"]);
    await page.getByText("1 new track.").waitFor();
    await page.getByRole("article", { name: "Snare Top" }).waitFor();
    await expect.poll(() => tracksInto(path)).toEqual(["Snare Top.wav", "kick.wav"]);

    // By keys: the same as from its menu and the palette.
    await kick.click({ position: { x: 60, y: 10 } });
    const choosing = page.waitForEvent("filechooser");
    await page.keyboard.press("Shift+R");
    const chooser = await choosing;
    expect(chooser.isMultiple()).toBe(false);
    await chooser.setFiles(elsewhere("Snare Top.wav"));
    await page.getByText("Kick plays Snare Top 2.wav now.").waitFor();
    await expect.poll(() => tracksInto(path)).toEqual(["Snare Top 2.wav", "Snare Top.wav"]);
    expectNoComplaints();
  },
  TEST_MS,
);
