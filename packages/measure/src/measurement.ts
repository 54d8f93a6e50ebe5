/**
 * What a programme measures, by ITU-R BS.1770-5, EBU Tech 3341 and Tech 3342. `null` means that there is no value:
 * silence (which would be −∞), or a programme shorter than the window that the figure is defined on.
 */
export interface Measurement {
  /** Gated loudness of the whole programme. Needs 400 ms above −70 LUFS. */
  readonly integratedLufs: number | null;
  /** The loudest 400 ms, on a grid of 10 ms. */
  readonly momentaryMaxLufs: number | null;
  /** The loudest 3 s, on a grid of 10 ms. */
  readonly shortTermMaxLufs: number | null;
  /** Spread of the short-term loudness, from its 10th to its 95th percentile. Needs 3 s above −70 LUFS. */
  readonly loudnessRangeLu: number | null;
  /** The highest point of the waveform between the samples, of all channels. Within 0.02 dB up to 20 kHz. */
  readonly truePeakDbtp: number | null;
  readonly samplePeakDbfs: number | null;
  /** Peak to loudness ratio: `truePeakDbtp` − `integratedLufs`. */
  readonly plrDb: number | null;
  /** Of the first two channels over the whole programme: 1 mono, 0 independent, −1 inverted. `null` for one channel. */
  readonly correlation: number | null;
  /** The mean of the channel that is furthest off zero; 1 is full scale. */
  readonly dcOffset: number;
  readonly durationSeconds: number;
  readonly sampleRate: number;
  readonly channels: number;
}

/** What a programme measures while it goes on. */
export interface LiveMeasurement {
  /** Of the last 400 ms. */
  readonly momentaryLufs: number | null;
  /** Of the last 3 s. */
  readonly shortTermLufs: number | null;
  /** Gated, of all so far. */
  readonly integratedLufs: number | null;
  /** The highest so far. */
  readonly truePeakDbtp: number | null;
  /** Of the first two channels since the last look. */
  readonly correlation: number | null;
}

/** A figure as it goes into a measurement: `null` for what JSON has no word for. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
