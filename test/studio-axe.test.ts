import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { violations } from "./support/axe.ts";
import { startStudio, visit } from "./support/studio.ts";

// What axe sees of the studio's real pages, in light and in dark. Components alone are looked at in their stories.

const demoSong = fileURLToPath(new URL("../examples/demo-song", import.meta.url));
const TEST_MS = 180_000;

const button = (page: Page, name: string): ReturnType<Page["getByRole"]> =>
  page.getByRole("button", { name, exact: true });

async function inDialog(page: Page, opener: string, look: (view: string) => Promise<void>): Promise<void> {
  await button(page, opener).click();
  await page.getByRole("dialog").waitFor();
  await look(`dialog ${opener}`);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

test.for(["light", "dark"] as const)("axe finds nothing, %s", { timeout: TEST_MS }, async (colorScheme) => {
  const folder = await mkdtemp(join(tmpdir(), "twobus-axe-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(demoSong, folder, { recursive: true });
  const { address } = await startStudio(join(folder, "demo.mix.json"));
  const { page } = await visit(address, { colorScheme, reducedMotion: "reduce" });
  await page.getByRole("article", { name: "Stereo Bus" }).waitFor();
  const found: Record<string, readonly string[]> = {};
  const look = async (view: string): Promise<void> => {
    const wrong = await violations(page);
    if (wrong.length > 0) found[view] = wrong;
  };

  await look("mix");
  await page.locator('.react-flow__node[data-id="stereo-bus"]').click({ position: { x: 60, y: 10 } });
  await page.getByRole("region", { name: "Settings of Stereo Bus" }).waitFor();
  await look("mix, a strip selected");
  for (const opener of ["Mixes…", "Versions…", "Keys…"]) await inDialog(page, opener, look);

  for (const panel of ["Library", "Tree", "History"]) await button(page, panel).click();
  await page.getByRole("complementary", { name: "Panels" }).waitFor();
  await look("library, tree and history");
  for (const panel of ["Library", "Tree", "History"]) await button(page, panel).click();

  await page.locator('.react-flow__node[data-id="stereo-bus"]').dblclick({ position: { x: 60, y: 10 } });
  await page.locator('.react-flow__node[data-id="equaliser"]').click();
  await page.getByRole("complementary").getByRole("img", { name: "Response of EQ" }).waitFor();
  await look("chain, an equaliser selected");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find an action or a node" }).waitFor();
  await look("palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Find a node" }).waitFor();
  await look("add a node");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find an action or a node" }).fill("Save as a chain");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Save as a chain" }).waitFor();
  await look("save as a chain");
  expect(found).toEqual({});
});
