import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMix, serialiseMix, type NodeRecord } from "@twobus/core";
import type { Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// What is done with several strips at once, with settings, with whole states, and with what is heard: as a hand on the keys does it.

const FRAMES = 16 * 48_000;
const TEST_MS = 120_000;

async function openSong() {
  const folder = await mkdtemp(join(tmpdir(), "twobus gestures "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  const path = join(folder, "song.mix.json");
  const track = (label: string, faderDb: number): NodeRecord => node("track", { faderDb }, { source: "kick", label });
  const song = mix(
    { kick: { file: "kick.wav", frames: FRAMES } },
    {
      mix: graph(
        {
          kick: track("Kick", 0),
          snare: track("Snare", -6),
          drums: node("bus", {}, { label: "Drums", graph: "drums-chain" }),
        },
        [cable("kick", "drums"), cable("snare", "drums"), cable("drums", "out")],
      ),
      "drums-chain": chain({ glue: node("glueCompressor", { thresholdDb: 0, makeupDb: 18 }, { label: "Glue" }) }),
    },
  );
  await writeFile(path, serialiseMix(song));
  const { page, complaints } = await visit((await startStudio(path)).address);
  await page.locator(".react-flow__node").first().waitFor();
  const nodes = async (): Promise<Readonly<Record<string, NodeRecord>>> =>
    parseMix(await readFile(path, "utf8"), path).document.graphs["mix"]!.nodes;
  const faders = async (): Promise<readonly unknown[]> => {
    const { kick, snare } = await nodes();
    return [kick!.params["faderDb"], snare!.params["faderDb"]];
  };
  return { page, complaints, nodes, faders, text: () => readFile(path, "utf8") };
}

const focus = (page: Page, id: string): Promise<void> => page.locator(`.react-flow__node[data-id="${id}"]`).focus();

/** Types a value into a slider that has the focus. */
async function type(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole("slider", { name, exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type(value);
  await page.keyboard.press("Enter");
}

test(
  "strips that are selected move together, and the loudest limits; a state is stored and recalled",
  { timeout: TEST_MS },
  async () => {
    const { page, complaints, faders } = await openSong();
    await focus(page, "kick");
    await page.keyboard.press("Control+Alt+1");
    await page.getByText("Snapshot A stored.").first().waitFor();
    await page.keyboard.press("Control+a");
    await type(page, "Fader of Snare", "-10");
    await expect.poll(faders).toEqual([-4, -10]);
    await type(page, "Fader of Snare", "+24");
    await expect.poll(faders).toEqual([12, 6]);
    await page.keyboard.press("Control+z");
    await expect.poll(faders).toEqual([-4, -10]);

    await focus(page, "kick");
    await page.keyboard.press("Control+Alt+2");
    await page.keyboard.press("1");
    await expect.poll(faders).toEqual([0, -6]);
    await page.keyboard.press("2");
    await expect.poll(faders).toEqual([-4, -10]);
    await page.reload();
    await page.locator(".react-flow__node").first().waitFor();
    await focus(page, "kick");
    await page.keyboard.press("1");
    await expect.poll(faders).toEqual([0, -6]);
    await page.keyboard.press("Control+z");
    await expect.poll(faders).toEqual([-4, -10]);
    expect(complaints).toEqual([]);
  },
);

test(
  "settings of one strip are pasted to another, which keeps its name, cables and recording",
  { timeout: TEST_MS },
  async () => {
    const { page, complaints, nodes } = await openSong();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator('.react-flow__node[data-id="snare"] header').click();
    await page.keyboard.press("Control+c");
    await page.locator('.react-flow__node[data-id="kick"] header').click();
    await page.keyboard.press("Control+Alt+v");
    await expect.poll(async () => (await nodes())["kick"]!.params["faderDb"]).toBe(-6);
    expect((await nodes())["kick"]).toMatchObject({ label: "Kick", source: "kick" });
    expect(complaints).toEqual([]);
  },
);

test("a parameter is gone to by its name, and its slider has the focus", { timeout: TEST_MS }, async () => {
  const { page, complaints } = await openSong();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("drums glue thresh");
  await page.getByRole("option", { name: "Drums › Glue › Threshold" }).waitFor();
  await page.keyboard.press("Enter");
  const slider = page.getByRole("slider", { name: "Threshold", exact: true });
  await expect.poll(() => slider.evaluate((one) => one === document.activeElement)).toBe(true);
  // The chain is shown as well, and leaves the focus there.
  await page.locator('.react-flow__node[data-id="glue"].selected').waitFor();
  expect(await slider.evaluate((one) => one === document.activeElement)).toBe(true);
  expect(complaints).toEqual([]);
});

test(
  "a mix is heard raw by a key, as long as it is held or until it is pressed again, and stays as it is",
  { timeout: TEST_MS },
  async () => {
    const { page, complaints, text } = await openSong();
    const before = await text();
    const notice = page.getByRole("button", { name: /^Raw: / });
    await focus(page, "drums");
    await page.keyboard.press("Shift+B");
    await page.getByRole("button", { name: "Raw: Drums: hear everything again" }).waitFor();
    await page.keyboard.press("Shift+B");
    await notice.waitFor({ state: "detached" });

    await focus(page, "kick");
    await page.keyboard.down("Shift");
    await page.keyboard.down("B");
    await page.getByRole("button", { name: "Raw: Kick, Drums: hear everything again" }).waitFor();
    await page.waitForTimeout(500);
    await page.keyboard.up("B");
    await page.keyboard.up("Shift");
    await notice.waitFor({ state: "detached" });
    // Nothing was edited: there is nothing to undo, and the file is as it was.
    expect(await page.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
    expect(await text()).toBe(before);
    expect(complaints).toEqual([]);
  },
);

test("a drag of one control is one step to undo, right after steps of another", { timeout: TEST_MS }, async () => {
  const { page, complaints, nodes } = await openSong();
  await page.locator('.react-flow__node[data-id="kick"] header strong').click();
  await page.getByRole("slider", { name: "Fader of Kick", exact: true }).focus();
  await page.keyboard.press("ArrowUp");
  const pan = (await page.getByRole("slider", { name: "Pan of Kick", exact: true }).boundingBox())!;
  await page.mouse.move(pan.x + pan.width / 2, pan.y + pan.height / 2);
  await page.mouse.down();
  await page.mouse.move(pan.x + pan.width / 2 + 60, pan.y + pan.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await nodes())["kick"]!.params["panPercent"]).toBeGreaterThan(10);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await nodes())["kick"]!.params["panPercent"]).toBe(0);
  expect((await nodes())["kick"]!.params["faderDb"]).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

test(
  "what is done after an undo is told as itself, and the page has nothing to scroll",
  { timeout: TEST_MS },
  async () => {
    const { page, complaints } = await openSong();
    const told = (): Promise<readonly string[]> => page.getByRole("status").allTextContents();
    await focus(page, "kick");
    await page.keyboard.press("m");
    await expect.poll(told).toContain("muted Kick");
    await page.keyboard.press("Control+z");
    await expect.poll(told).toContain("undone: Mute Kick");
    await focus(page, "snare");
    await page.keyboard.press("b");
    await expect.poll(told).toContain("bypassed Snare");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(told).toContain("done again: Bypass Snare");
    const heights = await page.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
    expect(heights[0]).toBe(heights[1]);
    expect(complaints).toEqual([]);
  },
);

test(
  "where a page may not read what is copied, settings that were copied on it are pasted",
  { timeout: TEST_MS },
  async () => {
    const { page, complaints, nodes } = await openSong();
    await page.evaluate(() => {
      navigator.clipboard.readText = () => Promise.reject(new DOMException("denied", "NotAllowedError"));
    });
    await page.locator('.react-flow__node[data-id="kick"] header strong').click();
    await page.keyboard.press("Control+Alt+v");
    await page.getByText(/^clipboard: .*copy something here first/).waitFor();
    await page.locator('.react-flow__node[data-id="snare"] header strong').click();
    await page.keyboard.press("Control+c");
    await page.locator('.react-flow__node[data-id="kick"] header strong').click();
    await page.keyboard.press("Control+Alt+v");
    await expect.poll(async () => (await nodes())["kick"]!.params["faderDb"]).toBe(-6);
    expect(complaints).toEqual([]);
  },
);
