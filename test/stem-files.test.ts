import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseMix, stemParts, type MixDocument } from "@twobus/core";
import { renderStems, verifyStems, type StemManifest } from "@twobus/renderer-node";
import { expect, onTestFinished, test } from "vitest";
import { anyMix, createRandom, signals } from "./support/any-mix.ts";
import { registry } from "./support/mixes.ts";
import { temporaryFolder } from "./support/render.ts";
import { everyNode, STEMS } from "./support/stem-sounds.ts";
import { wavBytes } from "./support/wav.ts";

// Stems as files of 24 bits: added up here from their bytes, not one step from the mix, and proved by `verify` as well.

interface Summed {
  /** Where the stems' sum is not the mix, in samples. */
  readonly wrong: number;
  /** The highest of the mix and of the rest, in steps. */
  readonly mixPeak: number;
  readonly restPeak: number;
}

async function sumOf(directory: string, { mix, stems }: StemManifest): Promise<Summed> {
  const read = async ({ file }: { readonly file: string }) => stepsOf(await readFile(join(directory, file)));
  const whole = await read(mix);
  const parts = await Promise.all(stems.map(read));
  const rest = parts.at(-1)!;
  let [wrong, mixPeak, restPeak] = [0, 0, 0];
  whole.forEach((step, at) => {
    if (parts.reduce((sum, part) => sum + part[at]!, 0) !== step) wrong++;
    mixPeak = Math.max(mixPeak, Math.abs(step));
    restPeak = Math.max(restPeak, Math.abs(rest[at]!));
  });
  return { wrong, mixPeak, restPeak };
}

/** The samples of a WAV file of 24 bits as whole numbers. */
function stepsOf(file: Buffer): Int32Array {
  const data = file.indexOf("data") + 8;
  const samples = Math.floor(file.readUInt32LE(data - 4) / 3);
  return Int32Array.from({ length: samples }, (_, at) => file.readIntLE(data + 3 * at, 3));
}

const scratch = (): Promise<string> => temporaryFolder(onTestFinished);

test("of the whole demo song by buses: the rest holds rounding alone", async () => {
  const folder = fileURLToPath(new URL("../examples/demo-song/", import.meta.url));
  const { document } = parseMix(await readFile(join(folder, "demo.mix.json"), "utf8"), "demo.mix.json");
  const parts = stemParts(document, registry, "buses");
  expect(parts.map(({ name }) => name)).toEqual(["Bass", "Drums", "Guitars", "Keys", "Vocals"]);
  const directory = join(await scratch(), "stems");
  const { manifest } = await renderStems(document, { registry, folder, directory, parts, bitDepth: "24", threads: 2 });
  const { wrong, mixPeak, restPeak } = await sumOf(directory, manifest);
  expect(wrong).toBe(0);
  expect(mixPeak).toBeGreaterThan(2 ** 22);
  expect(restPeak).toBeLessThanOrEqual(Math.floor((parts.length + 1) / 2));
  expect(await verifyStems(directory)).toMatchObject({ identical: true, problems: [] });
});

test("of 15 of the 500 graphs, and of 15 with outside nodes among them, which the manifest names", async () => {
  let attributed = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const hasOutside = seed % 2 === 0;
    const random = createRandom(1000 + seed);
    const document = anyMix(random, { isChoice: () => true, hasCharacters: true, hasOutside });
    const { folder, mix } = await recorded(document, seed);
    const directory = join(folder, "stems");
    const options = { registry: everyNode, folder, directory, parts: STEMS, bitDepth: "24", threads: 1 } as const;
    const { manifest } = await renderStems(mix, options);
    const { wrong, restPeak } = await sumOf(directory, manifest);
    expect(wrong, `seed ${seed}`).toBe(0);
    expect(await verifyStems(directory), `seed ${seed}`).toMatchObject({ identical: true, problems: [] });
    if (manifest.attributedToRest.length === 0) expect(restPeak, `seed ${seed}`).toBeLessThanOrEqual(1);
    else attributed++;
    for (const address of manifest.attributedToRest) expect(address).toMatch(/^outside-\d$/);
  }
  expect(attributed).toBeGreaterThan(5);
});

/** A mix with recordings of its tracks beside it. */
async function recorded(mix: MixDocument, seed: number): Promise<{ folder: string; mix: MixDocument }> {
  const folder = await scratch();
  for (const [id, channels] of Object.entries(signals(createRandom(seed)))) {
    mix.sources[id]!.channels = 2;
    await writeFile(join(folder, `${id}.wav`), wavBytes(channels, mix.sampleRate));
  }
  return { folder, mix };
}
