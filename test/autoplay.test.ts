// A browser that wants a click first, as browsers come: a page that plays without one is told so, and after one it plays.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";
import { expect, onTestFinished, test } from "vitest";
import { ISOLATION, playerConfig } from "../examples/player/config.ts";
import { openTabs } from "./tabs.ts";

test("without a click nothing plays and the problem is named; after one it plays", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "twobus-tabs-"));
  const server = await createServer({ ...playerConfig(ISOLATION), logLevel: "error" });
  await server.listen();
  const tabs = await openTabs(folder, "document-user-activation-required");
  onTestFinished(async () => {
    await tabs.close();
    await server.close();
    await rm(folder, { recursive: true, maxRetries: 5 });
  });
  const tab = await tabs.open(server.resolvedUrls!.local[0]!);
  const textOf = (id: string): Promise<string> => tab.evaluate(`document.getElementById("${id}")?.innerText ?? ""`);
  const position = async (): Promise<number> => Number.parseFloat(await textOf("position"));
  await expect.poll(() => tab.evaluate(`document.getElementById("play")?.disabled`), { timeout: 60_000 }).toBe(false);

  await tab.evaluate(`document.getElementById("play").click()`);
  await expect.poll(() => textOf("problem"), { timeout: 20_000 }).toMatch(/^player: the browser plays no sound before/);
  expect(await tab.evaluate("navigator.userActivation.hasBeenActive")).toBe(false);
  expect(await textOf("play")).toBe("Play");
  expect(await position()).toBe(0);

  await tab.click("#play");
  await expect.poll(position, { timeout: 20_000 }).toBeGreaterThan(1);
  expect(await textOf("play")).toBe("Stop");
});
