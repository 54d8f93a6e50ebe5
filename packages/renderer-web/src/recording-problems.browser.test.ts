// What is wrong with a recording is told once, however often the mix is sought through, until something else is wrong with it.

import type { Problem } from "@twobus/core";
import { beforeEach, expect, test } from "vitest";
import { clearPrivate, newAilingWorker, rendererWith, writePrivate } from "../test/harness.ts";
import { forgetfulMix, longFiles } from "../test/long-song.ts";
import { apart, bounced, cut, onset, peak, sessionWith, type Session } from "../test/player-harness.ts";
import type { MediaLocation } from "./index.ts";

beforeEach(clearPrivate);

const SEEKS = [4, 1, 9, 0];

async function playThrough({ player, until }: Session): Promise<void> {
  await player.play();
  for (const seconds of SEEKS) {
    await player.seek(seconds);
    await until(({ isPlaying, positionSeconds }) => isPlaying && Math.abs(positionSeconds - seconds - 0.3) < 0.2);
  }
  await player.stop();
  await until(({ isPlaying }) => !isPlaying);
}

const codesOf = (problems: readonly Problem[]): string[] => problems.map(({ code, at }) => `${code} ${at}`);
const { "one.wav": one, ...others } = longFiles;

test.each<[string, Blob | undefined, string]>([
  ["missing", undefined, "enoent one.wav"],
  ["cut off", one!.slice(0, 44 + 4 * 48_000 * 2), "truncated one.wav"],
])("a recording that is %s is told once in four seeks", async (_, blob, told) => {
  const media: MediaLocation = { kind: "files", files: blob === undefined ? others : { ...others, "one.wav": blob } };
  const session = await sessionWith(forgetfulMix(), { media });
  await playThrough(session);
  expect(codesOf(session.problems)).toEqual([told]);
});

test("without private files that is told once, not for each recording", async () => {
  const newWorker = (): Worker => newAilingWorker("has no private files");
  const session = await sessionWith(forgetfulMix(), { media: { kind: "opfs", folder: "" }, newWorker });
  await playThrough(session);
  expect(codesOf(session.problems)).toEqual(["no-opfs opfs"]);
});

test("what changes is told again: gone, empty, there, and gone once more", async () => {
  const whole = new Uint8Array(await one!.arrayBuffer());
  await writePrivate("two.wav", new Uint8Array(await others["two.wav"]!.arrayBuffer()));
  const session = await sessionWith(forgetfulMix(), { media: { kind: "opfs", folder: "" } });
  const root = await navigator.storage.getDirectory();
  const told: string[][] = [];
  const changes = [
    async () => {},
    async () => void (await writePrivate("one.wav", new Uint8Array(0))),
    async () => void (await writePrivate("one.wav", whole)),
    async () => root.removeEntry("one.wav"),
  ];
  for (const change of changes) {
    // The player keeps a recording open for a while
    await expect
      .poll(
        () =>
          change().then(
            () => true,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true);
    const before = session.problems.length;
    await playThrough(session);
    told.push(codesOf(session.problems.slice(before)));
  }
  expect(told).toEqual([["enoent one.wav"], ["empty-file one.wav"], [], ["enoent one.wav"]]);
});

test("a recording that is cut off plays to where it ends, and the others on", async () => {
  const cutOff = one!.slice(0, 44 + 4 * 48_000 * 2);
  const made = await bounced(forgetfulMix(), { kind: "files", files: { ...others, "one.wav": cutOff } });
  const { player, until, captured } = await sessionWith(forgetfulMix(), {
    media: { kind: "files", files: { ...others, "one.wav": cutOff } },
  });
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 3);
  const heard = await captured();
  expect(apart(cut(heard, onset(heard) - onset(made), 144_000), cut(made, 0, 144_000))).toBeLessThan(1e-6);
});

/** The mix of the song as a FLAC file of blocks of 4096 frames, of which some in the middle are broken. */
async function brokenFlac(): Promise<Blob> {
  const renderer = await rendererWith({ mix: forgetfulMix(), media: { kind: "files", files: longFiles } });
  const { blob } = await renderer.bounce({ container: "flac", sampleFormat: "int16", to: { kind: "memory" } });
  const bytes = new Uint8Array(await blob!.arrayBuffer());
  const middle = Math.floor(bytes.length / 10);
  for (let at = middle; at < middle + 20_000; at += 100) bytes[at]! ^= 0x55;
  return new Blob([bytes]);
}

test("a FLAC file that is broken on the way: silence there and sound behind it, told once, the seeks after it as the first pass", async () => {
  const media: MediaLocation = { kind: "files", files: { ...others, "one.wav": await brokenFlac() } };
  const alone = forgetfulMix();
  alone.graphs["mix"]!.nodes["track1"]!.muted = true;
  const renderer = await rendererWith({ mix: alone, media });
  const memory = { kind: "memory" } as const;
  const { warnings } = await renderer.bounce({ container: "wav", sampleFormat: "float32", to: memory });
  expect(codesOf(warnings)).toEqual(["damaged one.wav"]);
  const [silent, first] = /^(\d+) frames are damaged, the first at frame (\d+)/
    .exec(warnings[0]!.message)!
    .slice(1)
    .map(Number);
  expect(silent! % 4096).toBe(0);
  const made = await bounced(alone, media);
  const settled = first! + 1024; // what the processors remember has faded to a hundredth
  expect(peak(cut(made, settled, silent! - 2048))).toBeLessThan(1e-3);
  expect(peak(cut(made, first! + silent!, 4096))).toBeGreaterThan(0.01);

  const { player, until, captured, problems, lates } = await sessionWith(alone, { media });
  const firstSeconds = first! / 48_000;
  for (let pass = 0; pass < 3;) {
    const latesBefore = lates();
    await player.seek(firstSeconds - 0.5);
    await captured();
    await player.play();
    await until(({ positionSeconds }) => positionSeconds > firstSeconds + 0.7);
    await player.stop();
    await until(({ isPlaying }) => !isPlaying);
    const heard = await captured();
    if (lates() > latesBefore) continue;
    const from = Math.round((firstSeconds - 0.5) * 48_000);
    const wanted = cut(made, from, 48_000);
    const shift = onset(heard) - onset(wanted);
    // After the fade in, and to behind the broken part
    expect(apart(cut(heard, shift + 9600, 38_000), cut(wanted, 9600, 38_000))).toBeLessThan(1e-5);
    pass++;
  }
  expect(codesOf(problems)).toEqual(["damaged one.wav"]);
});
