import { cp, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { expectPicture, isRenewing, otherLetters } from "./support/pictures.ts";
import { startStudio, visit } from "./support/studio.ts";

// The main views of the studio, as they look. Where a browser draws letters otherwise than the one that the pictures were taken
// with, they prove nothing and are left out.

const demoSong = fileURLToPath(new URL("../examples/demo-song", import.meta.url));
const DARK: BrowserContextOptions = { colorScheme: "dark" };
const PHONE: BrowserContextOptions = { viewport: { width: 420, height: 800 }, hasTouch: true, isMobile: true };
const NARROW: BrowserContextOptions = { viewport: { width: 1000, height: 800 } };
const TEST_MS = 120_000;

async function openDemo(options: BrowserContextOptions): Promise<Page> {
  const folder = await mkdtemp(join(tmpdir(), "twobus-demo-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(demoSong, folder, { recursive: true });
  const { address } = await startStudio(join(folder, "demo.mix.json"));
  const { page } = await visit(address, options);
  await page.getByRole("article", { name: "Stereo Bus" }).waitFor();
  return page;
}

async function openEqualiser(page: Page): Promise<void> {
  await page.locator('.react-flow__node[data-id="stereo-bus"]').dblclick({ position: { x: 40, y: 8 } });
  await page.locator('.react-flow__node[data-id="equaliser"]').click();
  await page.getByRole("complementary").getByRole("img", { name: "Response of EQ" }).waitFor();
  for (const name of ["Glue", "Tube", "Limiter"]) {
    await page.getByRole("img", { name: `Transfer curve of ${name}` }).waitFor();
  }
  await page.mouse.move(700, 20); // where nothing is pointed at
}

const openStart = (page: Page): Promise<void> => page.getByRole("button", { name: "Mixes…" }).click();
const openKeys = (page: Page): Promise<void> => page.getByRole("button", { name: "Keys…" }).click();

async function pullFromStereoBus(page: Page): Promise<void> {
  const port = page.locator('.react-flow__handle[data-nodeid="stereo-bus"][data-handleid="main"].target');
  const { x, y } = (await port.boundingBox())!;
  await page.mouse.move(x + 3, y + 3);
  await page.mouse.down();
  await page.mouse.move(x + 40, y + 160, { steps: 4 });
  await page.mouse.up();
  await page.getByRole("checkbox", { name: /^Guitars Bus/ }).check();
}

async function soloKick(page: Page): Promise<void> {
  await page.locator('.react-flow__node[data-id="kick"]').click({ position: { x: 40, y: 8 } });
  await page.getByRole("complementary").getByRole("button", { name: "Solo" }).click();
  await page.getByRole("button", { name: /^Solo: Kick/ }).waitFor();
}

const stay = async (): Promise<void> => {};

test.for([
  ["mix", {}, stay],
  ["mix-dark", DARK, stay],
  ["mix-phone", PHONE, stay],
  ["start", {}, openStart],
  ["pull", {}, pullFromStereoBus],
  ["keys", {}, openKeys],
  ["solo-narrow", NARROW, soloKick],
  ["equaliser", {}, openEqualiser],
  ["equaliser-dark", DARK, openEqualiser],
] as const)(
  "%s looks as it did",
  { timeout: TEST_MS },
  async (
    [name, options, prepare]: readonly [string, BrowserContextOptions, (page: Page) => Promise<void>],
    { skip },
  ) => {
    const page = await openDemo(options);
    const reason = await otherLetters(page);
    if (reason !== undefined) skip(reason);
    await prepare(page);
    await expectPicture(page, name);
  },
);

const SHOWN = fileURLToPath(new URL("../docs/studio.png", import.meta.url));
const MOST_BYTES = 250_000;

/** A place of the song at which all play. */
const FULL_SECONDS = "20";

test(
  "the README shows the studio while the demo plays, in a picture that is small enough to be fetched",
  async () => {
    if (isRenewing) {
      const page = await openDemo({ viewport: { width: 1600, height: 1000 } });
      await page.locator('.react-flow__node[data-id="drums"]').click({ position: { x: 20, y: 8 } });
      const position = page.getByRole("slider", { name: "Position in the mix" });
      await expect.poll(() => position.getAttribute("max"), { timeout: 30_000 }).not.toBe("0");
      await position.fill(FULL_SECONDS);
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await page.mouse.move(700, 20);
      await expect.poll(() => page.getByLabel("Loudness").innerText(), { timeout: 30_000 }).toMatch(/ S −\d/);
      await page.screenshot({ path: SHOWN, caret: "hide" });
    }
    expect((await stat(SHOWN)).size).toBeLessThanOrEqual(MOST_BYTES);
  },
  TEST_MS,
);
