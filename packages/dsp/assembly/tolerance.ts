// Small differences between the parts of a unit, the same ones every time.

/** A number from 0 to 1 that belongs to a unit for ever; the ninth draw is the next unit's first (hash by C. Wellons, "lowbias32"). */
export function luck(unit: f64, draw: u32): f64 {
  let bits = <u32>(<i32>unit) * 8 + draw + 0x9e3779b9;
  bits = (bits ^ (bits >> 16)) * 0x7feb352d;
  bits = (bits ^ (bits >> 15)) * 0x846ca68b;
  return <f64>(bits ^ (bits >> 16)) / 4294967296.0;
}
