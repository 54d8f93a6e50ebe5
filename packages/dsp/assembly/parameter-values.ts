// A set of parameter values at one moment: an address from which `startOf(values, index)` reads. The parameter block itself
// is the set at the start of the quantum; functions of a whole set serve both ends of a ramp, and a remembered set as well.

import { startOf } from "./abi";

/** Bytes that a remembered set of `count` values takes. */
// @ts-ignore: decorator
@inline
export function valuesBytes(count: i32): usize {
  return <usize>count << 4;
}

/** The set of values at the end of the quantum. */
// @ts-ignore: decorator
@inline
export function endValues(parameters: usize): usize {
  return parameters + 8;
}

/** Whether any value differs from the remembered set; remembers it. Coefficients are computed only when something moved. */
export function valuesChanged(remembered: usize, values: usize, count: i32): bool {
  let changed = false;
  for (let i: i32 = 0; i < count; i++) {
    const value = startOf(values, i);
    if (startOf(remembered, i) != value) {
      store<f64>(remembered + (<usize>i << 4), value);
      changed = true;
    }
  }
  return changed;
}
