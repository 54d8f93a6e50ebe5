/** A value in a voice's memory that can be on its way. */
export interface RampPlace {
  /** Addresses of where the value stands at the start and at the end of a quantum. */
  readonly start: number;
  readonly end: number;
  /**
   * A factor on sound moves evenly as a factor, also where it stands in decibels: so it is smooth to the ear down to silence.
   * Frequencies and qualities move evenly in octaves.
   */
  readonly unit: "factor" | "levelDb" | "ratio" | "Db" | "Ms" | "Percent" | "Degrees" | "other";
}

/** A value on its way to another. */
export interface Ramp extends RampPlace {
  readonly to: number;
}
