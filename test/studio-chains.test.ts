import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix, type MixDocument } from "@twobus/core";
import { readPackArchive, writePackArchive } from "@twobus/core/sharing";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, twobus, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// Chains in the studio as it is built and served: made, shared, taken into another mix, updated, heard before they are placed.

const FRAMES = 8 * 48_000;
const TEST_MS = 300_000;
/** A busy machine must not fail a test. */

/** A kick through a drum bus, whose chain begins with `processors`, and nothing else. */
const song = (name: string, processors: Parameters<typeof chain>[0]): MixDocument =>
  mix(
    { kick: { file: "kick.wav", frames: FRAMES } },
    {
      mix: graph(
        {
          kick: node("track", {}, { source: "kick", label: "Kick" }),
          drums: node("bus", {}, { graph: "drums-chain", label: "Drums" }),
        },
        [cable("kick", "drums"), cable("drums", "out")],
      ),
      "drums-chain": chain(processors),
    },
    { name },
  );

async function mixFile(document: MixDocument): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus chains "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  const path = join(folder, "song.mix.json");
  await writeFile(path, serialiseMix(document));
  return path;
}

const read = async (path: string): Promise<MixDocument> => parseMix(await readFile(path, "utf8"), path).document;

const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: typeof name === "string" });
const box = (page: Page, name: string): Locator =>
  page.locator(".react-flow__node").getByRole("article", { name }).first();

/** Finds something by its name in what is open, and takes it. */
async function pick(page: Page, label: string, name: string): Promise<void> {
  const field = page.getByRole("combobox", { name: label });
  await field.fill(name);
  await field.press("Enter");
  await field.waitFor({ state: "detached" });
}

/** Does an action by its name, as one finds it. */
async function act(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await pick(page, "Find an action or a node", name);
}

async function goTo(page: Page, name: string): Promise<void> {
  await act(page, `go to ${name}`);
  await page.locator(".react-flow__node:focus").getByRole("article", { name }).waitFor();
}

async function save(page: Page): Promise<void> {
  await page.keyboard.press("Control+s");
  await page.getByText("Saved to the file.").waitFor();
}

/** What the studio bounces is what the command line renders of the file. */
async function expectSameBounce(page: Page, path: string): Promise<void> {
  await save(page);
  await button(page, "Bounce").click();
  const bounced = await page.getByLabel("Bounced").getAttribute("title");
  const rendered = await twobus("render", path, "-o", `${path}.wav`);
  expect(bounced).toBe(rendered["pcmSha256"]);
}

async function open(path: string): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const { address } = await startStudio(path);
  const { page, complaints } = await visit(address);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await box(page, "Kick").waitFor();
  return { page, complaints };
}

/** Saves what is selected in the library, as what the dialog asks for, and returns it as the line that is on the clipboard then. */
async function shareSelected(page: Page, version: string, tags?: string): Promise<string> {
  await act(page, "Save as a chain");
  const dialog = page.getByRole("dialog", { name: "Save as a chain" });
  if (tags !== undefined) await dialog.getByLabel("Tags").fill(tags);
  expect(await dialog.getByLabel("Tags").inputValue()).toBe("drums, crunch");
  expect(await dialog.getByLabel("Version").inputValue()).toBe(version);
  await dialog.getByRole("button", { name: "Keep and copy as text" }).click();
  await dialog.waitFor({ state: "detached" });
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^twobus-chain:/);
  return text;
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.keyboard.press("Control+v");
}

test(
  "make a chain of three nodes, show two knobs, share it, paste it into another mix, update it there, make one unique",
  async () => {
    const path = await mixFile(
      song("One", {
        hit: node("transientShaper", {}, { label: "Hit" }),
        tape: node("tapeSaturator", {}, { label: "Tape" }),
        glue: node("glueCompressor", { thresholdDb: -20 }, { label: "Glue" }),
      }),
    );
    const before = await twobus("render", path, "-o", `${path}.before.wav`);
    const { page, complaints } = await open(path);
    await box(page, "Drums").getByTitle("open the chain").click();
    await box(page, "Glue").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+g");
    await page.getByRole("textbox", { name: "Name of the chain" }).fill("Crunch");
    await page.keyboard.press("Enter");
    await box(page, "Crunch").dblclick({ position: { x: 40, y: 14 } });
    for (const [name, parameter] of [
      ["Tape", "Drive"],
      ["Glue", "Threshold"],
    ] as const) {
      await box(page, name).click();
      await button(page, `${parameter} on the chain`).click();
      await page.getByRole("menuitemcheckbox", { name: "On Crunch" }).click();
    }
    await page.getByRole("navigation").getByRole("button", { name: "Drums" }).click();
    await box(page, "Crunch").click({ position: { x: 40, y: 14 } });
    await page.getByRole("slider", { name: "Drive" }).waitFor();
    await expectSameBounce(page, path);
    // Neither grouping nor showing changes the sound.
    expect(await page.getByLabel("Bounced").getAttribute("title")).toBe(before["pcmSha256"]);
    const first = await shareSelected(page, "1.0.0", "drums, crunch");

    const otherPath = await mixFile(song("Two", { clip: node("clipper", {}, { label: "Clip" }) }));
    const { page: other, complaints: otherComplaints } = await open(otherPath);
    await box(other, "Kick").click({ position: { x: 40, y: 14 } });
    await paste(other, first.slice(0, 60));
    await other.getByText(/cut off/).waitFor();
    await paste(other, first);
    await box(other, "Crunch").waitFor();
    await goTo(other, "Crunch");
    await act(other, "Duplicate linked");
    await other.locator('.react-flow__node[data-id="Crunch-2"]:focus').waitFor();
    await other.getByLabel("2 linked nodes").first().waitFor();
    await act(other, "Rename");
    await other.getByRole("textbox", { name: "Name" }).last().fill("Twin");
    await other.keyboard.press("Enter");
    await box(other, "Twin").waitFor();

    // The original is changed, and goes out as another version.
    await box(page, "Crunch").dblclick({ position: { x: 40, y: 14 } });
    await box(page, "Tape").click();
    await page.getByRole("slider", { name: "Bias" }).press("End");
    await page.getByRole("navigation").getByRole("button", { name: "Drums" }).click();
    await box(page, "Crunch").click({ position: { x: 40, y: 14 } });
    const second = await shareSelected(page, "1.1.0");
    await expectSameBounce(page, path);
    // The node that it was made of follows it, and it says what it comes from.
    const made = Object.values((await read(path)).graphs).flatMap(({ definition }) => definition ?? []);
    expect(made).toMatchObject([{ name: "Crunch", version: "1.1.0", derivedFrom: [{ version: "1.0.0" }] }]);

    // What was pasted has been kept.
    await button(other, "Library").click();
    await other.getByRole("option", { name: /^Crunch 1.0.0/ }).waitFor();
    await other.getByRole("searchbox", { name: "Find a chain" }).focus();
    await paste(other, second);
    await other.getByRole("option", { name: /^Crunch 1.1.0/, selected: true }).waitFor();
    await other.getByRole("article", { name: "Crunch" }).getByText("sounds as published").waitFor();
    // One was changed inside: that is asked about, by place and value, and kept.
    await box(other, "Crunch").dblclick({ position: { x: 40, y: 14 } });
    await box(other, "Hit").click();
    await other.getByRole("slider", { name: "Attack", exact: true }).press("Home");
    await other.getByRole("navigation").getByRole("button", { name: "Two" }).click();
    await button(other, "Update 2 nodes").click();
    const question = other.getByRole("group", { name: "What was changed inside" });
    await question.getByText(/Crunch, Twin: hit\.attackDb -\d+, not 0/).waitFor();
    await question.getByRole("button", { name: "Update, keep these values" }).click();
    await button(other, "Update 2 nodes").waitFor({ state: "detached" });
    // On one's own machine there is no address that others could open.
    expect(await button(other, "Copy link").count()).toBe(0);
    await goTo(other, "Twin");
    await act(other, "Make unique");
    await other.getByRole("slider", { name: "Threshold" }).press("Home");
    for (const [from, to] of [
      ["Kick", "Crunch"],
      ["Crunch", "Drums"],
    ] as const) {
      await goTo(other, from);
      await other.keyboard.press("c");
      await pick(other, `Connect ${from} to`, to);
    }
    await expectSameBounce(other, otherPath);
    const { graphs } = await read(otherPath);
    const [one, two] = ["Crunch", "Crunch-2"].map((id) => graphs["mix"]!.nodes[id]!);
    expect(one!.graph).not.toBe(two!.graph);
    expect(one!.params).toEqual({});
    expect(Object.keys(two!.params)).toEqual(["thresholdDb"]);
    for (const chained of [one, two]) {
      const { definition, nodes } = graphs[chained!.graph!]!;
      expect(definition).toMatchObject({ name: "Crunch", version: "1.1.0" });
      expect(nodes["hit"]!.params["attackDb"]).toBeLessThan(-5);
    }
    expect([...complaints, ...otherComplaints]).toEqual([]);
  },
  TEST_MS,
);

test(
  "a chain of the library is heard where it would stand, as loud as what was there; Escape leaves the mix as it was, Enter keeps it so",
  async () => {
    const path = await mixFile(song("Loud", { clip: node("clipper", {}, { label: "Clip" }) }));
    const before = (await twobus("render", path, "-o", `${path}.before.wav`))["measure"] as { integratedLufs: number };
    const { page, complaints } = await open(path);
    await box(page, "Drums").click({ position: { x: 60, y: 10 } });
    await button(page, "Library").click();
    await page.getByRole("searchbox", { name: "Find a chain" }).fill("lo-fi");
    await page.getByText("Goes to the end of Drums’s inserts.").waitFor();
    await page.getByRole("option", { name: /telephone/i }).click();
    await button(page, "Play").click();
    await button(page, "Hear").click();
    await page.getByText(/^Hearing .* matched by/).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText(/^Hearing/).waitFor({ state: "detached" });
    expect(await button(page, "Undo").isDisabled()).toBe(true);
    expect(await read(path)).toEqual(
      parseMix(serialiseMix(song("Loud", { clip: node("clipper", {}, { label: "Clip" }) })), path).document,
    );

    await button(page, "Hear").click();
    await page.getByText(/^Hearing .* matched by/).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText(/^Hearing/).waitFor({ state: "detached" });
    await button(page, "Stop").click();
    await expectSameBounce(page, path);
    const placed = (await twobus("render", path, "-o", `${path}.placed.wav`))["measure"] as { integratedLufs: number };
    expect(Math.abs(placed.integratedLufs - before.integratedLufs)).toBeLessThan(0.1);
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);

/** Drops a file onto the page, as from a folder: a page that makes one itself gets no entries. */
async function drop(page: Page, path: string): Promise<void> {
  const chromium = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await chromium.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
  }
}

test(
  "a package of chains is opened and dropped: its chains are there, and sound as published; one that carries code is refused",
  async () => {
    const path = await mixFile(song("Packed", { clip: node("clipper", {}, { label: "Clip" }) }));
    const pack = join(import.meta.dirname, "../examples/chain-pack");
    const archive = `${path}.tgz`;
    await twobus(
      "chain",
      "pack",
      ...["garage-drums", "felt-keys"].map((id) => join(pack, `${id}.chain.json`)),
      "-o",
      archive,
      "--name",
      "two-chains",
    );
    const { page, complaints } = await open(path);
    await button(page, "Library").click();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Open…").click()]);
    await chooser.setFiles(archive);
    await page.getByText(/Garage drums, Felt keys are in the library/).waitFor();
    await page.getByRole("option", { name: /Felt keys/ }).click();
    await page.getByRole("article", { name: "Felt keys" }).getByText("sounds as published").waitFor();
    await page.getByRole("article", { name: "Felt keys" }).getByRole("button", { name: "Forget" }).click();
    await page.getByRole("option", { name: /Felt keys/ }).waitFor({ state: "detached" });
    await drop(page, archive);
    await page.getByRole("option", { name: /Felt keys/ }).waitFor();

    const { files } = await readPackArchive(Uint8Array.from(await readFile(archive)), archive);
    const bytes = new TextEncoder().encode("document.title = 'gone'");
    await writeFile(`${path}.bad.tgz`, await writePackArchive([...files, { name: "index.js", bytes }]));
    await drop(page, `${path}.bad.tgz`);
    await page.getByText(/carries no code/).waitFor();
    expect(await page.title()).not.toBe("gone");
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);
