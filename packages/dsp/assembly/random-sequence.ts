// Linear congruential generators, far ahead in few steps (F. Brown, "Random number generation with arbitrary strides", 1994):
// two steps x → a·x + c are one step of the same kind, so a stride is put together from powers of two.

/** Where a generator of `multiplier` and `increment` stands after `steps`, modulo 2^64 or any smaller power of two. */
export function randomAfter(seed: i64, multiplier: i64, increment: i64, steps: i64): i64 {
  let wholeMultiplier: i64 = 1;
  let wholeIncrement: i64 = 0;
  for (; steps > 0; steps >>= 1) {
    if ((steps & 1) != 0) {
      wholeMultiplier *= multiplier;
      wholeIncrement = wholeIncrement * multiplier + increment;
    }
    increment *= multiplier + 1;
    multiplier *= multiplier;
  }
  return wholeMultiplier * seed + wholeIncrement;
}
