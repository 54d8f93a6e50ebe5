import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseMix, type MixDocument, type PlainValues } from "@twobus/core";
import { createNodeRunner, type Stereo } from "@twobus/core/laws";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";
import { truePeakDb } from "../packages/nodes/test/true-peaks.ts";
import { renderToMemory } from "./support/render.ts";

const CEILING_DB = -1;
const folder = fileURLToPath(new URL("../examples/demo-song/", import.meta.url));
const text = await readFile(`${folder}demo.mix.json`, "utf8");
const highestDb = (sound: Stereo): number => Math.max(...sound.map((channel) => truePeakDb(channel, 32)));

/** The demo mix with its limiter at work or bypassed. */
function demo(bypassed: boolean): { document: MixDocument; values: PlainValues } {
  const { document } = parseMix(text, "demo.mix.json");
  const limiter = document.graphs["stereo-bus-chain"]!.nodes["limiter"]!;
  limiter.bypassed = bypassed;
  return { document, values: limiter.params as PlainValues };
}

test("the whole demo song stays at its ceiling, as it is and through each style driven 9 dB harder", async () => {
  const { document, values } = demo(false);
  expect(values["ceilingDb"]).toBe(CEILING_DB);
  const mix = await renderToMemory(document, folder, { threads: 2 });
  expect(highestDb([mix.left, mix.right])).toBeLessThan(CEILING_DB + 0.05);

  // The limiter is the last of the stereo bus, whose fader stands at 0 dB: bypassed, what is heard is what goes into it
  const { left, right } = await renderToMemory(demo(true).document, folder, { threads: 2 });
  expect(highestDb([left, right])).toBeGreaterThan(CEILING_DB - 3);
  const limiter = await createNodeRunner(builtInPack, "twobus.truePeakLimiter", readFile);
  for (const style of ["transparent", "punchy", "dense", "safe"]) {
    const driven = { ...values, style, gainDb: Number(values["gainDb"]) + 9 };
    const { outputs, meters } = limiter.run({ inputs: { main: [left, right] }, values: driven });
    expect(highestDb(outputs["main"]!), style).toBeLessThan(CEILING_DB + 0.05);
    expect(Math.max(...meters["gainReductionDb"]!), style).toBeGreaterThan(6);
  }
});
