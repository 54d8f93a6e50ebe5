/** Signals whose peaks lie between the samples, and a meter of their own to read them by. */

/** A seeded source of numbers from −1 to 1, even. */
export function noiseSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export const signal = (length: number, at: (n: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, n) => at(n));
export const largest = (samples: Float64Array): number => samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

const decibels = (gain: number): number => 20 * Math.log10(gain);

/** The peak between the samples, at 16 times the rate, by a sinc of `reach` frames on either side under a Hann window. */
export function truePeakDb(samples: Float64Array, reach: number): number {
  const phases = Array.from({ length: 16 }, (_, phase) =>
    signal(2 * reach, (k) => {
      const t = k - reach + 1 - phase / 16;
      return (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t)) * Math.cos((Math.PI * t) / (2 * reach)) ** 2;
    }),
  );
  // No interval far below the highest sample holds the peak: a bandlimited signal cannot rise by 5 dB within 4 frames
  const floor = 0.55 * largest(samples);
  let peak = 0;
  let lastHigh = -Infinity;
  for (let n = reach; n < samples.length - reach; n++) {
    for (let near = n - 3; near <= n + 4; near++) if (Math.abs(samples[near]!) >= floor) lastHigh = near;
    if (lastHigh < n - 3) continue;
    for (const taps of phases) {
      let y = 0;
      for (let k = 0; k < taps.length; k++) y += taps[k]! * samples[n - reach + 1 + k]!;
      peak = Math.max(peak, Math.abs(y));
    }
  }
  return decibels(peak);
}

/** Low-passed to 20 kHz at 48 kHz: what every converter passes alike. */
export function audible(samples: Float64Array): Float64Array {
  const taps = signal(129, (k) => {
    const t = k - 64;
    const sinc = t === 0 ? 0.8 : Math.sin(0.8 * Math.PI * t) / (Math.PI * t);
    return sinc * Math.cos((Math.PI * t) / 130) ** 2;
  });
  return samples.map((_, n) => taps.reduce((sum, tap, k) => sum + tap * (samples[n - k] ?? 0), 0));
}

export const FRAMES = 24000;
export const tone = (peak: number, cyclesPerFrame: number, degrees = 0): Float64Array =>
  signal(FRAMES, (n) => peak * Math.sin(2 * Math.PI * (n * cyclesPerFrame + degrees / 360)));

/** One period of fs/4 at full scale inside fs/6 at half of it, by points of 4·fs. */
function burstPoint(m: number): number {
  if (m >= 0 && m < 16) return Math.sin((2 * Math.PI * m) / 16);
  return 0.5 * Math.sin((2 * Math.PI * (m < 0 ? m : m - 16)) / 24);
}

/** Tech 3341, 20 to 23, at +6 dB: made at 4·fs, band-limited, decimated. */
function burst(offset: number): Float64Array {
  return signal(4000, (n) => {
    let y = 0;
    for (let k = -256; k <= 256; k++) {
      const sinc = k === 0 ? 0.25 : Math.sin((Math.PI * k) / 4) / (Math.PI * k);
      y += 2 * sinc * Math.cos((Math.PI * k) / 514) ** 2 * burstPoint(4 * (n - 2000) + offset + k);
    }
    return y;
  });
}

const random = noiseSource(7);
export const drums = signal(FRAMES, (n) => 6 * random() * Math.exp(-(n % 6000) / 400));
export const clippedTone = signal(FRAMES, (n) => 2 * Math.max(-1, Math.min(1, 3 * Math.sin(n / 37) + random())));
export const whiteNoise = signal(FRAMES, () => 2 * random());

/** Of EBU Tech 3341 the signals 16 to 23, raised to 6 dB over full scale; squares, noise, and what a clipper makes. */
export const WORST_CASES: readonly (readonly [name: string, samples: Float64Array])[] = [
  ["fs/4 at 45°, +6 dB", tone(2, 1 / 4, 45)],
  ["fs/4 at 45°, +3 dB", tone(1.41, 1 / 4, 45)],
  ["fs/6 at 60°, +6 dB", tone(2, 1 / 6, 60)],
  ["fs/8 at 67.5°, +6 dB", tone(2, 1 / 8, 67.5)],
  ["19.7 kHz, from nothing", tone(2, 0.41, 17)],
  ...[0, 1, 2, 3].map((offset): [string, Float64Array] => [`burst with offset ${offset}, +6 dB`, burst(offset)]),
  ["997 Hz square, +6 dB", tone(1, 997 / 48000).map((x) => 2 * Math.sign(x))],
  ["110 Hz square, +6 dB", tone(1, 110 / 48000, 3).map((x) => 2 * Math.sign(x))],
  ["white noise, +6 dB", whiteNoise],
  ["noise bursts", drums],
  ["clipped tone and noise", clippedTone],
];
