const SAMPLE_RATE = 48000;

/** Tones of −6 dBFS together. Their frequencies, in Hz, share no period with any delay. */
export const stimuli: Readonly<Record<string, readonly number[]>> = {
  "100 Hz": [100.3],
  "997 Hz": [997],
  chord: [220.1, 277.3, 329.7],
  "5 kHz": [5003],
};

export const toneOf = (hz: readonly number[], frames: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, n) =>
    hz.reduce((sum, f) => sum + (0.5 / hz.length) * Math.sin((2 * Math.PI * f * n) / SAMPLE_RATE), 0),
  );
