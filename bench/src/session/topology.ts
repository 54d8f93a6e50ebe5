/**
 * The reference session: stereo tracks (EQ, compressor) into buses (sum, EQ, compressor, saturator at 4×) into one stereo
 * bus (sum, EQ, compressor, clipper at 4×, limiter). Every side builds its graph from these figures.
 */
export interface SessionShape {
  readonly tracks: number;
  readonly buses: number;
  readonly seconds: number;
}

export const SAMPLE_RATE = 48000;

export const trackName = (track: number): string => `track-${String(track + 1).padStart(3, "0")}`;
export const fileName = (track: number): string => `${trackName(track)}.wav`;
export const busName = (bus: number): string => `bus-${bus + 1}`;
export const busOf = (track: number, { buses }: SessionShape): number => track % buses;

/** Counts from zero, for tracks and buses alike. */
export const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

interface EqualiserBand {
  readonly shape: "highPass" | "lowShelf" | "bell" | "highShelf";
  readonly frequencyHz: number;
  readonly gainDb: number;
  readonly q: number;
}

/** Six sections of second order. */
export const BANDS: readonly EqualiserBand[] = [
  { shape: "highPass", frequencyHz: 40, gainDb: 0, q: 0.7071 },
  { shape: "lowShelf", frequencyHz: 100, gainDb: 2, q: 0.7071 },
  { shape: "bell", frequencyHz: 250, gainDb: -3, q: 1 },
  { shape: "bell", frequencyHz: 1000, gainDb: 1.5, q: 1.4 },
  { shape: "bell", frequencyHz: 3500, gainDb: 2, q: 1 },
  { shape: "highShelf", frequencyHz: 10000, gainDb: 2, q: 0.7071 },
];

export const COMPRESSOR = { thresholdDb: -18, ratio: 3, kneeDb: 6, attackMs: 10, releaseMs: 120 } as const;
/** High-pass in front of the detector; only Twobus has one. */
export const KEY_HIGH_PASS_HZ = 100;
export const OVERSAMPLING = 4;
/** On tracks and buses, so that the sums stay near full scale. */
export const FADER_DB = -6;
export const LIMITER = { ceilingDb: -1, lookAheadMs: 5, releaseMs: 60 } as const;

export const gainOf = (decibels: number): number => 10 ** (decibels / 20);
