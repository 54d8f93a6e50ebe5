import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MixDocument } from "@twobus/core";
import type { Page } from "playwright";
import { spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { sessionMix } from "../session/mix.ts";
import { writeRecording } from "../session/recordings.ts";
import type { SessionShape } from "../session/topology.ts";
import type { Table } from "../tables.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { openStudio, type OpenStudio } from "../web/open-studio.ts";

const SECONDS = 60;
const OPENED: SessionShape = { tracks: 107, buses: 12, seconds: SECONDS };
/** 150 strips, the stereo bus among them. */
const WATCHED: SessionShape = { tracks: 137, buses: 12, seconds: SECONDS };
const WATCHED_SECONDS = 5;
/** A mouse tells of itself in each frame. */
const STEP_MS = 16;
/** At most: milliseconds, milliseconds; at least: frames per second. */
const ASKED = { paint: 1500, open: 2000, frames: 60 };
const RECORDING = "recording.wav";

export const studio: Section = {
  name: "studio",
  summary: `the studio opens ${OPENED.tracks} tracks, and draws ${stripsOf(WATCHED)} strips with meters`,
  measure: (options) =>
    inTemporaryFolder(async (folder) => {
      await writeRecording(join(folder, RECORDING), 1, SECONDS, "int24");
      return [await opening(folder, options.rounds ?? 3), await drawing(folder)];
    }),
};

function stripsOf({ tracks, buses }: SessionShape): number {
  return tracks + buses + 1;
}

/** The session with one recording behind all its sources. */
async function writeMix(folder: string, shape: SessionShape, change = (mix: MixDocument) => mix): Promise<string> {
  const mix = change(sessionMix(shape));
  for (const source of Object.values(mix.sources)) source.file = RECORDING;
  const path = join(folder, `${shape.tracks}-tracks.mix.json`);
  await writeFile(path, JSON.stringify(mix));
  return path;
}

function withoutChains(mix: MixDocument): MixDocument {
  for (const node of Object.values(mix.graphs[mix.root]!.nodes)) delete node.graph;
  return { ...mix, graphs: { [mix.root]: mix.graphs[mix.root]! } };
}

/** When the page is drawn first, and when all its strips stand there and it has time for a hand, in milliseconds from its request. */
interface Opening {
  readonly paint: number;
  readonly ready: number;
}

declare global {
  /** When all strips were there, and the page was free again. */
  var stripsSeen: number | undefined;
}

/** Runs in the page, until that many strips are there: frames are counted after it. */
function watchStrips(strips: number): void {
  const look = (): void => {
    const count = document.querySelectorAll(".react-flow__node-strip").length;
    if (count < strips) requestAnimationFrame(look);
    else setTimeout(() => (globalThis.stripsSeen = performance.now()));
  };
  requestAnimationFrame(look);
}

/** The studio over a mix, with all its strips. */
async function openedStudio(path: string, shape: SessionShape): Promise<OpenStudio> {
  const open = await openStudio(path, watchStrips, stripsOf(shape));
  try {
    await open.page.waitForFunction(() => globalThis.stripsSeen !== undefined);
    return open;
  } catch (error) {
    await open.close();
    throw error;
  }
}

async function opening(folder: string, rounds: number): Promise<Table> {
  const path = await writeMix(folder, OPENED);
  const openings: Opening[] = [];
  let version = "";
  for (let round = 0; round < rounds; round++) {
    const open = await openedStudio(path, OPENED);
    version = open.version;
    try {
      openings.push(
        await open.page.evaluate(() => ({
          paint: performance.getEntriesByName("first-contentful-paint")[0]!.startTime,
          ready: stripsSeen!,
        })),
      );
    } finally {
      await open.close();
    }
  }
  const row = (name: string, times: readonly number[], asked: number): Table["rows"][number] => [
    name,
    spreadOf(times).median,
    Math.max(...times),
    asked,
  ];
  return {
    title: `In the studio: ${OPENED.tracks} tracks are opened`,
    command: `npm run bench -- studio --rounds ${rounds}`,
    columns: ["", "ms, median", "ms, most", "asked: at most"],
    rows: [
      row(
        "first paint",
        openings.map(({ paint }) => paint),
        ASKED.paint,
      ),
      row(
        "all strips are there, and the page is free",
        openings.map(({ ready }) => ready),
        ASKED.open,
      ),
    ],
    notes: [
      `Chromium ${version}, headless and drawing in software, a new one each time with nothing in its cache; served by \`twobus studio\` on this machine. Counted from the request for the page.`,
    ],
  };
}

interface Frames {
  readonly perSecond: number;
  /** One frame in twenty took longer, in milliseconds. */
  readonly slowMs: number;
}

/** What the view draws of a mix. */
interface Drawing {
  readonly version: string;
  readonly still: Frames;
  readonly playing: Frames;
  readonly dragging: Frames;
}

async function drawing(folder: string): Promise<Table> {
  const whole = await drawn(await writeMix(folder, WATCHED));
  const bare = await drawn(await writeMix(folder, WATCHED, withoutChains));
  const row = (name: string, { perSecond, slowMs }: Frames): Table["rows"][number] => [name, perSecond, slowMs];
  return {
    title: `In the studio: ${stripsOf(WATCHED)} strips on the canvas`,
    command: "npm run bench -- studio",
    columns: ["", "frames per second", "ms, slowest twentieth"],
    rows: [
      row("nothing moves", whole.still),
      row("all meters move", whole.playing),
      row("meters move, and a bus is dragged", whole.dragging),
      row("without chains, all meters move", bare.playing),
      row("without chains, meters move, and a bus is dragged", bare.dragging),
      ["asked: at least", ASKED.frames, undefined],
    ],
    notes: [
      `Chromium ${whole.version}, headless and drawing in software, ${WATCHED_SECONDS} s each, at a zoom that shows everything. ${WATCHED.tracks} tracks and ${WATCHED.buses} buses with the chains of the reference session play meanwhile, on the same cores; without chains they are faders and sums. A headless Chromium draws 60 frames per second at most.`,
    ],
  };
}

async function drawn(path: string): Promise<Drawing> {
  const { page, version, close } = await openedStudio(path, WATCHED);
  try {
    await page.getByRole("button", { name: "Fit View" }).click();
    const still = await countFrames(page, WATCHED_SECONDS);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.getByRole("button", { name: "Stop", exact: true }).waitFor();
    const before = await page.locator('canvas[aria-hidden="true"]').screenshot();
    const playing = await countFrames(page, WATCHED_SECONDS);
    if (before.equals(await page.locator('canvas[aria-hidden="true"]').screenshot())) throw new Error("no meter moved");
    const [dragging] = await Promise.all([countFrames(page, WATCHED_SECONDS), drag(page, WATCHED_SECONDS)]);
    return { version, still, playing, dragging };
  } finally {
    await close();
  }
}

const countFrames = (page: Page, seconds: number): Promise<Frames> =>
  page.evaluate(
    (milliseconds) =>
      new Promise<Frames>((resolve) => {
        const started = performance.now();
        const gaps: number[] = [];
        let last = started;
        const count = (): void => {
          const now = performance.now();
          gaps.push(now - last);
          last = now;
          if (now - started < milliseconds) return void requestAnimationFrame(count);
          gaps.sort((a, b) => a - b);
          resolve({
            perSecond: (1000 * gaps.length) / (now - started),
            slowMs: gaps[Math.floor(0.95 * gaps.length)]!,
          });
        };
        requestAnimationFrame(count);
      }),
    1000 * seconds,
  );

/** Leads the stereo bus round in circles: as a mouse does, whether the page has come along or not. */
async function drag(page: Page, seconds: number): Promise<void> {
  const box = (await page.locator('.react-flow__node[data-id="stereo-bus"]').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const devtools = await page.context().newCDPSession(page);
  const steps = Math.round((1000 * seconds) / STEP_MS);
  const moves: Promise<unknown>[] = [];
  for (let step = 0; step < steps; step++) {
    const at = { x: x + 40 * Math.sin(step / 10), y: y + 40 * (1 - Math.cos(step / 10)) };
    moves.push(devtools.send("Input.dispatchMouseEvent", { type: "mouseMoved", button: "left", buttons: 1, ...at }));
    await sleep(STEP_MS);
  }
  await Promise.all(moves);
  await page.mouse.up();
}
