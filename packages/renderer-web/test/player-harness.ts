import type { MixDocument, Problem } from "@twobus/core";
import { expect, onTestFinished } from "vitest";
import {
  createWebPlayer,
  createWebRenderer,
  type MediaLocation,
  type PlayerReport,
  type WebPlayer,
  type WebPlayerOptions,
} from "../src/index.ts";
import { NO_SHARED_MEMORY, sharesMemory } from "../src/shared-memory.ts";
import { chosen, sharedWorker } from "./harness.ts";
import { registry } from "./mix.ts";
import captureUrl from "./capture-worklet.ts?worker&url";
import workletUrl from "./player-worklet.ts?worker&url";

/** Left and right. */
export type Sound = readonly [Float32Array, Float32Array];

/** What a busy machine makes of recordings is news of the machine, not of the player. */
export const LATE = "sources-late";

/** What every player says once, when it begins: how this page is served. */
export const BEGINNING: readonly Problem[] = sharesMemory() ? [] : [NO_SHARED_MEMORY];

/** A player into a recorder, until the test ends. */
export interface Session {
  readonly player: WebPlayer;
  /** All but that recordings were late, and what is said at the beginning: that it is told once, and nothing else, is seen to. */
  readonly problems: readonly Problem[];
  readonly reports: readonly PlayerReport[];
  /** How often recordings were late so far: what is heard then has gaps. */
  lates(): number;
  /** The next report for which something holds. */
  until(holds: (report: PlayerReport) => boolean): Promise<PlayerReport>;
  /** What has been heard since the last call, in a live context. */
  captured(): Promise<Sound>;
}

export async function sessionWith(mix: MixDocument, options: Partial<WebPlayerOptions> = {}): Promise<Session> {
  const session = await emptySession(mix.sampleRate, options);
  await session.player.update(mix);
  return session;
}

/** The same, before the first update. */
export async function emptySession(sampleRate: number, options: Partial<WebPlayerOptions> = {}): Promise<Session> {
  const problems: Problem[] = [];
  const beginning: Problem[] = [];
  const reports: PlayerReport[] = [];
  let lates = 0;
  const context = new AudioContext({ sampleRate, latencyHint: "interactive" });
  await context.audioWorklet.addModule(captureUrl);
  const capture = new AudioWorkletNode(context, "capture", {
    outputChannelCount: [2],
    channelCount: 2,
    channelCountMode: "explicit",
  });
  capture.connect(context.destination);
  const player = createWebPlayer({
    newWorker: sharedWorker,
    workletUrl,
    media: chosen,
    onProblem: (problem) => {
      if (problem.code === NO_SHARED_MEMORY.code) beginning.push(problem);
      else if (problem.code === LATE) lates++;
      else problems.push(problem);
    },
    newDestination: () => capture,
    ...options,
  });
  player.subscribe((report) => reports.push(report));
  onTestFinished(async () => {
    await player.dispose();
    await context.close();
    if (options.onProblem === undefined) expect(beginning).toEqual(BEGINNING);
  });
  return {
    player,
    problems,
    reports,
    lates: () => lates,
    until: (holds) =>
      new Promise((resolve) => {
        const stop = player.subscribe((report) => {
          if (!holds(report)) return;
          stop();
          resolve(report);
        });
      }),
    captured: () =>
      new Promise((resolve) => {
        capture.port.onmessage = ({ data }) => resolve(data);
        capture.port.postMessage("take");
      }),
  };
}

/** What a bounce holds. */
export async function bounced(mix: MixDocument, media: MediaLocation = chosen): Promise<Sound> {
  const renderer = createWebRenderer({ registry, newWorker: sharedWorker, media });
  await renderer.update(mix);
  const blocks: Sound[] = [];
  await renderer.render({
    receive: ([left, right], frames) => {
      blocks.push([Float32Array.from(left.subarray(0, frames)), Float32Array.from(right.subarray(0, frames))]);
    },
  });
  await renderer.dispose();
  return joined(blocks);
}

/** One stretch of sound after the other. */
export function joined(sounds: readonly Sound[]): Sound {
  const join = (side: 0 | 1): Float32Array => {
    const whole = new Float32Array(sounds.reduce((sum, sound) => sum + sound[side].length, 0));
    let at = 0;
    for (const sound of sounds) {
      whole.set(sound[side], at);
      at += sound[side].length;
    }
    return whole;
  };
  return [join(0), join(1)];
}

export const cut = (sound: Sound, from: number, frames: number): Sound => [
  sound[0].subarray(from, from + frames),
  sound[1].subarray(from, from + frames),
];

/** Where two stretches differ first, the later of both sides; −1 where they are the same to the bit. */
export const firstDifference = (a: Sound, b: Sound): number =>
  Math.max(...a.map((channel, side) => channel.findIndex((x, i) => x !== b[side]![i])));

/** Of the loudest sample of both sides. */
export const peak = (sound: Sound): number =>
  sound.reduce((most, side) => side.reduce((high, x) => Math.max(high, Math.abs(x)), most), 0);

/** The loudest sample of what is left when one is taken from the other. */
export const apart = (a: Sound, b: Sound): number =>
  peak([a[0].map((x, i) => x - b[0][i]!), a[1].map((x, i) => x - b[1][i]!)]);

export const onset = ([left]: Sound): number => left.findIndex((x) => x !== 0);

export const waiting = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
