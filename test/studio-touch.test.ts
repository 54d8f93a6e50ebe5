import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// The studio under fingers.

const SECONDS = 10;
const FRAMES = SECONDS * 48_000;
const TEST_MS = 120_000;
/** A busy machine must not fail a test. */

/** What a fingertip finds (WCAG 2.2, 2.5.8). */
const FINGER_PIXELS = 24;

type Point = readonly [x: number, y: number];

/** Two tracks, of which one plays into a bus and the other nowhere. */
async function songFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus touch "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], 48_000, "int24"));
  const track = (label: string): ReturnType<typeof node> => node("track", {}, { source: "kick", label });
  const nodes = { kick: track("Kick"), room: track("Room"), bus: node("bus", {}, { label: "Drums" }) };
  const cables = [cable("kick", "bus"), cable("bus", "out")];
  const path = join(folder, "song.mix.json");
  await writeFile(
    path,
    serialiseMix(mix({ kick: { file: "kick.wav", frames: FRAMES } }, { mix: graph(nodes, cables) })),
  );
  return path;
}

const middleOf = async (page: Page, selector: string): Promise<Point> => {
  const { x, y, width, height } = (await page.locator(selector).boundingBox())!;
  return [x + width / 2, y + height / 2];
};
const portOf = (page: Page, id: string, side: "source" | "target"): Promise<Point> =>
  middleOf(page, `.react-flow__handle.${side}[data-nodeid="${id}"]`);

type Touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: Point[]) => Promise<void>;

async function fingersOn(page: Page): Promise<Touch> {
  const devtools = await page.context().newCDPSession(page);
  return async (type, ...points) => {
    const touchPoints = points.map(([x, y], id) => ({ x, y, id }));
    await devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
}

const told = (page: Page): Promise<string> =>
  page
    .getByRole("status")
    .allTextContents()
    .then((texts) => texts.join("\n"));

test(
  "tap and tap connects, a second finger lets go, and a finger that rests opens the menu",
  async () => {
    const { address } = await startStudio(await songFile());
    const { page } = await visit(address, { hasTouch: true });
    await page.getByRole("article", { name: "Room" }).waitFor();
    const touch = await fingersOn(page);
    const line = page.locator(".react-flow__connection");

    const [from, to] = [await portOf(page, "room", "source"), await portOf(page, "bus", "target")];
    await touch("touchStart", from);
    await touch("touchMove", [from[0] + 20, from[1]]);
    await touch("touchMove", to);
    await line.waitFor({ state: "attached" });
    await touch("touchStart", to, [to[0] - 100, to[1] + 200]);
    await line.waitFor({ state: "detached" });
    await touch("touchMove", [to[0] + 2, to[1]], [to[0] - 80, to[1] + 210]);
    await touch("touchEnd");
    expect(await told(page)).not.toContain("connected");

    await page.touchscreen.tap(...(await portOf(page, "room", "source")));
    await page.touchscreen.tap(...(await portOf(page, "bus", "target")));
    await expect.poll(() => told(page)).toContain("connected Room to Drums");

    await touch("touchStart", await middleOf(page, '.react-flow__node[data-id="kick"] strong'));
    await page.getByRole("menu").waitFor();
    await touch("touchEnd");
    await page.getByRole("menuitem", { name: "Mute", exact: true }).tap();
    await expect.poll(() => told(page)).toContain("muted Kick");
  },
  TEST_MS,
);

test(
  "a finger draws a loop and moves its edges, a second finger lets go, and a tap goes to the place",
  async () => {
    const { address } = await startStudio(await songFile());
    const { page, complaints } = await visit(address, { hasTouch: true, isMobile: true });
    const position = page.getByRole("slider", { name: "Position in the mix" });
    await expect.poll(() => position.getAttribute("max")).not.toBe("0");
    const mixSeconds = Number(await position.getAttribute("max"));
    const touch = await fingersOn(page);
    const lane = (await page.getByRole("group", { name: "Loop on the time line" }).boundingBox())!;
    expect(lane.height).toBeGreaterThanOrEqual(FINGER_PIXELS);
    const at = (share: number, offsetX = 0): Point => [lane.x + share * lane.width + offsetX, lane.y + lane.height / 2];
    const drag = async (...way: readonly Point[]): Promise<void> => {
      for (const [index, point] of way.entries()) await touch(index === 0 ? "touchStart" : "touchMove", point);
      await touch("touchEnd");
    };
    /** In shares of the mix; a pixel is nothing. */
    const shareOf = async (edge: string): Promise<number> => {
      const handle = page.getByRole("slider", { name: `Loop ${edge}`, exact: true });
      return Number(await handle.getAttribute("aria-valuenow")) / mixSeconds;
    };
    const expectRange = async (start: number, end: number): Promise<void> => {
      await expect.poll(() => shareOf("start")).toBeCloseTo(start, 2);
      await expect.poll(() => shareOf("end")).toBeCloseTo(end, 2);
    };

    await drag(at(0.2), at(0.3), at(0.6));
    await expectRange(0.2, 0.6);
    // A finger is not as sure as a mouse: it comes down beside the edges.
    await drag(at(0.6, 9), at(0.7, 9), at(0.8, 9));
    await expectRange(0.2, 0.8);
    await drag(at(0.2, -9), at(0.3, -9), at(0.4, -9));
    await expectRange(0.4, 0.8);

    await touch("touchStart", at(0.1));
    await touch("touchMove", at(0.3));
    await touch("touchStart", at(0.3), at(0.9));
    await touch("touchMove", at(0.2), at(0.95));
    await touch("touchEnd");
    await expectRange(0.4, 0.8);
    expect(Number(await position.inputValue())).toBe(0);

    await page.touchscreen.tap(...at(0.1));
    await expect.poll(async () => Number(await position.inputValue()) / mixSeconds).toBeCloseTo(0.1, 2);
    await expectRange(0.4, 0.8);
    expect(complaints).toEqual([]);
  },
  TEST_MS,
);
