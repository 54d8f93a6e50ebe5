import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HUES, parseMix, type MixDocument } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { startStudio, twobus, visit } from "./support/studio.ts";

// What somebody does in the first minute with the demo song, in the studio as `npm start` serves it.

const demoSong = fileURLToPath(new URL("../examples/demo-song", import.meta.url));
const TEST_MS = 300_000;
/** A busy machine must not fail a test. */

async function demo(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus first minute "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(demoSong, folder, { recursive: true });
  return join(folder, "demo.mix.json");
}

const read = async (path: string): Promise<MixDocument> => parseMix(await readFile(path, "utf8"), path).document;

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
const strip = (page: Page, id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"]`);

/** Pulls a cable backwards from a bus's input into the empty space below it. */
async function pullFrom(page: Page, bus: string): Promise<void> {
  const port = page.locator(`.react-flow__handle[data-nodeid="${bus}"][data-handleid="main"].target`);
  const { x, y, width, height } = (await port.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 10, y + 100, { steps: 4 });
  await page.mouse.move(x + 40, y + 160, { steps: 4 });
  await page.mouse.up();
}

/** No strip lies over another. */
async function expectNoOverlap(page: Page): Promise<void> {
  const boxes = await page
    .locator(".react-flow__node-strip")
    .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().toJSON() as DOMRect));
  const overlaps = boxes.filter((a, index) =>
    boxes.slice(index + 1).some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
  );
  expect(overlaps).toEqual([]);
}

test(
  "the demo song: hear it, see the drums turned down, pull a submix, key the bass, undo, and render the same",
  async () => {
    const path = await demo();
    const { address } = await startStudio(path);
    const { page, complaints } = await visit(address);
    // All of it is in view from the start.
    for (const name of ["Kick, Track", "Drums, Bus", "Vocals, Bus", "Stereo Bus, Bus"]) {
      const { x, y, width, height } = (await page.getByRole("article", { name, exact: true }).boundingBox())!;
      expect([x > 0, x + width < 1060, y > 70, y + height < 900], name).toEqual([true, true, true, true]);
    }

    await button(page, "Play").click();
    await strip(page, "drums").dblclick({ position: { x: 20, y: 8 } });
    const reduction = page.getByRole("img", { name: "Gain reduction of Glue" }).first();
    const reductionDb = async (): Promise<number> => Number(/GR ([\d.]+) dB/.exec(await reduction.innerText())![1]);
    await expect.poll(reductionDb).toBeGreaterThan(0.5);
    await button(page, "Stop").click();
    await expect.poll(reductionDb).toBe(0);
    expect(await page.getByLabel("Load and latency").innerText()).toMatch(/ [1-9]\d* samples/);
    await page.getByRole("navigation").getByRole("button").first().click();
    await strip(page, "drums").waitFor();
    // To look inside was no edit.
    expect(await button(page, "Undo").isDisabled()).toBe(true);

    await pullFrom(page, "stereo-bus");
    await page.getByRole("textbox", { name: "Name of the new submix" }).fill("Band");
    await page.getByRole("checkbox", { name: "Guitars Bus · plays here" }).check();
    await page.getByRole("checkbox", { name: "Keys Bus · plays here" }).check();
    await button(page, "New submix").click();
    await page.getByRole("article", { name: "Band, Bus" }).waitFor();
    await expectNoOverlap(page);

    await strip(page, "bass-bus").click({ position: { x: 20, y: 8 } });
    const key = page.getByRole("combobox", { name: /key from$/ });
    await key.selectOption({ label: "what it plays itself" });
    await key.selectOption({ label: "Snare top" });
    await button(page, "Undo").click();
    await expect.poll(() => key.inputValue()).toBe("");
    await key.selectOption({ label: "Kick" });
    await button(page, "Undo").click();
    await button(page, "Redo").click();

    await page.getByLabel("File", { exact: true }).getByText("Saved", { exact: true }).waitFor();
    const document = await read(path);
    const { nodes, connections } = document.graphs[document.root]!;
    expect(nodes["Band"]).toMatchObject({ label: "Band", colour: HUES.percussion });
    const cables = connections.map(({ from, to }) => `${from} ${to}`);
    expect(cables).toEqual(
      expect.arrayContaining(["guitars.main Band.main", "keys.main Band.main", "Band.main stereo-bus.main"]),
    );
    expect(cables.filter((cable) => cable.startsWith("kick.main bass-bus."))).toHaveLength(1);

    await button(page, "Bounce").click();
    const bounced = page.getByLabel("Bounced");
    await bounced.waitFor({ timeout: 120_000 });
    const rendered = await twobus("render", path, "-o", join(path, "..", "demo.wav"));
    expect(await bounced.getAttribute("title")).toBe(rendered["pcmSha256"]);
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);
