// What a style decides: how much of the look-ahead the gain takes to fall, how long it waits, and how it comes back.
//
//                  falls within    waits    back after a lone peak    after dense limiting (rise, fall of the slow stage)
//   transparent    all             0 ms     releaseMs                 0.2 s, 1 s
//   punchy         a quarter       0 ms     releaseMs                 0.03 s, 0.25 s
//   dense          half            0 ms     a third of releaseMs      0.4 s, 0.3 s
//   safe           all             25 ms    twice releaseMs           0.1 s, 2 s
//
// The figures are our own, chosen by what the checks measure [estimate].

const PUNCHY: i32 = 1;
const DENSE: i32 = 2;
const SAFE: i32 = 3;

/** The gain never falls within less than this, or it would bend the waveform between two samples. */
const LEAST_ATTACK_SECONDS: f64 = 0.001;
const SAFE_WAIT_SECONDS: f64 = 0.025; // half a wave of 20 Hz: the gain stands still between its peaks

/** Frames within which the gain falls, of `lookAhead`. */
export function attackFrames(style: i32, lookAhead: i32, sampleRate: f64): i32 {
  const share = style == PUNCHY ? 0.25 : style == DENSE ? 0.5 : 1.0;
  const least = min(lookAhead, <i32>Math.floor(LEAST_ATTACK_SECONDS * sampleRate + 0.5));
  return max(least, <i32>Math.floor(share * <f64>lookAhead + 0.5));
}

/** Frames that the gain waits at its depth after a peak. */
export function waitFrames(style: i32, sampleRate: f64): i32 {
  return style == SAFE ? <i32>Math.floor(SAFE_WAIT_SECONDS * sampleRate + 0.5) : 0;
}

/** How many times as long as `releaseMs` the gain takes to come back after a lone peak. */
export function releaseScale(style: i32): f64 {
  return style == SAFE ? 2.0 : style == DENSE ? 1.0 / 3.0 : 1.0;
}

export function slowRiseSeconds(style: i32): f64 {
  return style == PUNCHY ? 0.03 : style == DENSE ? 0.4 : style == SAFE ? 0.1 : 0.2;
}

export function slowFallSeconds(style: i32): f64 {
  return style == PUNCHY ? 0.25 : style == DENSE ? 0.3 : style == SAFE ? 2.0 : 1.0;
}
