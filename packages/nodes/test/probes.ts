/** Signals and readings for behaviour checks, in plain double precision. */

export const SAMPLE_RATE = 48000;

export const decibels = (gain: number): number => 20 * Math.log10(Math.abs(gain));

/** A sine of `peakDb` dBFS peak. */
export function sine(hz: number, peakDb: number, length: number): Float64Array {
  const peak = 10 ** (peakDb / 20);
  return Float64Array.from({ length }, (_, i) => peak * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE + 0.3));
}

/** A seeded source of numbers from −1 to 1. */
export function noiseSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}

const tone = (hz: number, t: number): number => Math.sin(2 * Math.PI * hz * t);

/** Drums, bass and a chord: 120 beats per minute, peaks at `peakDb` dBFS, crest about 18 dB, little above 16 kHz. */
export function programme(seconds: number, peakDb: number): Float64Array {
  const random = noiseSource(7);
  const poles = [0, 0, 0, 0];
  const dull = (): number => {
    let value = random();
    poles.forEach((pole, index) => (value = poles[index] = pole + 0.75 * (value - pole)));
    return 2 * value;
  };
  const signal = Float64Array.from({ length: seconds * SAMPLE_RATE }, (_, i) => {
    const t = i / SAMPLE_RATE;
    const beat = t % 0.5;
    const backBeat = (t + 0.5) % 1;
    const grain = dull();
    const kick = 0.8 * Math.sin(2 * Math.PI * (50 * beat + 3 * (1 - Math.exp(-40 * beat)))) * Math.exp(-14 * beat);
    const snare = (0.4 * grain + 0.3 * tone(190, backBeat)) * Math.exp(-22 * backBeat);
    const hat = 0.14 * grain * Math.exp(-60 * (t % 0.25));
    const bass = 0.12 * tone(55, t) + 0.04 * tone(110, t);
    const chord = [220, 277.2, 329.6, 440].reduce((sum, hz) => sum + 0.022 * (tone(hz, t) + 0.4 * tone(2 * hz, t)), 0);
    return kick + snare + hat + bass + chord;
  });
  const scale = 10 ** (peakDb / 20) / peak(signal);
  return signal.map((value) => value * scale);
}

export const peak = (signal: Float64Array): number =>
  signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

export const rms = (signal: Float64Array): number =>
  Math.sqrt(signal.reduce((sum, value) => sum + value * value, 0) / signal.length);

/** True peak: the highest of 16 positions per sample, by a windowed sinc over 80 samples. */
export function truePeak(signal: Float64Array): number {
  const reach = 40;
  const floor = 0.5 * peak(signal);
  let most = 0;
  for (let i = reach; i < signal.length - reach; i++) {
    if (Math.abs(signal[i]!) < floor && Math.abs(signal[i + 1]!) < floor) continue;
    for (const taps of sincPhases(reach)) {
      let sum = 0;
      for (let j = 0; j < taps.length; j++) sum += taps[j]! * signal[i - reach + 1 + j]!;
      most = Math.max(most, Math.abs(sum));
    }
  }
  return most;
}

let phases: Float64Array[] | undefined;
function sincPhases(reach: number): Float64Array[] {
  phases ??= Array.from({ length: 16 }, (_phase, phase) =>
    Float64Array.from({ length: 2 * reach }, (_, j) => {
      const distance = j - reach + 1 - phase / 16;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1));
      return distance === 0 ? 1 : (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
    }),
  );
  return phases;
}

/** One turn of a cosine in `length` steps. */
const turnOf = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.cos((2 * Math.PI * i) / length));

/** Peak amplitude of one frequency, `bin` times `SAMPLE_RATE / length`, of a stretch that is periodic in its length. */
function amplitudeOf(stretch: Float64Array, bin: number, cosine: Float64Array): number {
  const { length } = stretch;
  const quarter = length / 4;
  let [re, im] = [0, 0];
  for (let i = 0, turn = 0; i < length; i++, turn = (turn + bin) % length) {
    re += stretch[i]! * cosine[turn]!;
    im += stretch[i]! * cosine[(turn + 3 * quarter) % length]!;
  }
  return ((bin === 0 ? 1 : 2) * Math.hypot(re, im)) / length;
}

/** Peak amplitude of every frequency. */
function spectrum(stretch: Float64Array): Float64Array {
  const cosine = turnOf(stretch.length);
  return Float64Array.from({ length: stretch.length / 2 }, (_, bin) => amplitudeOf(stretch, bin, cosine));
}

/** The last 0.1 s of a signal: bins of 10 Hz. */
export const tail = (signal: Float64Array): Float64Array => signal.subarray(signal.length - SAMPLE_RATE / 10);

/** Level of harmonic `order` of a settled tone of `hz` (a multiple of 10), in dB relative to the fundamental. */
export function harmonicDb(signal: Float64Array, hz: number, order: number): number {
  const stretch = tail(signal);
  const cosine = turnOf(stretch.length);
  return decibels(amplitudeOf(stretch, (hz * order) / 10, cosine) / amplitudeOf(stretch, hz / 10, cosine));
}

/** The strongest bin up to 20 kHz that is no harmonic of `hz` (a multiple of 10), in dB relative to the fundamental. */
export function aliasDb(signal: Float64Array, hz: number): number {
  const bins = spectrum(tail(signal));
  const aliases = bins.filter((_, bin) => bin > 0 && bin <= 2000 && (bin * 10) % hz !== 0);
  return decibels(peak(aliases) / bins[hz / 10]!);
}
