// The limit on what may be taken, and its coming and going. No limit is not the neighbour of a small one but of a great one:
// with hardly anything to be taken nothing is clipped. So where a limit comes or goes, both clippings run beside each other,
// and one fades into the other. What bounds samples and true peaks opens before the limited clipping comes, and closes after
// it has gone, so that it never meets what a limit lets through.

const FADE_SECONDS: f64 = 0.06;

const PLACE: usize = 0; // f64: 0 without a limit, 1 with one
const STEP: usize = 8; // f64: per frame
const FIRST_DB: usize = 16; // f64: the limit at the start of the block; while it goes, what it was last
const LAST_DB: usize = 24; // f64: and at its end
const FADES: usize = 32; // i32: whether the place moves in this block
const ROW: usize = 48; // f64 per frame: how much of the limited clipping
const OPENING: usize = ROW + 128 * 8; // f64 per frame: how much of the bounds is let off
export const LIMIT_FADE_BYTES: usize = OPENING + 128 * 8;

/** Of the way: where bounds are open. */
const OPEN: f64 = 0.25;

/** On zeroed memory. */
export function limitFadeInit(fade: usize, limitDb: f64, sampleRate: f64): void {
  store<f64>(fade, limitDb > 0.0 ? 1.0 : 0.0, PLACE);
  store<f64>(fade, 1.0 / (FADE_SECONDS * sampleRate), STEP);
}

/** From 0 to 1 without a corner, nor one in its slope. */
function smooth(place: f64): f64 {
  const x = min(1.0, max(0.0, place));
  return x * x * x * (10.0 + x * (6.0 * x - 15.0));
}

/** Takes the limits of a block's start and end, 0 for none, and goes on to where it ends. */
export function runLimitFade(fade: usize, firstDb: f64, lastDb: f64, frames: i32): void {
  let place = load<f64>(fade, PLACE);
  const goal: f64 = lastDb > 0.0 ? 1.0 : 0.0;
  const fades = place != goal;
  const heldDb = place > 0.0 ? load<f64>(fade, LAST_DB) : lastDb;
  const fromDb = firstDb > 0.0 ? firstDb : heldDb;
  store<i32>(fade, fades ? 1 : 0, FADES);
  store<f64>(fade, fromDb, FIRST_DB);
  store<f64>(fade, lastDb > 0.0 ? lastDb : fromDb, LAST_DB);
  if (!fades) return;
  const step = goal > place ? load<f64>(fade, STEP) : -load<f64>(fade, STEP);
  const end = fade + ROW + (<usize>frames << 3);
  for (let at = fade + ROW; at < end; at += 8) {
    place = min(1.0, max(0.0, place + step));
    store<f64>(at, smooth((place - OPEN) / (1.0 - OPEN)));
    store<f64>(at, smooth(place / OPEN), OPENING - ROW);
  }
  store<f64>(fade, place, PLACE);
}

// @ts-ignore: decorator
@inline
export function isFading(fade: usize): bool {
  return load<i32>(fade, FADES) != 0;
}

/** Whether there is nothing but the limited clipping in this block. */
// @ts-ignore: decorator
@inline
export function isLimitedAlone(fade: usize): bool {
  return !isFading(fade) && load<f64>(fade, PLACE) != 0.0;
}

/** How much of each frame is the limited clipping, f64 each, while one fades into the other. */
// @ts-ignore: decorator
@inline
export function limitedShares(fade: usize): usize {
  return fade + ROW;
}

/** How much of what bounds samples and true peaks is let off, likewise. */
// @ts-ignore: decorator
@inline
export function openings(fade: usize): usize {
  return fade + OPENING;
}

// @ts-ignore: decorator
@inline
export function firstLimitDb(fade: usize): f64 {
  return load<f64>(fade, FIRST_DB);
}

// @ts-ignore: decorator
@inline
export function lastLimitDb(fade: usize): f64 {
  return load<f64>(fade, LAST_DB);
}
