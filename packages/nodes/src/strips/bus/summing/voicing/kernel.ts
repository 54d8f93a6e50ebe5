// What channels and sum of a summing character share: where their parameters stand, and the map between them.
//
// A channel compresses, the sum expands: y = x/√(1 + κx²), and x = y/√(1 − κy²). One channel alone comes back as it was; what is
// heard is what channels do to each other. κ = 3/8 makes two equal peaks of 0.3 add to 0.46 dB more than they would, as the pair
// sin/arcsin does, and unlike sin this map neither folds nor ends.

/** Parameters, behind the six of every strip. */
export const SUMMING: i32 = 6;
export const SUMMING_DRIVE_DB: i32 = 7;
export const COLOUR: i32 = 8;
export const CROSSTALK: i32 = 9;
export const TOLERANCE: i32 = 10;
export const OVERSAMPLING: i32 = 11;
/** Of a channel alone. */
export const CHANNEL_INDEX: i32 = 12;

/** κ of the map. */
export const MAP_CURVATURE: f64 = 0.375;

/** One figure for each character, in the order of the parameter's options; clean has none. */
export function voiced(character: f64, punchy: f64, warm: f64, thick: f64): f64 {
  return character == 1.0 ? punchy : character == 2.0 ? warm : thick;
}
