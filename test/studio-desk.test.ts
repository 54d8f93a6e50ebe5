import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix, type MixDocument } from "@twobus/core";
import type { Locator, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { CONTENT_POLICY } from "../apps/studio/content-policy.ts";
import { SECURITY_HEADERS } from "../apps/cli/src/studio/security-headers.ts";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { serveFolder } from "./support/static-site.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// What stands on the desk around the canvas: meters that do not move it, a lamp that stays lit, knobs, a view that can be read.

const FRAMES = 20 * 48_000;
const SITE = join(import.meta.dirname, "../apps/studio/dist/site");

/** So many tracks of one kick, `faderDb` up, into the mix. */
const song = (tracks: number, faderDb: number): MixDocument => {
  const ids = Array.from({ length: tracks }, (_, n) => `kick${n}`);
  const track = () => node("track", { faderDb }, { source: "kick" });
  return mix(
    { kick: { file: "kick.wav", frames: FRAMES } },
    {
      mix: graph(
        { ...Object.fromEntries(ids.map((id) => [id, track()])), master: node("bus", {}, { label: "Master" }) },
        [...ids.map((id) => cable(id, "master")), cable("master", "out")],
      ),
    },
    { name: "Desk" },
  );
};

async function open(document: MixDocument): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "twobus desk "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  const path = join(folder, "song.mix.json");
  await writeFile(path, serialiseMix(document));
  const { address } = await startStudio(path);
  const visited = await visit(address);
  await visited.page.locator(".react-flow__node").first().waitFor();
  return visited;
}

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
const heightsOf = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() =>
    ["header", "[role=group][aria-label=Master]"].map(
      (selector) => document.querySelector(selector)!.parentElement!.getBoundingClientRect().height,
    ),
  );

test("an over stays lit until it is cleared, left and right of a mono mix are alike, and nothing moves when it plays", async () => {
  const { page, complaints } = await open(song(1, 12));
  const before = await heightsOf(page);
  const top = (await page.getByRole("application", { name: "Graph" }).boundingBox())!.y;
  await button(page, "No overs").waitFor();
  await button(page, "Play").click();
  const lamp = page.getByRole("button", { name: /^Over 0 dBTP by \d+\.\d dB: clear$/ });
  await lamp.waitFor();
  await expect.poll(() => page.getByLabel("Correlation").textContent()).toBe("+1.00");
  expect(await heightsOf(page)).toEqual(before);
  expect((await page.getByRole("application", { name: "Graph" }).boundingBox())!.y).toBe(top);
  await button(page, "Stop").click();
  await page.waitForTimeout(1000); // until the meters have fallen
  await lamp.click();
  await button(page, "No overs").waitFor();
  await button(page, "Play").click();
  await lamp.waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

test("a mix too large for the canvas opens at a zoom at which its faders can be read, and Shift+2 comes back to it", async () => {
  const { page, complaints } = await open(song(60, 0));
  const isFar = (): Promise<string | null> => page.getByRole("application", { name: "Graph" }).getAttribute("data-far");
  expect(await isFar()).toBe("false");
  await button(page, "Fit View").click();
  await expect.poll(isFar).toBe("true");
  await page.keyboard.press("Shift+Digit2");
  await expect.poll(isFar).toBe("false");
  const { x, y, width, height } = (await page.getByRole("article", { name: "Master" }).boundingBox())!;
  expect([x > 0, x + width < 1060, y > 70, y + height < 900]).toEqual([true, true, true, true]);
  expect(complaints).toEqual([]);
}, 120_000);

test("a knob goes up and down with the pointer, with Shift a tenth as far; a double click gives its default", async () => {
  const { page, complaints } = await open(song(1, 0));
  await page
    .locator(".react-flow__node")
    .getByRole("article", { name: "Master" })
    .click({ position: { x: 60, y: 10 } });
  const knob = page.getByRole("complementary").getByRole("slider", { name: "Pan", exact: true });
  const value = async (): Promise<number> => Number(await knob.getAttribute("aria-valuenow"));
  const { x, y } = (await knob.boundingBox())!;
  const drag = async (pixels: number): Promise<void> => {
    await page.mouse.move(x + 10, y + 10);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 10 - pixels, { steps: 5 });
    await page.mouse.up();
  };
  await drag(50);
  expect(await value()).toBe(50);
  await page.keyboard.down("Shift");
  await drag(-40);
  await page.keyboard.up("Shift");
  expect(await value()).toBe(46);
  await knob.dblclick();
  expect(await value()).toBe(0);
  expect(complaints).toEqual([]);
}, 120_000);

test("a drag with Control and the other button cuts the cables that it goes through, in one entry, and no others", async () => {
  const { page, complaints } = await open(song(6, 0));
  const cables = page.locator(".react-flow__edge");
  expect(await cables.count()).toBe(7);
  const boxOf = (name: string): Promise<{ x: number; y: number; width: number; height: number }> =>
    page.locator(`.react-flow__node[data-id=${name}]`).boundingBox() as never;
  const [first, last] = [await boxOf("kick0"), await boxOf("kick2")];
  const x = first.x + first.width + 15;
  await page.keyboard.down("Control");
  await page.mouse.move(x, first.y);
  await page.mouse.down({ button: "right" });
  await page.mouse.move(x, last.y + last.height, { steps: 8 });
  await page.mouse.up({ button: "right" });
  await page.keyboard.up("Control");
  await expect.poll(() => cables.count()).toBe(4);
  expect(await page.getByRole("menu").count()).toBe(0);
  await button(page, "Undo").click();
  await expect.poll(() => cables.count()).toBe(7);
  expect(complaints).toEqual([]);
}, 120_000);

test("the built page says its content policy itself, and runs under it where a server sends no headers", async () => {
  const served = SECURITY_HEADERS["Content-Security-Policy"]!.split("; ");
  expect(served).toContain("frame-ancestors 'none'");
  expect(CONTENT_POLICY.split("; ")).toEqual(served.filter((rule) => !rule.startsWith("frame-ancestors")));
  const { page, complaints } = await visit(await serveFolder(SITE));
  await page.getByRole("heading").first().waitFor();
  expect(await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content")).toBe(CONTENT_POLICY);
  expect(complaints.filter((complaint) => complaint.includes("content policy"))).toEqual([]);
}, 120_000);
