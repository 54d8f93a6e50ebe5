import { expect, test } from "vitest";
import { clearPrivate, newWorker, sharedWorker, writePrivate } from "../test/harness.ts";
import { forgetfulMix, longFiles, longMedia } from "../test/long-song.ts";
import { apart, bounced, cut, emptySession, peak, sessionWith, waiting } from "../test/player-harness.ts";
import dyingUrl from "../test/dying-worklet.ts?worker&url";

const long = { media: longMedia };
const isPlaying = (report: { readonly isPlaying: boolean }): boolean => report.isPlaying;

test("a Worker that dies while it plays: another goes on with mix, place, loop and monitor", async () => {
  const workers: Worker[] = [];
  const { player, until, captured, problems, reports } = await sessionWith(forgetfulMix(), {
    ...long,
    newWorker: () => {
      workers.push(newWorker());
      return workers.at(-1)!;
    },
  });
  const edited = forgetfulMix();
  edited.graphs["mix"]!.nodes["track0"]!.muted = true;
  await player.update(edited);
  await player.monitor({ mono: true, levelDb: -20 });
  await player.loop({ startSeconds: 5, endSeconds: 5.5 });
  await player.seek(5);
  await player.play();
  await until(isPlaying);
  await until(({ positionSeconds }) => positionSeconds > 5.1);
  workers[0]!.terminate();
  await expect.poll(() => problems.length, { timeout: 20_000 }).toBe(1);
  expect(problems).toMatchObject([{ code: "playback-restarted", at: "player" }]);
  const seen = reports.length;
  await until((report) => reports.length > seen + 3 && report.isPlaying);
  await captured();
  await waiting(1500);
  const [left, right] = await captured();
  expect(workers).toHaveLength(2);
  expect(reports.slice(seen).every(({ positionSeconds }) => positionSeconds >= 5 && positionSeconds <= 5.5)).toBe(true);
  // Half of what the muted mix holds in the loop, a tenth as loud, both sides the same
  const made = await bounced(edited, longMedia);
  const mono = made[0].map((x, i) => ((x + made[1][i]!) / 2) * 0.1);
  const probe = 5.2 * 48_000;
  const at = left.findIndex((_, i) =>
    [0, 7, 63, 500].every((step) => Math.abs(left[i + step]! - mono[probe + step]!) < 1e-6),
  );
  expect(at).toBeGreaterThan(-1);
  expect(apart([left, left], [right, right])).toBe(0);
  expect(apart(cut([left, left], at, 4800), cut([mono, mono], probe, 4800))).toBeLessThan(1e-6);
  expect(problems).toHaveLength(1);
});

test("a Worker that dies while it stands still: what was sought and asked is kept", async () => {
  const workers: Worker[] = [];
  const { player, until, problems } = await sessionWith(forgetfulMix(), {
    ...long,
    newWorker: () => {
      workers.push(newWorker());
      return workers.at(-1)!;
    },
  });
  await player.seek(7);
  workers[0]!.terminate();
  await player.play();
  const { positionSeconds } = await until(isPlaying);
  expect(positionSeconds).toBeGreaterThanOrEqual(7);
  expect(positionSeconds).toBeLessThan(9);
  expect(problems.map(({ code }) => code)).toEqual(["playback-restarted"]);
});

test("what was told of recordings is not told again by the next Worker, and is told when it is new", async () => {
  const workers: Worker[] = [];
  const bytes = new Uint8Array(await longFiles["one.wav"]!.arrayBuffer());
  await clearPrivate();
  await writePrivate("two.wav", bytes.slice(0, 44 + 4 * 48_000 * 2));
  const { player, until, problems } = await sessionWith(forgetfulMix(), {
    media: { kind: "opfs", folder: "" },
    newWorker: () => {
      workers.push(newWorker());
      return workers.at(-1)!;
    },
  });
  const codes = (): string[] => problems.map(({ code, at }) => `${code} ${at}`);
  const told = ["enoent one.wav", "truncated two.wav"];
  const playOn = async (): Promise<void> => {
    await player.seek(1);
    await player.play();
    await until(({ positionSeconds }) => positionSeconds > 2.2);
  };
  await playOn();
  expect(codes().toSorted()).toEqual(told);
  workers[0]!.terminate();
  await expect.poll(() => problems.length, { timeout: 20_000 }).toBe(3);
  await until(isPlaying);
  await playOn();
  expect(codes().toSorted()).toEqual([...told.slice(0, 1), "playback-restarted player", ...told.slice(1)]);
  // There, and gone once more: each Worker is asked once
  await writePrivate("one.wav", bytes);
  workers[1]!.terminate();
  await expect.poll(() => problems.length, { timeout: 20_000 }).toBe(4);
  await until(isPlaying);
  await playOn();
  await player.stop();
  await until((report) => !report.isPlaying);
  expect(problems).toHaveLength(4);
  const root = await navigator.storage.getDirectory();
  // The player keeps a recording open for a while
  await expect
    .poll(
      () =>
        root.removeEntry("one.wav").then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  await playOn();
  expect(codes().slice(4)).toEqual(["enoent one.wav"]);
});

test("an audio thread that fails again and again is restarted three times, then given up", async () => {
  const { player, until, problems, captured } = await sessionWith(forgetfulMix(), { ...long, workletUrl: dyingUrl });
  await player.play();
  await until(isPlaying);
  await expect.poll(() => problems.length, { timeout: 30_000 }).toBe(4);
  expect(problems.map(({ code }) => code)).toEqual([
    "playback-restarted",
    "playback-restarted",
    "playback-restarted",
    "playback-failed",
  ]);
  await waiting(1000);
  await captured();
  await waiting(200);
  expect(peak(await captured())).toBe(0);
  expect(problems).toHaveLength(4);
  // Who wants may try again
  await player.play();
  await until(isPlaying);
});

test("dispose at any moment, twice, and nothing is answered afterwards", async () => {
  for (const restMs of [0, 1, 20, 100, 400]) {
    const { player, problems } = await emptySession(48_000, long);
    const updating = player.update(forgetfulMix()).catch((error: unknown) => error);
    const playing = player.play().catch((error: unknown) => error);
    await waiting(restMs);
    void player.seek(3).catch(() => {});
    await Promise.all([player.dispose(), player.dispose()]);
    await Promise.all([updating, playing]);
    await player.dispose();
    for (const call of [player.play, player.stop, () => player.seek(1), () => player.update(forgetfulMix())]) {
      await expect(call()).rejects.toMatchObject({ problems: [{ code: "player-closed" }] });
    }
    expect(problems).toEqual([]);
  }
});

test("two players at once, of one page, do not know of each other", async () => {
  const one = await sessionWith(forgetfulMix(), { ...long, newWorker: sharedWorker });
  const other = await sessionWith(forgetfulMix(), { ...long, newWorker });
  await Promise.all([one.player.seek(2), other.player.seek(8)]);
  await Promise.all([one.player.play(), other.player.play()]);
  await Promise.all([
    one.until(({ positionSeconds }) => positionSeconds > 2.4),
    other.until(({ positionSeconds }) => positionSeconds > 8.4),
  ]);
  await one.player.dispose();
  const { positionSeconds } = await other.until(isPlaying);
  expect(positionSeconds).toBeGreaterThan(8.3);
  await other.until((report) => report.positionSeconds > positionSeconds + 0.3);
  expect([...one.problems, ...other.problems]).toEqual([]);
});
