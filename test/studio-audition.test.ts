import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import type { Page } from "playwright";
import { expect, onTestFinished, test } from "vitest";
import { captureSound, nextSound } from "./support/capture.ts";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { drums } from "./support/signals.ts";
import { startStudio, twobus, visit } from "./support/studio.ts";
import { wavBytes } from "./support/wav.ts";

// What is heard from the loudspeakers while a chain is tried out: as loud as before it, from the first seconds on.

const SAMPLE_RATE = 48_000;
/** Hits every quarter of a second: any three seconds are as loud as any others. */
const FRAMES = 90 * SAMPLE_RATE;
const HEARD_FRAMES = 3 * SAMPLE_RATE;
const patient = { timeout: 60_000 };

async function mixFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus audition "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], SAMPLE_RATE, "int24"));
  const document = mix(
    { kick: { file: "kick.wav", frames: FRAMES } },
    {
      mix: graph(
        {
          kick: node("track", {}, { source: "kick", label: "Kick" }),
          drums: node("bus", {}, { graph: "drums-chain", label: "Drums" }),
        },
        [cable("kick", "drums"), cable("drums", "out")],
      ),
      "drums-chain": chain({ clip: node("clipper", {}, { label: "Clip" }) }),
    },
    { name: "Heard" },
  );
  const path = join(folder, "song.mix.json");
  await writeFile(path, serialiseMix(document));
  return path;
}

/** BS.1770 loudness of three seconds that leave the page. */
async function heardLufs(page: Page, path: string): Promise<number> {
  await writeFile(path, wavBytes(await nextSound(page, HEARD_FRAMES), SAMPLE_RATE));
  const { integratedLufs } = await twobus("measure", path);
  return integratedLufs as number;
}

test("a chain that is tried out is as loud as what was there, within 0.5 LU over its first three seconds", async () => {
  const path = await mixFile();
  const { address } = await startStudio(path);
  const { page, complaints } = await visit(address, {}, captureSound);
  await page
    .locator(".react-flow__node")
    .getByRole("article", { name: "Drums" })
    .click({ position: { x: 60, y: 10 } });
  await page.getByRole("button", { name: "Library" }).click();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const before = await heardLufs(page, `${path}.before.wav`);
  expect(before).toBeGreaterThan(-40);
  const differences: Record<string, number> = {};
  for (const name of ["telephone", "Parallel drum crush", "Tape print"]) {
    await page.getByRole("searchbox", { name: "Find a chain" }).fill(name);
    await page
      .getByRole("option", { name: new RegExp(name, "i") })
      .first()
      .click();
    await page.getByRole("button", { name: "Hear", exact: true }).click();
    await page.getByText(/^Hearing .* matched by/).waitFor(patient);
    await page.waitForTimeout(150); // the way over to it
    differences[name] = (await heardLufs(page, `${path}.heard.wav`)) - before;
    await page.keyboard.press("Escape");
    await page.getByText(/^Hearing/).waitFor({ state: "detached" });
  }
  for (const [name, difference] of Object.entries(differences)) {
    expect(Math.abs(difference), `${name}: ${difference.toFixed(2)} LU`).toBeLessThan(0.5);
  }
  expect(complaints).toEqual([]);
}, 300_000);

test("while a level is matched it is seen how far that is, and it is given up by a button; the next goes on", async () => {
  const path = await mixFile();
  const { address } = await startStudio(path);
  const { page, complaints } = await visit(address);
  await page
    .locator(".react-flow__node")
    .getByRole("article", { name: "Drums" })
    .click({ position: { x: 60, y: 10 } });
  await page.getByRole("button", { name: "Library" }).click();
  await page.getByRole("searchbox", { name: "Find a chain" }).fill("telephone");
  const matching = page.getByText(/^Matching the level of/);
  const hear = page.getByRole("button", { name: "Hear", exact: true });
  // The recording is not answered for until it is given up.
  const held = Promise.withResolvers<void>();
  await page.route("**/kick.wav", async (route) => {
    await held.promise;
    await route.continue().catch(() => {}); // nobody waits for it any more
  });
  await hear.click();
  await matching.waitFor(patient);
  expect(await page.getByRole("progressbar", { name: "Matching the level" }).getAttribute("value")).toBe("0");
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await matching.waitFor({ state: "detached" });
  expect(await hear.getAttribute("aria-pressed")).toBe("false");
  held.resolve();
  await page.unroute("**/kick.wav");
  await hear.click();
  await page.getByText(/^Hearing .* matched by/).waitFor(patient);
  expect(complaints).toEqual([]);
}, 300_000);
