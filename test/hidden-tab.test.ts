// A mix that plays in a tab plays on when another tab is in front, and takes edits there.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";
import { expect, onTestFinished, test } from "vitest";
import { ISOLATION, playerConfig } from "../examples/player/config.ts";
import { openTabs } from "./tabs.ts";

const HIDDEN_SECONDS = 4;

test("behind another tab playback goes on, and an edit is heard", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "twobus-tabs-"));
  const server = await createServer({ ...playerConfig(ISOLATION), logLevel: "error" });
  await server.listen();
  const tabs = await openTabs(folder);
  onTestFinished(async () => {
    await tabs.close();
    await server.close();
    await rm(folder, { recursive: true, maxRetries: 5 });
  });

  const tab = await tabs.open(server.resolvedUrls!.local[0]!);
  const figure = async (id: string): Promise<number> =>
    Number.parseFloat(await tab.evaluate(`document.getElementById("${id}")?.innerText ?? ""`));
  const positionAbove = (seconds: number): Promise<void> =>
    expect.poll(() => figure("position"), { timeout: 60_000 }).toBeGreaterThan(seconds);
  /** Within a second of the song, which has a beat every 0.57 s. */
  const highestLevel = async (): Promise<number> => {
    const end = (await figure("position")) + 1;
    let highest = -Infinity;
    while ((await figure("position")) < end) highest = Math.max(highest, await figure("level-text"));
    return highest;
  };

  await expect.poll(() => tab.evaluate(`document.getElementById("play")?.disabled`), { timeout: 60_000 }).toBe(false);
  await tab.evaluate(`document.getElementById("play").click()`);
  await positionAbove(1);

  await tabs.open("about:blank");
  await expect.poll(() => tab.evaluate("document.visibilityState")).toBe("hidden");
  const hidden = await figure("position");
  await positionAbove(hidden + HIDDEN_SECONDS);
  const before = await highestLevel();
  await tab.evaluate(
    `{ const fader = document.getElementById("fader"); fader.value = "-24"; fader.dispatchEvent(new Event("input")); }`,
  );
  await positionAbove((await figure("position")) + 2); // the meter falls by 20 dB in a second
  expect(await highestLevel()).toBeLessThan(before - 12);
  expect(await tab.evaluate("document.visibilityState")).toBe("hidden");
  expect(await tab.evaluate(`document.getElementById("problem").innerText`)).toMatch(
    /^(mix: recordings could not be read in time.*)?$/, // a busy machine's problem
  );
});
