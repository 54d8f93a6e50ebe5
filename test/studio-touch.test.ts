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

const FRAMES = 48_000;
const TEST_MS = 120_000;
/** A busy machine must not fail a test. */
const patient = { timeout: 30_000 };

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
    const devtools = await page.context().newCDPSession(page);
    const touch = async (type: "touchStart" | "touchMove" | "touchEnd", ...points: Point[]): Promise<void> => {
      await devtools.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: points.map(([x, y], id) => ({ x, y, id })),
      });
    };
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
    await expect.poll(() => told(page), patient).toContain("connected Room to Drums");

    await touch("touchStart", await middleOf(page, '.react-flow__node[data-id="kick"] strong'));
    await page.getByRole("menu").waitFor();
    await touch("touchEnd");
    await page.getByRole("menuitem", { name: /^Mute/ }).tap();
    await expect.poll(() => told(page), patient).toContain("muted Kick");
  },
  TEST_MS,
);
