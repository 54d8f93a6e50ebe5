import type { MixDocument } from "@twobus/core";
import { expect, test } from "vitest";
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
  waiting,
} from "../test/player-harness.ts";

const long = { media: longMedia };
const made = await bounced(forgetfulMix(), longMedia);

type Edit = (mix: MixDocument) => void;

const nodesOf = (mix: MixDocument) => mix.graphs["mix"]!.nodes;
const cablesOf = (mix: MixDocument) => mix.graphs["mix"]!.connections;

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

const TAIL = 9600;

/** Listens from play on until the last fifth of a second is what a mix holds there, however busy the machine is. */
function listenTo({ captured }: Session) {
  let heard: Sound = [new Float32Array(), new Float32Array()];
  return async (mix: Sound): Promise<Sound> => {
    for (let isThere = false; !isThere;) {
      await waiting(100);
      heard = joined([heard, await captured()]);
      const start = onset(heard) - onset(made);
      const tail = heard[0].length - TAIL;
      isThere = tail > start && apart(cut(heard, tail, TAIL), cut(mix, tail - start, TAIL)) < 1e-6;
    }
    return heard;
  };
}

test.each(Object.entries(edits))("%s is heard at once, and so is its undo", async (name, edit) => {
  const edited = forgetfulMix();
  edit(edited);
  const remade = await bounced(edited, longMedia);
  const session = await sessionWith(forgetfulMix(), long);
  const untilIs = listenTo(session);
  await session.player.play();
  const asked = (await untilIs(made))[0].length;
  await session.player.update(edited);
  const askedBack = (await untilIs(remade))[0].length;
  await session.player.update(forgetfulMix());
  const heard = await untilIs(made);

  const start = onset(heard) - onset(made);
  const differs = (mix: Sound, from: number, to: number): number =>
    firstDifference(cut(heard, from, to - from), cut(mix, from - start, to - from));
  expect(differs(made, start, asked)).toBe(-1);
  const changed = differs(made, asked, askedBack);
  const back = cut(heard, askedBack, heard[0].length - askedBack);
  const changedBack = [...back[0].keys()].find((i) => Math.abs(back[0][i]! - remade[0][askedBack - start + i]!) > 1e-6);
  console.log(`${name}: heard after ${ms(changed)} ms, undone after ${ms(changedBack!)} ms`);
  expect(Math.max(changed, changedBack!)).toBeLessThan(48_000); // on a busy machine; without one, in frames, below
  expect(session.problems).toEqual([]);
});

/** A number moves in the voice that sounds; anything else is another voice, which runs unheard for so long, and the mix's latency. */
const NUMBERS = new Set(["a fader", "a filter's gain", "a cable's gain"]);
const SETTLING_FRAMES = 768;
const QUANTUM = 128;
const PLAYED_QUANTA = 150;
const HEARD_QUANTA = 30;

/** What an offline context plays, in which no time passes while an edit is made. */
async function heardOffline(edited: MixDocument): Promise<{ readonly heard: Sound; readonly latencySamples: number }> {
  const frames = QUANTUM * (PLAYED_QUANTA + HEARD_QUANTA);
  const context = new OfflineAudioContext(2, frames, edited.sampleRate);
  const { player, problems } = await sessionWith(forgetfulMix(), {
    ...long,
    newDestination: () => context.destination,
  });
  await player.play();
  await player.ready();
  const reached = context.suspend((QUANTUM * PLAYED_QUANTA) / edited.sampleRate);
  const rendered = context.startRendering();
  await reached;
  const { latencySamples } = await player.update(edited);
  await player.ready();
  await context.resume();
  const buffer = await rendered;
  expect(problems).toEqual([]);
  return { heard: [buffer.getChannelData(0), buffer.getChannelData(1)], latencySamples };
}

test.each(Object.entries(edits))("%s is heard within its frames of the audio clock", async (name, edit) => {
  const edited = forgetfulMix();
  edit(edited);
  const { heard, latencySamples } = await heardOffline(edited);
  const late = onset(heard) - onset(made);
  const length = heard[0].length - late;
  const frames = firstDifference(cut(heard, late, length), cut(made, 0, length)) + late - QUANTUM * PLAYED_QUANTA;
  console.log(`${name}: heard after ${frames} frames, of which ${latencySamples} of latency`);
  const settling = NUMBERS.has(name) ? 0 : SETTLING_FRAMES;
  expect(frames).toBeGreaterThan(0);
  expect(frames).toBeLessThanOrEqual(QUANTUM * (1 + Math.ceil((settling + latencySamples) / QUANTUM)));
});

const ms = (frames: number): string => (frames / 48).toFixed(1);

test("edits that overtake one another: the last of them stays", async () => {
  const session = await sessionWith(forgetfulMix(), long);
  const untilIs = listenTo(session);
  await session.player.play();
  await untilIs(made);
  const all = Object.values(edits);
  await Promise.all(
    Array.from({ length: 24 }, (_, index) => {
      const mix = forgetfulMix();
      all[index % all.length]!(mix);
      return session.player.update(mix);
    }),
  );
  await session.player.update(forgetfulMix());
  await untilIs(made);
  expect(session.problems).toEqual([]);
});
