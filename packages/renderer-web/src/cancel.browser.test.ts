import { beforeEach, expect, test } from "vitest";
import { clearPrivate, listPrivate, readPrivate, rendererWith, writePrivate } from "../test/harness.ts";
import { mixOf } from "../test/mix.ts";
import { recordings } from "../test/recordings.ts";

const old = new Uint8Array([1, 2, 3]);
const wave = { container: "wav", sampleFormat: "int24" } as const;
const toFile = { ...wave, to: { kind: "opfs", path: "bounces/mix.wav" } } as const;

beforeEach(clearPrivate);

test("progress grows to the end, and the last word comes before the result", async () => {
  const heard: number[] = [];
  const totals = new Set<number>();
  const renderer = await rendererWith();
  const { frames } = await renderer.bounce({
    ...toFile,
    progress: (doneFrames, totalFrames) => {
      heard.push(doneFrames);
      totals.add(totalFrames);
    },
  });
  expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  expect(heard.at(-1)).toBe(frames);
  expect([...totals]).toEqual([frames]);
});

test("cancelled on the way: the signal's own reason, and nothing is left", async () => {
  const renderer = await rendererWith();
  const stop = new AbortController();
  const reason = new Error("enough");
  const bouncing = renderer.bounce({ ...toFile, signal: stop.signal, progress: () => stop.abort(reason) });
  await expect(bouncing).rejects.toBe(reason);
  expect(await listPrivate()).toEqual([]);
});

test("cancelled: the old file stands, a private one as one that was chosen", async () => {
  const handle = await writePrivate("bounces/mix.wav", old);
  const renderer = await rendererWith();
  for (const to of [toFile.to, { kind: "file", handle } as const]) {
    const stop = new AbortController();
    const bouncing = renderer.bounce({ ...wave, to, signal: stop.signal, progress: () => stop.abort() });
    await expect(bouncing).rejects.toMatchObject({ name: "AbortError" });
    expect(await listPrivate()).toEqual(["bounces/mix.wav"]);
    expect(await readPrivate("bounces/mix.wav")).toEqual(old);
  }
});

test("cancelled before it began, and where nothing but messages would make the Worker wait", async () => {
  await writePrivate("kick.wav", recordings["kick.wav"]!);
  const renderer = await rendererWith({ media: { kind: "opfs", folder: "" }, mix: mixOf(["kick.wav"]) });
  await expect(renderer.bounce({ ...toFile, signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: "AbortError",
  });
  const stop = new AbortController();
  const late = renderer.bounce({ ...toFile, fromSeconds: 1, signal: stop.signal, progress: () => stop.abort() });
  await expect(late).rejects.toMatchObject({ name: "AbortError" });
  expect(await listPrivate()).toEqual(["kick.wav"]);
});

test("closed while it bounces: nothing is left, and no call goes on", async () => {
  const renderer = await rendererWith();
  const closed = Promise.withResolvers<void>();
  const bouncing = renderer.bounce({ ...toFile, progress: () => closed.resolve(renderer.dispose()) });
  await expect(bouncing).rejects.toMatchObject({ problems: [{ code: "renderer-closed" }] });
  await closed.promise;
  expect(await listPrivate()).toEqual([]);
  await expect(renderer.bounce(toFile)).rejects.toMatchObject({ problems: [{ code: "renderer-closed" }] });
});

test("what the page throws at a block or at progress ends the work", async () => {
  const renderer = await rendererWith();
  const fail = (): never => {
    throw new RangeError("planted");
  };
  await expect(renderer.render({ receive: fail })).rejects.toThrow("planted");
  await expect(renderer.bounce({ ...toFile, progress: fail })).rejects.toThrow("planted");
  expect(await listPrivate()).toEqual([]);
});

test("what a killed writer left is removed by the next bounce, what a living one writes is not", async () => {
  await writePrivate(".twobus-0.part", old);
  const renderer = await rendererWith();
  await Promise.all([
    renderer.bounce(toFile),
    renderer.bounce({ ...wave, to: { kind: "opfs", path: "bounces/other.wav" } }),
  ]);
  expect(await listPrivate()).toEqual(["bounces/mix.wav", "bounces/other.wav"]);
});
