import type { MixDocument } from "@twobus/core";
import { expect, inject, test } from "vitest";
import { forgetfulMix, longMedia } from "../test/long-song.ts";
import { node } from "../test/mix.ts";
import {
  apart,
  bounced,
  cut,
  firstDifference,
  joined,
  onset,
  sessionWith,
  type Session,
  type Sound,
} from "../test/player-harness.ts";

const long = { media: longMedia };
const made = await bounced(forgetfulMix(), longMedia);

type Edit = (mix: MixDocument) => void;

const nodesOf = (mix: MixDocument) => mix.graphs["mix"]!.nodes;
const cablesOf = (mix: MixDocument) => mix.graphs["mix"]!.connections;

/** How soon an edit is to be heard, and some more: structure has to settle unheard first. */
const edits: Readonly<Record<string, Edit>> = {
  "a fader": (mix) => (nodesOf(mix)["track1"]!.params["faderDb"] = -6),
  "a filter's gain": (mix) => (nodesOf(mix)["compressor"]!.params["tiltDb"] = -4),
  "a cable's gain": (mix) => (cablesOf(mix)[0]!.gainDb = -9),
  "another processor": (mix) => (nodesOf(mix)["limiter"] = node("transformerSaturator")),
  "a bypass": (mix) => (nodesOf(mix)["compressor"]!.bypassed = true),
  "a mute": (mix) => (nodesOf(mix)["track0"]!.muted = true),
  "a cable that is pulled": (mix) => cablesOf(mix).shift(),
  "a track that is taken away": (mix) => {
    delete nodesOf(mix)["track1"];
    mix.graphs["mix"]!.connections = cablesOf(mix).filter(({ from }) => !from.startsWith("track1."));
  },
};

/** Plays on until the mix is at a second, and gives what was heard since the last call. */
async function heardUntil({ until, captured }: Session, seconds: number): Promise<Sound> {
  await until(({ positionSeconds }) => positionSeconds >= seconds);
  return captured();
}

test.each(Object.entries(edits))("%s is heard at once, and so is its undo", async (name, edit) => {
  const edited = forgetfulMix();
  edit(edited);
  const remade = await bounced(edited, longMedia);
  const session = await sessionWith(forgetfulMix(), long);
  await session.player.play();
  const before = await heardUntil(session, 0.5);
  await session.player.update(edited);
  const between = await heardUntil(session, 1.6);
  await session.player.update(forgetfulMix());
  const after = await heardUntil(session, 2.8);

  const heard = joined([before, between, after]);
  const start = onset(heard) - onset(made);
  const asked = before[0].length - start;
  const askedBack = asked + between[0].length;
  const changed = firstDifference(cut(heard, start, 48_000), cut(made, 0, 48_000));
  const back = cut(heard, start + askedBack, 24_000);
  const changedBack = [...back[0].keys()].find((i) => Math.abs(back[0][i]! - remade[0][askedBack + i]!) > 1e-6)!;
  const milliseconds = [changed - asked, changedBack].map((frames) => (frames / 48).toFixed(1));
  console.log(`${name}: heard after ${milliseconds[0]} ms, undone after ${milliseconds[1]} ms`);

  expect(changed).toBeGreaterThanOrEqual(asked);
  expect(changed - asked).toBeLessThan(0.5 * 48_000);
  expect(changedBack).toBeLessThan(0.5 * 48_000);
  // From half a second after each on it is the other mix
  const settled = (mix: Sound, from: number): number =>
    apart(cut(heard, start + from + 24_000, 24_000), cut(mix, from + 24_000, 24_000));
  expect(settled(remade, asked)).toBeLessThan(1e-6);
  expect(settled(made, askedBack)).toBeLessThan(1e-6);
  expect(session.problems).toEqual([]);
});

test("edits that overtake one another: the last of them stays", async () => {
  const session = await sessionWith(forgetfulMix(), long);
  await session.player.play();
  await session.until(({ positionSeconds }) => positionSeconds > 0.2);
  const all = Object.values(edits);
  await Promise.all(
    Array.from({ length: 24 }, (_, index) => {
      const mix = forgetfulMix();
      all[index % all.length]!(mix);
      return session.player.update(mix);
    }),
  );
  await session.player.update(forgetfulMix());
  const { positionSeconds } = session.reports.at(-1)!;
  const begun = await heardUntil(session, positionSeconds + 1);
  const rest = await heardUntil(session, positionSeconds + 1.8);
  const heard = joined([begun, rest]);
  const start = onset(heard) - onset(made);
  const from = begun[0].length;
  expect(apart(cut(heard, from, 24_000), cut(made, from - start, 24_000))).toBeLessThan(1e-6);
  expect(session.problems).toEqual([]);
  expect(inject("isIsolated")).toBe(crossOriginIsolated);
});
