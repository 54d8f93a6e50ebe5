/** A tail counts as over when it has fallen by 120 dB: so many times a decay has then gone by its time constant. */
export const INAUDIBLE_NEPERS = 13.8;
