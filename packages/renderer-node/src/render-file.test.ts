import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MixDocument } from "@twobus/core";
import { expect, test, vi } from "vitest";
import { mixIn, registry, temporaryFolder, waveBytes } from "../test/mixes.ts";
import { renderFile, type FileRenderResult, type RenderFileOptions } from "./render-file.ts";

vi.setConfig({ testTimeout: 20_000 });

const tone = (frames: number, level = 0.25): number[] =>
  Array.from({ length: frames }, (_, n) => Math.fround(level * Math.sin(n / 5)));

function renderIn(
  folder: string,
  document: MixDocument,
  options: Partial<RenderFileOptions> = {},
): Promise<FileRenderResult> {
  return renderFile(document, {
    registry,
    folder,
    path: join(folder, "out.wav"),
    container: "wav",
    sampleFormat: "int24",
    threads: 1,
    ...options,
  });
}

const codes = (result: FileRenderResult): string[] => result.warnings.map(({ code }) => code);

test("one track at unity arrives as it was, on both sides", async () => {
  const folder = await temporaryFolder();
  const samples = tone(3000);
  const result = await renderIn(folder, await mixIn(folder, { a: waveBytes(samples) }), { sampleFormat: "float32" });
  const data = (await readFile(join(folder, "out.wav"))).subarray(-3000 * 8);
  const heard = Array.from({ length: 3000 }, (_, n) => data.readFloatLE(8 * n));
  expect(heard).toEqual(samples);
  expect([result.frames, result.sampleRate, result.warnings]).toEqual([3000, 8000, []]);
  expect((await readdir(folder)).toSorted()).toEqual(["a.wav", "out.wav"]);
});

test("what whole numbers cannot hold is counted, with the peak; float32 holds it", async () => {
  const folder = await temporaryFolder();
  const mix = await mixIn(folder, { a: waveBytes([0.5, 1, -1, 1.5, -2, 0.25]) });
  const [warning, ...others] = (await renderIn(folder, mix)).warnings;
  expect(others).toEqual([]);
  expect(warning).toMatchObject({ code: "clipped", at: join(folder, "out.wav") });
  // Two frames on two sides; a peak of 2 is 6.02 dB above full scale.
  expect(warning?.message).toMatch(/^4 samples were above full scale and cut off, the highest by 6\.02 dB/);
  expect(codes(await renderIn(folder, mix, { sampleFormat: "float32" }))).toEqual([]);
});

test("NaN and infinity play as silence, with file, count and first position", async () => {
  const folder = await temporaryFolder();
  const samples = tone(2000);
  const poisoned = samples.map((sample, n) => (n === 777 || n === 900 ? Number.NaN : n === 1200 ? Infinity : sample));
  const healed = samples.map((sample, n) => (n === 777 || n === 900 || n === 1200 ? 0 : sample));
  const result = await renderIn(folder, await mixIn(folder, { a: waveBytes(poisoned) }));
  const clean = await renderIn(folder, await mixIn(folder, { a: waveBytes(healed) }));
  expect(result.pcmSha256).toBe(clean.pcmSha256);
  expect(result.warnings).toHaveLength(1);
  expect(result.warnings[0]).toMatchObject({ code: "non-finite-samples", at: join(folder, "a.wav") });
  expect(result.warnings[0]?.message).toContain("3 samples are NaN or infinite, the first at frame 777");
});

test("a truncated file and one whose header lies play to where they end", async () => {
  const folder = await temporaryFolder();
  const cut = waveBytes(tone(2000)).subarray(0, 44 + 1500 * 4 + 2);
  const lying = waveBytes(tone(100), { announcedBytes: 0x7ffffff0 });
  const result = await renderIn(folder, await mixIn(folder, { cut, lying }));
  expect(result.frames).toBe(1500);
  expect(codes(result)).toEqual(["truncated", "truncated"]);
  expect(result.warnings[0]?.message).toContain("500 frames are missing");
});

test("a file that is cut short while it plays is said, and the length stays", async () => {
  const folder = await temporaryFolder();
  const mix = await mixIn(folder, { a: waveBytes(tone(200_000)) });
  let isCut = false;
  const result = await renderIn(folder, mix, {
    progress: () => {
      if (!isCut) void truncate(join(folder, "a.wav"), 1000);
      isCut = true;
    },
  });
  expect(result.frames).toBe(200_000);
  expect(codes(result)).toEqual(["truncated"]);
});

test("mixed rates and channels stay aligned; more than two channels are said", async () => {
  const folder = await temporaryFolder();
  const mix = await mixIn(folder, {
    a: waveBytes(tone(8000)),
    b: waveBytes(tone(44_100), { sampleRate: 44_100 }),
    c: waveBytes(tone(4 * 8000), { channels: 4 }),
  });
  const result = await renderIn(folder, mix);
  expect(result.frames).toBe(8000);
  expect(result.warnings.filter(({ code }) => code === "many-channels")).toEqual([
    expect.objectContaining({ at: join(folder, "c.wav") }),
  ]);
});

test("every source that cannot be used is named, and the old file stays", async () => {
  const folder = await temporaryFolder();
  const mix = await mixIn(folder, {
    gone: waveBytes([0.5]),
    junk: Buffer.from("no audio in here at all, only words"),
    empty: Buffer.alloc(0),
    slow: waveBytes([0.5], { sampleRate: 5000 }),
    fine: waveBytes([0.5]),
  });
  await rm(join(folder, "gone.wav"));
  await writeFile(join(folder, "out.wav"), "old");
  const problems = await renderIn(folder, mix).catch((error: { problems: unknown }) => error.problems);
  expect(problems).toMatchObject([
    { code: "empty-file", at: join(folder, "empty.wav") },
    { code: "enoent", at: join(folder, "gone.wav") },
    { code: "not-audio", at: join(folder, "junk.wav") },
    { code: "unsupported-sample-rate", at: join(folder, "slow.wav") },
  ]);
  expect(await readFile(join(folder, "out.wav"), "utf8")).toBe("old");
});

test("links play within the mix's folder and are refused where they lead out of it", async () => {
  const outside = await temporaryFolder();
  const folder = join(outside, "song");
  await mkdir(folder);
  const mix = await mixIn(folder, { a: waveBytes(tone(500)), b: waveBytes(tone(500)) });
  await rm(join(folder, "b.wav"));
  await symlink("a.wav", join(folder, "b.wav"));
  expect((await renderIn(folder, mix)).frames).toBe(500);
  await writeFile(join(outside, "secret.wav"), waveBytes(tone(500)));
  await rm(join(folder, "b.wav"));
  await symlink("../secret.wav", join(folder, "b.wav"));
  await expect(renderIn(folder, mix)).rejects.toMatchObject({
    problems: [{ code: "outside-folder", at: join(folder, "b.wav") }],
  });
});

test.each([1, 2])("cancelled with %i threads: nothing is left, the old file stays", async (threads) => {
  const folder = await temporaryFolder();
  const mix = await mixIn(folder, { a: waveBytes(tone(300_000)), b: waveBytes(tone(300_000)) });
  await writeFile(join(folder, "out.wav"), "old");
  const stop = new AbortController();
  const rendering = renderIn(folder, mix, { threads, signal: stop.signal, progress: () => stop.abort() });
  await expect(rendering).rejects.toMatchObject({ name: "AbortError" });
  expect((await readdir(folder)).toSorted()).toEqual(["a.wav", "b.wav", "out.wav"]);
  expect(await readFile(join(folder, "out.wav"), "utf8")).toBe("old");
});

test("cancelled while it resamples its output", async () => {
  const folder = await temporaryFolder();
  const mix = await mixIn(folder, { a: waveBytes(tone(300_000)) });
  const stop = new AbortController();
  const options = { sampleRate: 44_100, signal: stop.signal, progress: () => stop.abort() };
  await expect(renderIn(folder, mix, options)).rejects.toMatchObject({ name: "AbortError" });
  expect(await readdir(folder)).toEqual(["a.wav"]);
});

test("ranges: what lies in none of the mix, and a mix that lasts too long, are refused", async () => {
  const folder = await temporaryFolder();
  const mix = await mixIn(folder, { a: waveBytes(tone(8000)) });
  await expect(renderIn(folder, mix, { fromSeconds: 3 })).rejects.toThrow(/the mix lasts 1\.000 s/);
  mix.sources["a"]!.startSeconds = 1e9;
  await expect(renderIn(folder, mix)).rejects.toMatchObject({ problems: [{ code: "too-long" }] });
  expect((await renderIn(folder, mix, { toSeconds: 0.5 })).frames).toBe(4000);
});

test("a mix that plays nothing says so", async () => {
  const folder = await temporaryFolder();
  await expect(renderIn(folder, await mixIn(folder, {}))).rejects.toMatchObject({
    problems: [{ code: "nothing-to-render" }],
  });
  expect(await readdir(folder)).toEqual([]);
});
