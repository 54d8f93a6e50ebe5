import type { Problem, TwobusError } from "@twobus/core";
import type { CDPSession } from "@vitest/browser-playwright";
import { beforeEach, expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { clearPrivate, listPrivate, newAilingWorker, newWorker, rendererWith, writePrivate } from "../test/harness.ts";
import { mixOf, registry } from "../test/mix.ts";
import { recordings } from "../test/recordings.ts";
import type { BounceTarget, MediaLocation } from "./storage/locations.ts";
import { openMedia } from "./storage/open-media.ts";
import { createWebRenderer, type WebRenderer } from "./web-renderer.ts";

const memory = { kind: "memory" } as const;
const toFile = { kind: "opfs", path: "bounces/mix.wav" } as const;
const kick = mixOf(["kick.wav"]);

beforeEach(clearPrivate);

const bounce = (renderer: WebRenderer, to: BounceTarget = memory): Promise<unknown> =>
  renderer.bounce({ container: "wav", sampleFormat: "float32", to });

/** What is said of a call that fails. Every problem has a sentence. */
async function problemsOf(failing: Promise<unknown>): Promise<Pick<Problem, "code" | "at">[]> {
  const error = await failing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "TwobusError" });
  return (error as TwobusError).problems.map(({ code, at, message }) => {
    expect(message).toMatch(/^\w.{15,}/);
    return { code, at };
  });
}

const url = (path: string): string => new URL(path, location.href).href;

test.each<[MediaLocation, string, string]>([
  [{ kind: "opfs", folder: "songs" }, "enoent", "songs/kick.wav"],
  [{ kind: "opfs", folder: "../songs" }, "outside-folder", "../songs"],
  [{ kind: "files", files: {} }, "enoent", "kick.wav"],
  [{ kind: "files", files: { "kick.wav": new Blob([]) } }, "empty-file", "kick.wav"],
  [{ kind: "files", files: { "kick.wav": new Blob(["no audio at all, only words"]) } }, "not-audio", "kick.wav"],
  [{ kind: "url", base: "/recordings/ranged/nowhere" }, "enoent", url("/recordings/ranged/nowhere/kick.wav")],
  [{ kind: "url", base: "/recordings/broken" }, "not-fetched", url("/recordings/broken/kick.wav")],
  [{ kind: "url", base: "http://localhost:9/" }, "not-fetched", "http://localhost:9/kick.wav"],
])("a recording in %j: %s", async (media, code, at) => {
  expect(await problemsOf(bounce(await rendererWith({ media, mix: kick })))).toEqual([{ code, at }]);
});

test("a folder in a recording's place, and every recording that cannot be used", async () => {
  await writePrivate("kick.wav/inside", new Uint8Array(1));
  await writePrivate("stems/bass.wav", recordings["stems/bass.wav"]!.slice(0, 30));
  const mix = mixOf(["kick.wav", "stems/bass.wav", "gone.wav"]);
  const problems = await problemsOf(bounce(await rendererWith({ media: { kind: "opfs", folder: "" }, mix })));
  expect(problems).toEqual([
    { code: "eisdir", at: "kick.wav" },
    { code: "bad-header", at: "stems/bass.wav" },
    { code: "enoent", at: "gone.wav" },
  ]);
});

test("a recording that is cut short plays to where it ends, and is named", async () => {
  const files = { "kick.wav": new Blob([recordings["kick.wav"]!.slice(0, 44 + 4 * 1000)]) };
  const renderer = await rendererWith({ media: { kind: "files", files }, mix: kick });
  const { warnings } = await renderer.bounce({ container: "wav", sampleFormat: "float32", to: memory });
  expect(warnings).toMatchObject([{ code: "truncated", at: "kick.wav" }]);
  expect(warnings[0]?.message).toContain("39000 frames are missing");
});

test("a source above the mix's folder: refused in the document, and again where files are opened", async () => {
  const media = { kind: "opfs", folder: "songs" } as const;
  expect(await problemsOf(rendererWith({ media, mix: mixOf(["../kick.wav"]) }))).toEqual([
    { code: "illegal-value", at: "mix.sources.source0.file" },
  ]);
  expect(await problemsOf(openMedia(media, "../kick.wav"))).toEqual([{ code: "outside-folder", at: "../kick.wav" }]);
});

test("no private file system: neither to read nor to write, memory works", async () => {
  const worker = (): Worker => newAilingWorker("has no private files");
  const renderer = await rendererWith({ worker });
  expect(await problemsOf(bounce(renderer, toFile))).toEqual([{ code: "no-opfs", at: "opfs" }]);
  await expect(bounce(renderer, memory)).resolves.toMatchObject({ warnings: [] });
  const reading = await rendererWith({ worker, media: { kind: "opfs", folder: "" }, mix: kick });
  expect(await problemsOf(bounce(reading))).toEqual([{ code: "no-opfs", at: "opfs" }]);
});

test("storage that is full: nothing is left, and there is room for other things again", async () => {
  const renderer = await rendererWith();
  const handle = await writePrivate("chosen.wav", new Uint8Array(1));
  const developerTools: CDPSession = cdp();
  const limitTo = (quotaSize?: number): Promise<unknown> =>
    developerTools.send("Storage.overrideQuotaForOrigin", {
      origin: location.origin,
      ...(quotaSize !== undefined && { quotaSize }),
    });
  await limitTo((await navigator.storage.estimate()).usage! + 300_000);
  try {
    expect(await problemsOf(bounce(renderer, toFile))).toEqual([{ code: "quota-exceeded", at: "bounces/mix.wav" }]);
    expect(await problemsOf(bounce(renderer, { kind: "file", handle }))).toEqual([
      { code: "quota-exceeded", at: "chosen.wav" },
    ]);
    expect(await listPrivate()).toEqual(["chosen.wav"]);
  } finally {
    await limitTo();
  }
  await bounce(renderer, toFile);
});

test("a place that is open, and one that is a folder", async () => {
  const handle = await writePrivate("bounces/mix.wav", new Uint8Array(1));
  const renderer = await rendererWith();
  const stream = await handle.createWritable();
  expect(await problemsOf(bounce(renderer, toFile))).toEqual([{ code: "in-use", at: "bounces/mix.wav" }]);
  await stream.abort();
  expect(await problemsOf(bounce(renderer, { kind: "opfs", path: "bounces" }))).toMatchObject([{ at: "bounces" }]);
  expect(await problemsOf(bounce(renderer, { kind: "opfs", path: "bounces/mix.wav/a" }))).toEqual([
    { code: "eisdir", at: "bounces/mix.wav/a" },
  ]);
  expect(await listPrivate()).toEqual(["bounces/mix.wav"]);
});

test("what the container cannot hold, and a range without sound", async () => {
  const renderer = await rendererWith();
  const options = { container: "flac", sampleFormat: "float32", to: toFile } as const;
  expect(await problemsOf(renderer.bounce(options))).toEqual([{ code: "bad-options", at: "output" }]);
  expect(await problemsOf(renderer.bounce({ ...options, sampleFormat: "int16", fromSeconds: 9 }))).toEqual([
    { code: "empty-range", at: "mix" },
  ]);
  expect(await listPrivate()).toEqual([]);
});

test("no mix yet, and a mix with problems: the one before goes on", async () => {
  const media = { kind: "files", files: { "kick.wav": new Blob([recordings["kick.wav"]!]) } } as const;
  const renderer = createWebRenderer({ registry, newWorker, media });
  expect(await problemsOf(bounce(renderer))).toEqual([{ code: "no-mix", at: "mix" }]);
  const report = await renderer.update(kick);
  expect(report.latencySamples).toBeGreaterThan(0);
  expect(await problemsOf(renderer.update({ ...kick, root: "elsewhere" }))).toMatchObject([
    { code: "unknown-graph", at: "root" },
  ]);
  await expect(bounce(renderer)).resolves.toMatchObject({ latencySamples: report.latencySamples });
  await renderer.dispose();
});

test.each([
  ["throws at once", /failed \(.*planted/],
  ["throws in the middle", /failed \(.*JSON/],
  ["ends in the middle", /ended without a word/],
])("a Worker that %s is named, and the next call starts another", async (name, said) => {
  const workers = [(): Worker => newAilingWorker(name), newWorker];
  const renderer = await rendererWith({ worker: () => workers.shift()!() });
  const first = bounce(renderer, toFile);
  await expect(first).rejects.toThrow(said);
  expect(await problemsOf(first)).toEqual([{ code: "render-worker-failed", at: "render worker" }]);
  await expect(bounce(renderer, toFile)).resolves.toMatchObject({ warnings: [] });
  expect(workers).toHaveLength(0);
  expect(await listPrivate()).toEqual(["bounces/mix.wav"]);
});

test("a Worker whose script is not there", async () => {
  const renderer = await rendererWith({ worker: () => new Worker("/recordings/ranged/no-such-script.js") });
  await expect(bounce(renderer)).rejects.toThrow(/could not be started/);
});
