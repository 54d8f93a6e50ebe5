// What is wrong with a recording is told once, however often the mix is sought through, until something else is wrong with it.

import type { Problem } from "@twobus/core";
import { beforeEach, expect, test } from "vitest";
import { clearPrivate, newAilingWorker, writePrivate } from "../test/harness.ts";
import { forgetfulMix, longFiles } from "../test/long-song.ts";
import { apart, bounced, cut, onset, sessionWith, type Session } from "../test/player-harness.ts";
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
