/** Recordings by file name, the same bytes wherever this runs: whole-number noise, nothing of Math that hosts round differently. */
export const recordings: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  "kick.wav": floatWave(noise(40_000, 1, 6000), { sampleRate: 48_000, channels: 1 }),
  "stems/guitars #1.wav": floatWave(noise(2 * 33_075, 2), { sampleRate: 44_100, channels: 2 }),
  "stems/bass.wav": floatWave(noise(30_000, 3), { sampleRate: 48_000, channels: 1 }),
  "stems/room/pad.wav": floatWave(noise(2 * 48_000, 4), { sampleRate: 48_000, channels: 2 }),
};

/** Of the two long recordings: 20 seconds at 48 kHz. */
export const LONG_FRAMES = 960_000;

/** Noise with a beat four times a second, by file name; made when it is first asked for. */
export const longRecordings = (): Readonly<Record<string, Uint8Array<ArrayBuffer>>> =>
  Object.fromEntries(
    ["one.wav", "two.wav"].map((file, seed) => [
      file,
      floatWave(noise(LONG_FRAMES, seed + 10, 12_000), { sampleRate: 48_000, channels: 1 }),
    ]),
  );

/** White noise, mulberry32; louder at the start of every `period` samples. */
export function noise(samples: number, seed: number, period = samples): Float32Array {
  let state = seed;
  return Float32Array.from({ length: samples }, (_, n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    const white = ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
    return (white / 4) * (1 - (n % period) / period / 2);
  });
}

interface WaveShape {
  readonly sampleRate: number;
  readonly channels: number;
}

/** A float32 WAV, written by hand so that tests do not lean on the writer that they test. */
export function floatWave(samples: Float32Array, { sampleRate, channels }: WaveShape): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + samples.byteLength);
  const view = new DataView(bytes.buffer);
  const text = (at: number, letters: string): void => bytes.set(new TextEncoder().encode(letters), at);
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 3, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 4, true);
  view.setUint16(32, channels * 4, true);
  view.setUint16(34, 32, true);
  text(36, "data");
  view.setUint32(40, samples.byteLength, true);
  bytes.set(new Uint8Array(samples.buffer), 44);
  return bytes;
}
