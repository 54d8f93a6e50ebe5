/** Whole numbers of `bits` bits: a slow wave, noise that fades, a stretch at full scale and one of silence. */
export function integerSignal(bits: number, frames: number, channel: number): number[] {
  const full = 2 ** (bits - 1);
  let state = 12345 + channel;
  return Array.from({ length: frames }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noise = state / 4294967296 - 0.5;
    if (i % 1000 > 980) return i % 2 === 0 ? full - 1 : -full;
    if (i % 1000 > 900) return 0;
    const triangle = Math.abs((i % 200) - 100) / 100 - 0.5;
    return Math.floor((triangle * 0.6 + noise * 0.01 * (1 + channel)) * full);
  });
}

/** Sound that survives lossy codecs: three partials under two bumps, different in each channel. */
export function tone(sampleRate: number, frames: number, channel: number): Float64Array {
  return Float64Array.from({ length: frames }, (_, i) => {
    const t = i / sampleRate;
    const bump = Math.exp(-(((t - 0.1) / 0.04) ** 2)) + 0.6 * Math.exp(-(((t - 0.22) / 0.02) ** 2));
    const base = 2 * Math.PI * (330 + 110 * channel) * t;
    return 0.3 * bump * (Math.sin(base) + 0.5 * Math.sin(3.7 * base + 1) + 0.3 * Math.sin(9.1 * base + 2));
  });
}

export const TONE_FRAMES = 14567;
