import { decibelsToGain, exp, log } from "@twobus/dsp";
import type { Card, Point, Reaction } from "./card.ts";
import type { Through } from "./through.ts";
import { amplitudeAt, both, decibels, SAMPLE_RATE, tone } from "./tones.ts";

const LOW_DBFS = -40;
const HIGH_DBFS = -6;
/** High, so that a reading over one cycle is short beside the fastest attacks: a sixth of a millisecond. */
export const BURST_HZ = 6000;
const CYCLE_FRAMES = SAMPLE_RATE / BURST_HZ;
const LEAD_FRAMES = framesOf(100);
/** How long the tone stays loud. */
export const HIGH_MS = 500;
const BACK_FRAMES = framesOf(2000);
/** Quiet readings that are shown before the step. */
const QUIET_FRAMES = framesOf(50);
const POINTS_PER_CURVE = 120;
/** Below it nothing moved. */
const LEAST_DEPTH_DB = 0.5;
const MOST_OF_IT = 1 - exp(-1);

function framesOf(ms: number): number {
  return (ms * SAMPLE_RATE) / 1000;
}

/** Gain of a tone that steps up and back, read cycle by cycle and moved back by the latency. */
export function stepOf(through: Through, latencySamples: number): Pick<Card, "step" | "reaction"> {
  const { quiet, attack, release } = burstGains(through, latencySamples, {
    lowDbfs: LOW_DBFS,
    highDbfs: HIGH_DBFS,
    highMs: HIGH_MS,
  });
  const reaction = reactionOf(quiet[0]!, attack, release); // look-ahead moves before the step
  return {
    step: [
      ...[0, quiet.length - 1].map((index) => ({ x: msOf(index - QUIET_FRAMES), y: quiet[index]! })),
      ...thinned(attack, 0),
      ...thinned(release, framesOf(HIGH_MS)),
    ],
    ...(reaction === undefined ? {} : { reaction }),
  };
}

interface Burst {
  readonly lowDbfs: number;
  readonly highDbfs: number;
  readonly highMs: number;
}

/** Gains in dB of a tone that is low, high for a time, and low again: before the burst, in it and after it. */
export function burstGains(through: Through, latencySamples: number, { lowDbfs, highDbfs, highMs }: Burst): BurstGains {
  const highFrames = framesOf(highMs);
  const [low, high] = [decibelsToGain(lowDbfs), decibelsToGain(highDbfs)];
  const level = (n: number): number => (n >= LEAD_FRAMES && n < LEAD_FRAMES + highFrames ? high : low);
  const end = LEAD_FRAMES + highFrames + BACK_FRAMES;
  const played = tone(BURST_HZ, 0, end + latencySamples).map((x, n) => x * level(n));
  const [left] = through(both(played));
  /** Over the cycle that begins at a frame; its middle is where the reading stands. */
  const gainAt = (start: number): number => {
    const cycle = left.subarray(0, start + CYCLE_FRAMES + latencySamples);
    return decibels(amplitudeAt(cycle, BURST_HZ, CYCLE_FRAMES) / level(start));
  };
  const gains = (from: number, count: number): number[] =>
    Array.from({ length: count - CYCLE_FRAMES }, (_, index) => gainAt(from + index));
  return {
    quiet: gains(LEAD_FRAMES - QUIET_FRAMES, QUIET_FRAMES),
    attack: gains(LEAD_FRAMES, highFrames),
    release: gains(LEAD_FRAMES + highFrames, BACK_FRAMES),
  };
}

interface BurstGains {
  readonly quiet: readonly number[];
  readonly attack: readonly number[];
  readonly release: readonly number[];
}

/** The time, in ms, of the middle of the cycle that begins at a frame. */
const msOf = (start: number): number => ((start + CYCLE_FRAMES / 2) / SAMPLE_RATE) * 1000;

/** Readings ever farther apart, as a logarithmic axis wants them. */
export function thinned(gains: readonly number[], from: number): Point[] {
  const indices = Array.from({ length: POINTS_PER_CURVE }, (_, point) =>
    Math.round(exp((log(gains.length) * (point + 1)) / POINTS_PER_CURVE) - 1),
  );
  return [...new Set([0, ...indices])].map((index) => ({ x: msOf(from + index), y: gains[index]! }));
}

function reactionOf(restDb: number, attack: readonly number[], release: readonly number[]): Reaction | undefined {
  const depthDb = attack.reduce((most, gain) => (Math.abs(gain - restDb) > Math.abs(most) ? gain - restDb : most), 0);
  if (Math.abs(depthDb) < LEAST_DEPTH_DB) return undefined;
  const attackMs = msOf(attack.findIndex((gain) => (gain - restDb) / depthDb >= MOST_OF_IT));
  const back = release.findIndex((gain) => (gain - restDb) / depthDb <= 1 - MOST_OF_IT);
  return { depthDb, attackMs, ...(back < 0 ? {} : { releaseMs: msOf(back) }) };
}
