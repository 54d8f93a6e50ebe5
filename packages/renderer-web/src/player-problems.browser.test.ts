import type { CDPSession } from "@vitest/browser-playwright";
import { expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { clearPrivate, listPrivate, newAilingWorker, rendererWith } from "../test/harness.ts";
import { forgetfulMix, longFiles, longMedia, longMix } from "../test/long-song.ts";
import {
  apart,
  bounced,
  cut,
  emptySession,
  firstDifference,
  onset,
  peak,
  sessionWith,
} from "../test/player-harness.ts";
import type { MediaLocation } from "./storage/locations.ts";

const FRAMES = 9600;
const long = { media: longMedia };
const isPlaying = (report: { readonly isPlaying: boolean }): boolean => report.isPlaying;

function withoutTrack(name: string) {
  const mix = forgetfulMix();
  mix.graphs["mix"]!.nodes[name]!.muted = true;
  return mix;
}

test.each<[string, Blob | undefined, string]>([
  ["missing", undefined, "enoent"],
  ["empty", new Blob([]), "empty-file"],
  ["no audio", new Blob(["no audio at all, only words"]), "not-audio"],
  ["cut off in its header", longFiles["one.wav"]!.slice(0, 30), "bad-header"],
])("a recording that is %s is named and silent; the others play", async (_, blob, code) => {
  const made = await bounced(withoutTrack("track0"), longMedia);
  const { "one.wav": _one, ...files } = longFiles;
  const media: MediaLocation = { kind: "files", files: blob === undefined ? files : { ...files, "one.wav": blob } };
  const { player, until, captured, problems } = await sessionWith(forgetfulMix(), { media });
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.4);
  const heard = await captured();
  expect(apart(cut(heard, onset(heard) - onset(made), FRAMES), cut(made, 0, FRAMES))).toBeLessThan(1e-6);
  expect(problems).toMatchObject([{ code, at: "one.wav" }]);
});

test("without private files a mix that lies there is silent, goes on, and says so", async () => {
  const newWorker = (): Worker => newAilingWorker("has no private files");
  const media: MediaLocation = { kind: "opfs", folder: "" };
  const { player, until, captured, problems } = await sessionWith(longMix(), { media, newWorker });
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.2);
  expect(peak(await captured())).toBeLessThan(1e-4);
  expect(problems).toMatchObject([{ code: "no-opfs", at: "opfs" }]);
});

test("a mix with problems is refused with them, before the first and while another plays", async () => {
  const { player, until, captured, problems } = await emptySession(48_000, long);
  const broken = forgetfulMix();
  broken.graphs["mix"]!.connections.push({ from: "stereo-bus.main", to: "compressor.main" });
  const refused = { problems: [{ code: expect.any(String), message: expect.stringMatching(/^\w.{15,}/) }] };
  await expect(player.update(broken)).rejects.toMatchObject(refused);
  await expect(player.play()).rejects.toMatchObject({ problems: [{ code: "no-mix" }] });
  const made = await bounced(forgetfulMix(), longMedia);
  await player.update(forgetfulMix());
  await player.play();
  await until(isPlaying);
  await expect(player.update(broken)).rejects.toMatchObject(refused);
  await until(({ positionSeconds }) => positionSeconds > 0.4);
  const heard = await captured();
  expect(apart(cut(heard, onset(heard) - onset(made), FRAMES), cut(made, 0, FRAMES))).toBeLessThan(1e-6);
  expect(problems).toEqual([]);
});

test("a browser that wants a click first", async () => {
  const context = new AudioContext({ sampleRate: 48_000 });
  await context.suspend();
  context.resume = () => new Promise(() => {});
  const { player, until, problems } = await sessionWith(longMix(), {
    ...long,
    newDestination: () => context.destination,
  });
  await expect(player.play()).rejects.toMatchObject({ problems: [{ code: "autoplay-refused" }] });
  Reflect.deleteProperty(context, "resume");
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.1);
  expect(problems).toEqual([]);
  await context.close();
});

test("sound output that is suspended for a while, and stop meanwhile", async () => {
  const context = new AudioContext({ sampleRate: 48_000 });
  const { player, until } = await sessionWith(longMix(), { ...long, newDestination: () => context.destination });
  await player.play();
  await until(isPlaying);
  await context.suspend();
  await player.seek(5);
  await player.stop();
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 5.1);
  await context.suspend();
  await player.dispose();
  await context.close();
});

test.each([44_100, 96_000])(
  "a mix at %i Hz gets an output at its rate, also in place of another",
  async (sampleRate) => {
    const other = { ...longMix(), sampleRate };
    const rates: number[] = [];
    const { player, until, problems } = await sessionWith(longMix(), {
      ...long,
      newDestination: (rate) => {
        rates.push(rate);
        return new AudioContext({ sampleRate: rate }).destination;
      },
    });
    await player.play();
    await until(({ positionSeconds }) => positionSeconds > 0.3);
    await player.update(other);
    const { positionSeconds } = await until(isPlaying);
    expect(positionSeconds).toBeGreaterThan(0.25);
    await until((report) => report.positionSeconds > positionSeconds + 0.2);
    expect(rates).toEqual([48_000, sampleRate]);
    expect(problems).toEqual([]);
  },
);

test("an output at another rate than the mix is refused", async () => {
  const { player } = await emptySession(44_100, long);
  await expect(player.update(longMix())).rejects.toMatchObject({ problems: [{ code: "wrong-sample-rate" }] });
});

test("without a destination it plays through a context of its own", async () => {
  const { newDestination: _, ...own } = { ...long, newDestination: undefined };
  const { player, until, problems } = await sessionWith(longMix(), own);
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.2);
  expect(problems).toEqual([]);
});

test("a worklet script that is not there, and a Worker script", async () => {
  const { player } = await emptySession(48_000, { ...long, workletUrl: "/recordings/ranged/none.js" });
  await expect(player.update(longMix())).rejects.toMatchObject({ problems: [{ code: "worklet-not-loaded" }] });
  const newWorker = (): Worker => new Worker("/recordings/ranged/none.js");
  const { player: other } = await emptySession(48_000, { ...long, newWorker });
  await expect(other.update(longMix())).rejects.toMatchObject({ problems: [{ code: "render-worker-failed" }] });
  await other.dispose();
});

test("storage that is full ends a bounce, not what plays", async () => {
  await clearPrivate();
  const renderer = await rendererWith({ mix: longMix(), media: longMedia });
  const { player, until, problems } = await sessionWith(longMix(), long);
  await player.play();
  await until(isPlaying);
  const developerTools: CDPSession = cdp();
  const limitTo = (quotaSize?: number): Promise<unknown> =>
    developerTools.send("Storage.overrideQuotaForOrigin", {
      origin: location.origin,
      ...(quotaSize !== undefined && { quotaSize }),
    });
  await limitTo((await navigator.storage.estimate()).usage! + 300_000);
  try {
    const to = { kind: "opfs", path: "mix.wav" } as const;
    await expect(renderer.bounce({ container: "wav", sampleFormat: "float32", to })).rejects.toMatchObject({
      problems: [{ code: "quota-exceeded" }],
    });
  } finally {
    await limitTo();
  }
  const { positionSeconds } = await until(isPlaying);
  await until((report) => report.positionSeconds > positionSeconds + 0.2);
  expect(await listPrivate()).toEqual([]);
  expect(problems).toEqual([]);
});

test("a page that comes to nothing for a while, as one in the background, plays on", async () => {
  const made = await bounced(longMix(), longMedia);
  const { player, until, captured, problems } = await sessionWith(longMix(), long);
  await player.play();
  await until(isPlaying);
  const end = performance.now() + 1500;
  while (performance.now() < end);
  await until(({ positionSeconds }) => positionSeconds > 1.5);
  const heard = await captured();
  expect(firstDifference(cut(heard, onset(heard) - onset(made), 72_000), cut(made, 0, 72_000))).toBe(-1);
  expect(problems).toEqual([]);
});

test("no mix at all: what needs none is remembered", async () => {
  const { player, until } = await emptySession(48_000, long);
  await player.stop();
  await player.seek(3);
  await player.loop({ startSeconds: 3, endSeconds: 3.2 });
  await player.monitor({ dim: true });
  await expect(player.play()).rejects.toMatchObject({ problems: [{ code: "no-mix" }] });
  void player.update(longMix());
  await player.play();
  const { positionSeconds } = await until(isPlaying);
  expect(positionSeconds).toBeGreaterThanOrEqual(3);
});
