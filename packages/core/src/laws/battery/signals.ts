import { sin } from "@twobus/dsp";
import type { Stereo } from "../../solo/node-runner.ts";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function noise(frames: number, seed: number, level = 1): Stereo {
  const random = seeded(seed);
  const channel = (): Float64Array => Float64Array.from({ length: frames }, () => level * (2 * random() - 1));
  return [channel(), channel()];
}

export function silence(frames: number): Stereo {
  return [new Float64Array(frames), new Float64Array(frames)];
}

export function impulse(frames: number, at: number, level: number): Stereo {
  const channel = new Float64Array(frames);
  channel[at] = level;
  return [channel, channel];
}

/** A signal with silence behind it. */
export function followedBySilence([left, right]: Stereo, frames: number): Stereo {
  const longer = silence(left.length + frames);
  longer[0].set(left);
  longer[1].set(right);
  return longer;
}

/**
 * Tones over noise, in bursts that rise from −50 dBFS to full scale and start anew: every part of a level-dependent
 * node has something to do. The same bits on every host.
 */
export function programme(frames: number, seed: number): Stereo {
  const [left, right] = noise(frames, seed, 0.2);
  const burstFrames = 768;
  const shape = (grain: Float64Array, radiansPerFrame: number): Float64Array =>
    grain.map((value, n) => {
      const way = (n % burstFrames) / burstFrames;
      return (0.003 + way * way * way) * (value + 0.8 * sin(n * radiansPerFrame));
    });
  return [shape(left, 0.031), shape(right, 0.2)];
}

const HOSTILE_FRAMES = 256;

/** Finite, and nothing that anyone would call music: each kind for two quanta, straight after the one before. */
export function hostile(seed: number): Stereo {
  const random = seeded(seed);
  const kinds: readonly ((n: number) => number)[] = [
    () => 0,
    () => 2 * random() - 1,
    () => 100 * (2 * random() - 1),
    () => 1,
    () => -100,
    (n) => (n % 50 === 0 ? 1 : 0),
    (n) => (n % 97 === 0 ? -100 : 0),
    (n) => (n % 2 === 0 ? 5e-324 : -1e-310),
    (n) => (n % 2 === 0 ? 100 : -100),
    () => 0,
    (n) => (n === 0 ? 1e-200 : 0),
  ];
  const channel = (): Float64Array =>
    Float64Array.from({ length: kinds.length * HOSTILE_FRAMES }, (_, n) =>
      kinds[Math.floor(n / HOSTILE_FRAMES)]!(n % HOSTILE_FRAMES),
    );
  return [channel(), channel()];
}

export function peakOf([left, right]: Stereo, from = 0): number {
  let peak = 0;
  for (let n = from; n < left.length; n++) peak = Math.max(peak, Math.abs(left[n]!), Math.abs(right[n]!));
  return peak;
}

/** First frame where two signals differ in a bit (0 and −0 count as equal), or −1. */
export function firstDifference(a: Stereo, b: Stereo): number {
  const frames = Math.max(a[0].length, b[0].length);
  for (let n = 0; n < frames; n++) if (a[0][n] !== b[0][n] || a[1][n] !== b[1][n]) return n;
  return -1;
}
