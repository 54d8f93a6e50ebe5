import { exp, sin } from "@twobus/dsp";

// The same bits in every host: nothing of `Math` that is rounded as an engine likes.

/** White noise in −1 … 1, the same for the same seed (mulberry32). */
export function noise(frames: number, seed: number, level = 0.25): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length: frames }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return level * (((t ^ (t >>> 14)) >>> 0) / 0x80000000 - 1);
  });
}

export function sine(frames: number, hz: number, level: number, sampleRate = 48000): Float64Array {
  return Float64Array.from({ length: frames }, (_, n) => {
    const turns = (hz * n) / sampleRate;
    return level * sin(2 * Math.PI * (turns - Math.floor(turns)));
  });
}

/** Decaying bursts on a beat, over noise: something for a compressor to do. */
export function drums(frames: number, seed: number, period = 12000): Float64Array {
  const hits = noise(frames, seed, 0.8);
  return hits.map((x, n) => x * exp(-(n % period) / 1500));
}

/** Signals played together. */
export function together(...signals: readonly Float64Array[]): Float64Array {
  return signals[0]!.map((_, n) => signals.reduce((sum, signal) => sum + signal[n]!, 0));
}
