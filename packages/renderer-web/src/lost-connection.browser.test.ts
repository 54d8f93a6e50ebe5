// A server that fails in the middle of a recording, and is well again.

import { expect, onTestFinished, test } from "vitest";
import type { Ailment } from "../test/recordings-server.ts";
import { forgetfulMix, longMedia } from "../test/long-song.ts";
import { apart, bounced, cut, onset, sessionWith, type Session, type Sound } from "../test/player-harness.ts";
import type { MediaLocation, PlayerReport } from "./index.ts";

const BASE = new URL("/recordings/unsteady/", location.href).href;
const media: MediaLocation = { kind: "url", base: BASE };
const LOST = { code: "not-fetched", at: `${BASE}one.wav` };

const setAilment = (ailment: Ailment): Promise<Response> =>
  fetch(`${BASE}one.wav?ailment=${encodeURIComponent(ailment)}`, { method: "PUT" });

async function playingSession(): Promise<Session> {
  await setAilment("none");
  onTestFinished(() => void setAilment("none"));
  const session = await sessionWith(forgetfulMix(), { media });
  await session.player.play();
  await session.until(isAt(0.3));
  return session;
}

const isAt =
  (seconds: number) =>
  ({ isPlaying, positionSeconds }: PlayerReport): boolean =>
    isPlaying && positionSeconds >= seconds && positionSeconds < seconds + 1;

function withoutOne() {
  const mix = forgetfulMix();
  mix.graphs["mix"]!.nodes["track0"]!.muted = true;
  return mix;
}

/** How far most of a second of the song is from what was made; heard from `beganAt` on, which no fade and no processor remembers any more. */
const apartAt = (heard: Sound, made: Sound, seconds: number, beganAt = 0): number => {
  const from = beganAt * 48_000;
  const shift = onset(heard) - onset(cut(made, from, 48_000)) - from;
  return apart(cut(heard, shift + seconds * 48_000, 40_000), cut(made, seconds * 48_000, 40_000));
};

/** What is heard from a place in the song on, for so long. */
async function heardFrom({ player, until, captured }: Session, seconds: number, forSeconds: number): Promise<Sound> {
  await player.stop();
  await until(({ isPlaying }) => !isPlaying);
  await player.seek(seconds);
  await captured();
  await player.play();
  await until(isAt(seconds + forSeconds));
  return captured();
}

const made = async (): Promise<{ readonly whole: Sound; readonly others: Sound }> => ({
  whole: await bounced(forgetfulMix(), longMedia),
  others: await bounced(withoutOne(), longMedia),
});

test("a body that is cut off: told at once, the rest plays on, and the recording comes back by itself", async () => {
  const { whole, others } = await made();
  const { until, captured, problems } = await playingSession();
  await setAilment("cut");
  // A piece of 512 KiB is 2.7 s; the next is fetched when it has been read, ahead of what is heard
  await expect.poll(() => problems.length, { timeout: 10_000 }).toBe(1);
  expect(problems).toMatchObject([{ ...LOST, message: expect.stringMatching(/broke off.*tried again by itself/) }]);
  const { positionSeconds: toldAt } = await until(({ isPlaying }) => isPlaying);
  expect(toldAt).toBeLessThan(2.9);
  await until(isAt(5));
  await setAilment("none");
  await until(isAt(15));
  const heard = await captured();
  expect(apartAt(heard, whole, 1)).toBeLessThan(1e-6);
  expect(apartAt(heard, others, 4)).toBeLessThan(1e-5);
  expect(apartAt(heard, whole, 14)).toBeLessThan(1e-5);
  expect(problems).toHaveLength(1);
  // Once more is news
  await setAilment("cut");
  await expect.poll(() => problems.length, { timeout: 10_000 }).toBe(2);
});

test("a server that is gone: silent also where it is sought to, told once, and back by a seek", async () => {
  const { whole, others } = await made();
  const session = await playingSession();
  await setAilment("gone");
  await expect.poll(() => session.problems.length, { timeout: 10_000 }).toBe(1);
  expect(apartAt(await heardFrom(session, 10, 2.5), others, 11, 10)).toBeLessThan(1e-5);
  expect(session.problems).toMatchObject([LOST]);
  await setAilment("none");
  expect(apartAt(await heardFrom(session, 5, 2.5), whole, 6, 5)).toBeLessThan(1e-5);
  expect(session.problems).toHaveLength(1);
});

test.each<Ailment>(["stalled", "stalled whole"])(
  "a server that says no more (%s): the mix waits for it for a while, then the rest plays on",
  async (ailment) => {
    const { others } = await made();
    const { until, captured, problems } = await playingSession();
    await setAilment(ailment);
    await until(isAt(5));
    expect(problems).toMatchObject([LOST]);
    await captured();
    await until(isAt(6));
    const heard = await captured();
    const place = others[0].findIndex(
      (_, i) => i > 4 * 48_000 && [0, 7, 63].every((step) => Math.abs(others[0][i + step]! - heard[0][step]!) < 1e-6),
    );
    expect(apart(cut(heard, 0, 40_000), cut(others, place, 40_000))).toBeLessThan(1e-5);
  },
);

test.each<Ailment>(["another part", "another version", "no parts"])(
  "a server that answers with %s: told, no other sound is heard in its place, and the whole is fetched",
  async (ailment) => {
    const { whole } = await made();
    const { until, captured, problems } = await playingSession();
    await setAilment(ailment);
    await until(isAt(6));
    expect(problems).toMatchObject([LOST]);
    const heard = await captured();
    expect(apartAt(heard, whole, 1)).toBeLessThan(1e-6);
    expect(apartAt(heard, whole, 4)).toBeLessThan(1e-5);
  },
);
