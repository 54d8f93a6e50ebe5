// A filter that an end of its range switches off. Switched within a quantum it would be heard to come and go, so it does so over
// a few: its poles stay and its zeros move between where the filter has them and the poles, where they undo them.

/** Near a twentieth of a second at the usual sample rates. */
const FADE_FRAMES: f64 = 2048.0;

/** How much of the filter there is after so many frames on its way to all (1) or nothing (0) of it. */
export function nextPresence(presence: f64, goal: f64, frames: i32): f64 {
  return presenceAfter(presence, goal, <f64>frames / FADE_FRAMES);
}

/** The same, by `most` at the most. */
export function presenceAfter(presence: f64, goal: f64, most: f64): f64 {
  return goal > presence ? min(goal, presence + most) : max(goal, presence - most);
}

/** What is heard of a filter on its way: an S, so that its ends have no corners. */
export function heardPresence(presence: v128): v128 {
  const falling = f64x2.sub(f64x2.splat(3.0), f64x2.add(presence, presence));
  return f64x2.mul(f64x2.mul(presence, presence), falling);
}

/** Leaves so much of a section of five f64 (b0, b1, b2, a1, a2). */
export function setPresence(section: usize, way: f64): void {
  if (way == 1.0) return;
  const presence = f64x2.extract_lane(heardPresence(f64x2.splat(way)), 0);
  for (let i: usize = 0; i < 3; i++) {
    const pole = i == 0 ? 1.0 : load<f64>(section + ((i + 2) << 3));
    const zero = load<f64>(section + (i << 3));
    store<f64>(section + (i << 3), pole + presence * (zero - pole));
  }
}
