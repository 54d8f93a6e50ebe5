import type { Locator, Page } from "playwright";
import { expect, test } from "vitest";
import { axeEyes, type AxeEyes } from "./support/axe.ts";
import { smallSong } from "./support/small-song.ts";
import { startStudio, visit } from "./support/studio.ts";

// What axe sees, in light and in dark, of menus, palettes, panels and questions, and of a mix that plays.

const TEST_MS = 180_000;
/** A busy machine must not fail a test. */
const patient = { timeout: 60_000 };

const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: typeof name === "string" });
const box = (page: Page, name: string): Locator =>
  page.locator(".react-flow__node").getByRole("article", { name }).first();

async function open(): Promise<{ readonly page: Page } & AxeEyes> {
  const { address } = await startStudio(await smallSong({ seconds: 30 }));
  const { page } = await visit(address, { reducedMotion: "reduce" });
  await box(page, "Drums").waitFor();
  return { page, ...axeEyes(page) };
}

/** Does an action by its name, as one finds it. */
async function act(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Find an action or a node" });
  await field.fill(name);
  await field.press("Enter");
  await field.waitFor({ state: "detached" });
}

test("context menus of a strip, a processor, a cable, a frame and the canvas", { timeout: TEST_MS }, async () => {
  const { page, look, found } = await open();
  const menu = page.getByRole("menu").first();
  const lookAtMenu = async (view: string): Promise<void> => {
    await menu.waitFor();
    await look(`menu of ${view}`);
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
  };
  await box(page, "Kick").click({ button: "right", position: { x: 60, y: 10 } });
  await lookAtMenu("a strip");
  // Where it is thickest: its middle has a button of its own.
  await page
    .locator(".react-flow__edge")
    .first()
    .dispatchEvent("contextmenu", { clientX: 600, clientY: 300, button: 2 });
  await lookAtMenu("a cable");
  await page.locator(".react-flow__pane").click({ button: "right", position: { x: 30, y: 30 } });
  await lookAtMenu("the canvas");
  await box(page, "Kick").click({ position: { x: 60, y: 10 } });
  await page.keyboard.press("f");
  const frame = page.locator(".react-flow__node-frame");
  await frame.waitFor();
  await look("a frame");
  await frame.focus();
  await page.keyboard.press("Shift+F10");
  await lookAtMenu("a frame");
  await box(page, "Drums").dblclick({ position: { x: 60, y: 10 } });
  await box(page, "Glue").click({ button: "right", position: { x: 60, y: 10 } });
  await lookAtMenu("a processor");
  expect(found).toEqual({});
});

test(
  "what opens over the canvas: palette, finding nodes, connecting, inserting, renaming",
  { timeout: TEST_MS },
  async () => {
    const { page, look, found } = await open();
    const seen = async (view: string, shown: Locator): Promise<void> => {
      await shown.first().waitFor();
      await look(view);
      await page.keyboard.press("Escape");
      await shown.first().waitFor({ state: "detached" });
    };
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find an action or a node" }).fill("mu");
    await seen("palette, something typed", page.getByRole("combobox", { name: "Find an action or a node" }));
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "Find a node" }).fill("no such node");
    await seen("nothing found", page.getByRole("combobox", { name: "Find a node" }));
    for (const [key, view] of [
      ["c", "connect"],
      ["x", "disconnect"],
      ["i", "insert"],
    ] as const) {
      await act(page, "go to kick");
      await page.keyboard.press(key);
      await seen(view, page.getByRole("combobox"));
    }
    await act(page, "go to kick");
    await page.keyboard.press("F2");
    await seen("rename", page.getByRole("textbox", { name: "Name" }).nth(1)); // the first is the inspector's
    expect(found).toEqual({});
  },
);

test("the keys, one of them taken by another action; the history; the tree", { timeout: TEST_MS }, async () => {
  const { page, look, found } = await open();
  await button(page, "Keys…").click();
  await button(page, "Add keys for Duplicate").click();
  await look("keys, waiting for some");
  await page.keyboard.press("m");
  await page.getByRole("alert").waitFor();
  await look("keys, taken by another");
  await button(page, /^Give it to/).click();
  await look("keys, changed");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  for (const panel of ["History", "Tree"]) await button(page, panel).click();
  await box(page, "Kick").click({ position: { x: 60, y: 10 } });
  await page.keyboard.press("b");
  await page.keyboard.press("f");
  await button(page, "Undo").click();
  await page.getByRole("tree").getByRole("treeitem").first().focus();
  await page.keyboard.press("ArrowDown");
  await look("history with something undone, tree with the focus");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menu").first().waitFor();
  await look("menu of a row of the tree");
  await page.keyboard.press("Escape");
  expect(found).toEqual({});
});

test("a mix that plays, soloed, bounced, and a chain that is tried out", { timeout: TEST_MS }, async () => {
  const { page, look, found } = await open();
  await box(page, "Drums").click({ position: { x: 60, y: 10 } });
  await button(page, "Library").click();
  await page.getByRole("searchbox", { name: "Find a chain" }).fill("telephone");
  await page.getByRole("option", { name: /telephone/i }).click();
  await button(page, "Play").click();
  await expect.poll(() => page.getByLabel("Loudness").textContent(), patient).toMatch(/\d LUFS/);
  await look("playing");
  await button(page, "Hear").click();
  await page.getByText(/^Hearing .* matched by/).waitFor(patient);
  await look("hearing a chain");
  await page.keyboard.press("Escape");
  await button(page, "Stop").click();
  await box(page, "Kick").getByRole("button", { name: "Solo" }).click();
  await button(page, /^Solo: Kick/).waitFor();
  await look("a solo");
  await button(page, "Bounce").click();
  await page.getByLabel("Bounced").waitFor(patient);
  await look("bounced");
  expect(found).toEqual({});
});

test(
  "a loop: wide, as short as it may be, off, typed wrongly, and in a narrow window",
  { timeout: TEST_MS },
  async () => {
    const { page, look, found } = await open();
    const edge = (name: string): Locator => page.getByRole("slider", { name: `Loop ${name}`, exact: true });
    const position = page.getByRole("slider", { name: "Position in the mix" });
    await expect.poll(() => position.getAttribute("max"), patient).not.toBe("0");
    await button(page, "Loop").click();
    await edge("start").press("PageUp");
    await edge("end").press("PageDown");
    await look("a loop");
    await edge("end").focus();
    await look("a loop, its end with the focus");
    for (let press = 0; press < 5; press++) await edge("end").press("PageDown");
    await look("a loop as short as it may be");
    await button(page, "Loop").click();
    await look("a loop that is off");
    await button(page, "Start and end of the loop").click();
    const start = page.getByRole("textbox", { name: "Start" });
    await start.fill("bar 3");
    await start.press("Enter");
    expect(await start.getAttribute("aria-invalid")).toBe("true");
    await look("start and end of a loop, typed wrongly");
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 900, height: 700 });
    await look("a loop in a narrow window");
    expect(found).toEqual({});
  },
);

test("a chain whose nodes were changed inside, and the question that follows", { timeout: TEST_MS }, async () => {
  const { page, look, found } = await open();
  await box(page, "Drums").dblclick({ position: { x: 60, y: 10 } });
  await box(page, "Glue").click({ position: { x: 60, y: 10 } });
  await page.keyboard.press("Control+g");
  await page.getByRole("textbox", { name: "Name of the chain" }).waitFor();
  await look("name of a chain");
  await page.getByRole("textbox", { name: "Name of the chain" }).fill("Crunch");
  await page.keyboard.press("Enter");
  await box(page, "Crunch").waitFor();
  await act(page, "Save as a chain");
  await page.getByRole("dialog", { name: "Save as a chain" }).getByRole("button", { name: /^Keep/ }).first().click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await box(page, "Crunch").dblclick({ position: { x: 40, y: 14 } });
  await box(page, "Glue").click({ position: { x: 60, y: 10 } });
  await page.getByRole("complementary").getByRole("slider", { name: "Threshold" }).press("Home");
  await button(page, "Library").click();
  await page.getByRole("option", { name: /^Crunch/ }).click();
  await button(page, /^Take back changes in 1 node/).click();
  await page.getByRole("group", { name: "What was changed inside" }).waitFor();
  await look("question of an update");
  expect(found).toEqual({});
});
