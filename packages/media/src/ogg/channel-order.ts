/** For each channel of WAV's order, its place in the order of Vorbis and Opus (Vorbis I, section 4.3.9). */
const ORDERS: Readonly<Record<number, readonly number[]>> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 5, 3, 4],
  8: [0, 2, 1, 7, 5, 6, 3, 4],
};

/** Puts left, centre, right, … into WAV's left, right, centre, … */
export function inWaveOrder<T>(channels: readonly T[]): readonly T[] {
  return ORDERS[channels.length]?.map((place) => channels[place]!) ?? channels;
}
