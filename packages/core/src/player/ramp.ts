/** A value in a voice's memory on its way to another. */
export interface Ramp {
  /** Addresses of where the value stands at the start and at the end of a quantum. */
  readonly start: number;
  readonly end: number;
  readonly to: number;
  /**
   * A factor on sound moves evenly as a factor, also where it stands in decibels: so it is smooth to the ear down to silence.
   * Frequencies and qualities move evenly in octaves.
   */
  readonly unit: "factor" | "levelDb" | "ratio" | "Db" | "Ms" | "Percent" | "other";
}
