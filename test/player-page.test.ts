// The example page in a real Chromium: it plays, its fader is heard, and what it bounces is what the command line renders.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type Browser, type Page, type Route } from "playwright";
import { build, createLogger, createServer, preview, type InlineConfig } from "vite";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { ISOLATION, playerConfig } from "../examples/player/config.ts";
import { provideChromium } from "../tools/chromium.mjs";
import { framesUntilHeard, listenToPage, moveFader, renderedDemoSong } from "./support/heard-edit.ts";

const ROOT = join(import.meta.dirname, "..");
const CLI = ["--conditions=source", join(ROOT, "apps/cli/src/main.ts")];

let folder: string;
let browser: Browser;
let expectedSha256: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "twobus-player-"));
  browser = await chromium.launch({ executablePath: provideChromium(), args: ["--disable-gpu"] });
  const mix = join(ROOT, "examples/demo-song/demo.mix.json");
  const words = [...CLI, "render", mix, "-o", join(folder, "demo.wav"), "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  expectedSha256 = (JSON.parse(stdout) as { pcmSha256: string }).pcmSha256;
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

interface Served {
  readonly resolvedUrls: { readonly local: readonly string[] } | null;
  close(): Promise<void>;
}

async function develop(config: InlineConfig): Promise<Served> {
  return (await createServer(config)).listen();
}

async function publish(config: InlineConfig): Promise<Served> {
  const published = { ...config, build: { ...config.build, outDir: join(folder, "site"), emptyOutDir: true } };
  await build(published);
  return preview(published);
}

/** What the tests of all ways to serve the page have in common. */
async function testPage(serve: typeof develop, headers: Readonly<Record<string, string>>): Promise<Page> {
  const server = await serve({ ...playerConfig(headers), logLevel: "error" });
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    await server.close();
  });
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", ({ message }) => errors.push(message));
  await page.goto(server.resolvedUrls!.local[0]!);

  const textOf = async (id: string): Promise<string> => page.locator(`#${id}`).innerText();
  const figureOf = async (id: string): Promise<number> => Number.parseFloat(await textOf(id));
  const playUntil = (seconds: number): Promise<void> =>
    expect.poll(() => figureOf("position")).toBeGreaterThan(seconds);
  /** The highest level within a second of the song, which has a beat every 0.57 s. */
  const highestLevel = async (): Promise<number> => {
    const levels: number[] = [];
    const end = (await figureOf("position")) + 1;
    while ((await figureOf("position")) < end) levels.push(await figureOf("level-text"));
    return Math.max(...levels.filter((level) => !Number.isNaN(level))); // "−∞" is no number
  };

  const play = page.getByRole("button", { name: "Play" });
  await expect.poll(() => play.isEnabled()).toBe(true);
  expect(await textOf("problem")).toMatch((await isIsolated(page)) ? /^$/ : /^page: .*share memory between threads/);
  await play.click();
  await playUntil(1);
  const before = await highestLevel();
  expect(before).toBeGreaterThan(-40);
  expect(await figureOf("reduction-text")).toBeGreaterThan(0);

  await page.getByRole("slider", { name: "Drums" }).fill("-24");
  await playUntil((await figureOf("position")) + 2); // the meter falls by 20 dB in a second
  expect(await highestLevel()).toBeLessThan(before - 12);
  expect(await figureOf("loudness")).toBeLessThan(0);
  await page.getByRole("slider", { name: "Drums" }).fill("0");
  await page.getByRole("button", { name: "Stop" }).click();

  const bounce = page.getByRole("button", { name: "Bounce" });
  await bounce.click();
  await expect.poll(() => page.getByRole("progressbar").getAttribute("value"), { timeout: 60_000 }).toMatch(/^0\.\d/);
  expect(await bounce.isEnabled()).toBe(false);
  await page.getByRole("link", { name: "demo.wav" }).waitFor({ timeout: 120_000 });
  expect(await textOf("result")).toContain(expectedSha256);
  expect(await page.getByRole("progressbar").getAttribute("value")).toBe("1");
  await expect.poll(() => bounce.isEnabled()).toBe(true);
  expect(await textOf("problem")).toMatch(/^(mix: recordings could not be read in time.*)?$/); // a busy machine's problem
  expect(errors).toEqual([]);
  return page;
}

test("a first visit, when nothing has been prepared, loads the page once", async () => {
  const found: string[] = [];
  const logger = createLogger("info");
  logger.info = (message) => void found.push(message);
  const cacheDir = join(folder, "first-visit");
  const server = await develop({ ...playerConfig(ISOLATION), cacheDir, customLogger: logger });
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    await server.close();
  });
  let loads = 0;
  page.on("load", () => loads++);
  await page.goto(server.resolvedUrls!.local[0]!);
  const position = (): Promise<string> => page.locator("#position").innerText();
  await page.getByRole("button", { name: "Play" }).click();
  await expect.poll(async () => Number.parseFloat(await position()), { timeout: 60_000 }).toBeGreaterThan(1);
  expect(loads).toBe(1);
  expect(found.filter((message) => /optimized|reloading/.test(message))).toEqual([]);
}, 120_000);

/** What comes instead of the mix, and what the page says of it. */
const MIX_FAILURES: readonly (readonly [Parameters<Route["fulfill"]>[0] | "nothing", RegExp])[] = [
  [{ status: 404 }, /^demo.mix.json could not be fetched \(404\); look at/],
  ["nothing", /^demo.mix.json could not be fetched \(no answer\); look at/],
  [{ body: "{" }, /^demo.mix.json.*: .{15}/],
  [{ body: "{}" }, /^demo.mix.json: this is not a Twobus mix/],
];

test("without a mix the page says why", async () => {
  const server = await develop({ ...playerConfig({}), logLevel: "error" });
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    await server.close();
  });
  for (const [answer, said] of MIX_FAILURES) {
    await page.route("**/demo.mix.json", (route) => (answer === "nothing" ? route.abort() : route.fulfill(answer)));
    await page.goto(server.resolvedUrls!.local[0]!);
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(said);
    expect(await page.getByRole("heading").innerText()).toBe("No mix");
    expect(await page.getByRole("button", { name: "Play" }).isEnabled()).toBe(false);
    await page.unroute("**/demo.mix.json");
  }
});

test("what goes wrong is said until the next use", async () => {
  const server = await develop({ ...playerConfig(ISOLATION), logLevel: "error" });
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    await server.close();
  });
  await page.route("**/stems/*", (route) => route.fulfill({ status: 404 }));
  await page.goto(server.resolvedUrls!.local[0]!);
  const bounce = page.getByRole("button", { name: "Bounce" });
  await bounce.click();
  const alert = page.getByRole("alert");
  await expect.poll(() => alert.innerText()).toMatch(/there is no such file/);
  await page.unroute("**/stems/*");
  await expect.poll(() => bounce.isEnabled()).toBe(true);
  await bounce.click();
  expect(await alert.innerText()).toBe("");
});

/** What a careful site allows its pages. */
const POLICY = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
};

const isIsolated = (page: Page): Promise<boolean> => page.evaluate(() => crossOriginIsolated);

test("served for shared memory", async () => {
  expect(await isIsolated(await testPage(develop, ISOLATION))).toBe(true);
}, 180_000);

test("served without", async () => {
  expect(await isIsolated(await testPage(develop, {}))).toBe(false);
}, 180_000);

test("built, under a strict policy", async () => {
  expect(await isIsolated(await testPage(publish, { ...ISOLATION, ...POLICY }))).toBe(true);
}, 180_000);

/** 50 ms at 48 kHz. */
const HEARD_FRAMES = 2400;
/** A machine that does something else meanwhile may be late for some of them. */
const TRIES = 8;

test("what the page plays is the render to the bit, until the fader is moved; that is heard within 50 ms", async () => {
  const server = await develop({ ...playerConfig(ISOLATION), logLevel: "error" });
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    await server.close();
  });
  const unedited = await renderedDemoSong();
  await listenToPage(page);
  const frames: (number | undefined)[] = [];
  while (frames.length < TRIES && !frames.some((count) => count! <= HEARD_FRAMES)) {
    await page.goto(server.resolvedUrls!.local[0]!);
    frames.push(framesUntilHeard(await moveFader(page, { afterSeconds: 1, touches: 8 }), unedited));
  }
  const least = Math.min(...frames.filter((count) => count !== undefined));
  expect(least).toBeGreaterThan(0);
  expect(least).toBeLessThanOrEqual(HEARD_FRAMES);
}, 180_000);
