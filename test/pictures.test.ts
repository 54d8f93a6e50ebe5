import { cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { expectPicture, isRenewing, otherLetters } from "./support/pictures.ts";
import { serveFolder } from "./support/static-site.ts";
import { startStudio, visit } from "./support/studio.ts";

// The main views of the studio, as they look. Where a browser draws letters otherwise than the one that the pictures were taken
// with, they prove nothing and are left out.

const demoSong = fileURLToPath(new URL("../examples/demo-song", import.meta.url));
const storybook = fileURLToPath(new URL("../packages/editor/build/storybook", import.meta.url));
const DARK: BrowserContextOptions = { colorScheme: "dark" };
const PHONE: BrowserContextOptions = { viewport: { width: 420, height: 800 }, hasTouch: true, isMobile: true };
const NARROW: BrowserContextOptions = { viewport: { width: 1000, height: 800 } };
const TEST_MS = 120_000;

interface Opened {
  readonly page: Page;
  /** Where the mix lies, with its stems beside it. */
  readonly folder: string;
}

async function openDemo(options: BrowserContextOptions): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), "twobus-demo-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(demoSong, folder, { recursive: true });
  const { address } = await startStudio(join(folder, "demo.mix.json"));
  const { page } = await visit(address, options);
  await page.getByRole("article", { name: "Stereo Bus" }).waitFor();
  return { page, folder };
}

async function openEqualiser({ page }: Opened): Promise<void> {
  await page.locator('.react-flow__node[data-id="stereo-bus"]').dblclick({ position: { x: 40, y: 8 } });
  await page.locator('.react-flow__node[data-id="equaliser"]').click();
  await page.getByRole("complementary").getByRole("img", { name: "Response of EQ" }).waitFor();
  for (const name of ["Glue", "Tube", "Limiter"]) {
    await page.getByRole("img", { name: `Transfer curve of ${name}` }).waitFor();
  }
  await page.mouse.move(700, 20); // where nothing is pointed at
}

const openStart = ({ page }: Opened): Promise<void> => page.getByRole("button", { name: "Mixes…" }).click();
const openKeys = ({ page }: Opened): Promise<void> => page.getByRole("button", { name: "Keys…" }).click();

async function pullFromStereoBus({ page }: Opened): Promise<void> {
  const port = page.locator('.react-flow__handle[data-nodeid="stereo-bus"][data-handleid="main"].target');
  const { x, y } = (await port.boundingBox())!;
  await page.mouse.move(x + 3, y + 3);
  await page.mouse.down();
  await page.mouse.move(x + 40, y + 160, { steps: 4 });
  await page.mouse.up();
  await page.getByRole("checkbox", { name: /^Guitars Bus/ }).check();
}

async function soloKick({ page }: Opened): Promise<void> {
  await page.locator('.react-flow__node[data-id="kick"]').click({ position: { x: 40, y: 8 } });
  await page.getByRole("complementary").getByRole("button", { name: "Solo" }).click();
  await page.getByRole("button", { name: /^Solo: Kick/ }).waitFor();
}

/** Six stems and a file that is none. */
async function reviewStems({ page, folder }: Opened): Promise<void> {
  const stems = ["01_kick", "02_snare_top", "08_bass", "12_piano", "15_strings", "17_vox_lead"];
  const broken = join(folder, "stems/noise.wav");
  await writeFile(broken, "no recording");
  await page.getByRole("button", { name: "Mixes…" }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await choosing).setFiles([...stems.map((stem) => join(folder, `stems/${stem}.flac`)), broken]);
  await page
    .getByRole("dialog", { name: /^A mix from/ })
    .getByText(/^Not usable/)
    .waitFor();
}

/** The file is changed by another program, and then here. */
async function changeOnDisk({ page, folder }: Opened): Promise<void> {
  const path = join(folder, "demo.mix.json");
  await writeFile(path, (await readFile(path, "utf8")).replace('"name": "', '"name": "Another '));
  await page.locator('.react-flow__node[data-id="kick"]').click({ position: { x: 40, y: 8 } });
  await page.keyboard.press("m");
  await page.getByText(/another program changed the file/).waitFor();
  await page.mouse.move(700, 20); // where nothing is pointed at
}

async function readOnly({ page }: Opened): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByText("read only: open in another tab").waitFor();
  await other.getByRole("article", { name: "Stereo Bus" }).waitFor();
  return other;
}

const stay = async (): Promise<void> => {};

test.for([
  ["mix", {}, stay],
  ["mix-dark", DARK, stay],
  ["mix-phone", PHONE, stay],
  ["start", {}, openStart],
  ["pull", {}, pullFromStereoBus],
  ["keys", {}, openKeys],
  ["review", {}, reviewStems],
  ["review-dark", DARK, reviewStems],
  ["changed-on-disk", {}, changeOnDisk],
  ["changed-on-disk-dark", DARK, changeOnDisk],
  ["read-only", {}, readOnly],
  ["solo-narrow", NARROW, soloKick],
  ["equaliser", {}, openEqualiser],
  ["equaliser-dark", DARK, openEqualiser],
] as const)(
  "%s looks as it did",
  { timeout: TEST_MS },
  async (
    [name, options, prepare]: readonly [string, BrowserContextOptions, (opened: Opened) => Promise<Page | void>],
    { skip },
  ) => {
    const opened = await openDemo(options);
    const reason = await otherLetters(opened.page);
    if (reason !== undefined) skip(reason);
    const page = (await prepare(opened)) ?? opened.page;
    await expectPicture(page, name);
  },
);

// What moves cannot be caught in the studio twice alike; the stories' readings stand still.
test.for(["light", "dark"] as const)(
  "a mix that plays looks as it did, %s",
  { timeout: TEST_MS },
  async (colorScheme, { skip }) => {
    const story = `${await serveFolder(storybook)}iframe.html?viewMode=story&id=canvas-canvas--mix`;
    const { page } = await visit(story, { colorScheme });
    const reason = await otherLetters(page);
    if (reason !== undefined) skip(reason);
    await page.getByRole("img", { name: "Gain reduction of Duck" }).getByText("GR 4.2 dB").waitFor();
    await page.getByRole("img", { name: "Transfer curve of Duck" }).waitFor();
    await page.waitForTimeout(1000); // until the last reading
    await expectPicture(page, `playing-${colorScheme}`);
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
      const { page } = await openDemo({ viewport: { width: 1600, height: 1000 } });
      await page.locator('.react-flow__node[data-id="drums"]').click({ position: { x: 20, y: 8 } });
      const position = page.getByRole("slider", { name: "Position in the mix" });
      await expect.poll(() => position.getAttribute("max")).not.toBe("0");
      await position.fill(FULL_SECONDS);
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await page.mouse.move(700, 20);
      await expect.poll(() => page.getByLabel("Loudness").innerText()).toMatch(/ S −\d/);
      await page.screenshot({ path: SHOWN, caret: "hide" });
    }
    expect((await stat(SHOWN)).size).toBeLessThanOrEqual(MOST_BYTES);
  },
  TEST_MS,
);
