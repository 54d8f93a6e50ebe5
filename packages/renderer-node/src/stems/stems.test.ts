import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MixDocument } from "@twobus/core";
import { expect, test } from "vitest";
import { mixIn, registry, temporaryFolder, waveBytes } from "../../test/mixes.ts";
import { renderStems } from "./render-stems.ts";
import { verifyStems } from "./verify-stems.ts";

const FRAMES = 3000;
const wave = (step: number, level: number): Buffer =>
  waveBytes(Array.from({ length: FRAMES }, (_, n) => level * Math.sin(n * step)));

async function song(level = 0.4): Promise<{ folder: string; mix: MixDocument }> {
  const folder = await temporaryFolder();
  const files = { kick: wave(0.05, level), bass: wave(0.11, level), pad: wave(0.31, level / 2) };
  return { folder, mix: await mixIn(folder, files) };
}

const parts = ["kick", "bass"].map((name) => ({ name, tracks: [name] }));

test("24 bits: stems, rest, mix and manifest, whose sum is the mix to the bit", async () => {
  const { folder, mix } = await song();
  const directory = join(folder, "stems");
  const { manifest } = await renderStems(mix, { registry, folder, directory, parts, bitDepth: "24" });
  expect((await readdir(directory)).toSorted()).toEqual([
    "01 kick.wav",
    "02 bass.wav",
    "03 rest.wav",
    "manifest.json",
    "mix.wav",
  ]);
  expect(manifest.stems.map(({ tracks }) => tracks)).toEqual([["kick"], ["bass"], ["pad"]]);
  expect(manifest.null).toEqual({ identical: true, residualPeakDbfs: null });
  expect(manifest.trimDb).toBe(0);
  expect(await verifyStems(directory)).toMatchObject({ identical: true, problems: [] });
});

test("what would exceed full scale brings all files down by one trim, and the sum stays exact", async () => {
  const { folder, mix } = await song(1.3);
  const directory = join(folder, "stems");
  const { manifest } = await renderStems(mix, { registry, folder, directory, parts, bitDepth: "24" });
  expect(manifest.trimDb).toBeLessThan(-2);
  expect(await verifyStems(directory)).toMatchObject({ identical: true, problems: [] });
});

test("32-bit float: no trim, within -120 dBFS", async () => {
  const { folder, mix } = await song(1.3);
  const directory = join(folder, "stems");
  const { manifest } = await renderStems(mix, { registry, folder, directory, parts, bitDepth: "32f" });
  const { residualPeakDbfs, problems } = await verifyStems(directory);
  expect(manifest.trimDb).toBe(0);
  expect(residualPeakDbfs ?? -Infinity).toBeLessThan(-120);
  expect(problems).toEqual([]);
});

test("a stem that was changed is found, by its samples and by the sum", async () => {
  const { folder, mix } = await song();
  const directory = join(folder, "stems");
  await renderStems(mix, { registry, folder, directory, parts, bitDepth: "24" });
  const path = join(directory, "01 kick.wav");
  const bytes = await readFile(path);
  bytes[bytes.length - 100]! ^= 0x40;
  await writeFile(path, bytes);
  const { identical, problems } = await verifyStems(directory);
  expect(identical).toBe(false);
  expect(problems.map(({ code }) => code)).toEqual(["changed-stem", "stems-differ"]);
});

test("stems go into a folder of their own, and leave nothing when they are stopped", async () => {
  const { folder, mix } = await song();
  const before = await readdir(folder);
  await expect(renderStems(mix, { registry, folder, directory: folder, parts, bitDepth: "24" })).rejects.toMatchObject({
    problems: [{ code: "not-empty", at: folder }],
  });
  const directory = join(folder, "stems");
  const signal = AbortSignal.abort();
  await expect(renderStems(mix, { registry, folder, directory, parts, bitDepth: "24", signal })).rejects.toMatchObject({
    name: "AbortError",
  });
  expect(await readdir(directory)).toEqual([]);
  expect(new Set(await readdir(folder))).toEqual(new Set([...before, "stems"]));
});

test.each([
  ["no manifest", undefined, "no-manifest"],
  ["no JSON", "{", "not-json"],
  ["another JSON", `{"format":"twobus-mix"}`, "no-manifest"],
  ["a file outside", manifestWith("../kick.wav"), "no-manifest"],
  ["a file that is not there", manifestWith("kick.wav"), "enoent"],
  ["stems that are none", manifestWith("kick.wav", { stems: [null] }), "no-manifest"],
  ["no list of what the rest holds", manifestWith("kick.wav", { attributedToRest: "kick" }), "no-manifest"],
])("verify: %s", async (_, text, code) => {
  const folder = await temporaryFolder();
  if (text !== undefined) await writeFile(join(folder, "manifest.json"), text);
  await expect(verifyStems(folder)).rejects.toMatchObject({ problems: [{ code }] });
});

function manifestWith(file: string, rest: object = {}): string {
  const member = { name: "kick", tracks: ["kick"], file, pcmSha256: "" };
  const header = { format: "twobus-stems", formatVersion: 1, sampleRate: 8000, frames: 1, bitDepth: "24" };
  return JSON.stringify({ ...header, mix: member, stems: [member], attributedToRest: [], ...rest });
}
