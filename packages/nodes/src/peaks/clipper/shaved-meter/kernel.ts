// How much is shaved: now, at most, and what it stays below for 95 % of the time.
//
// Time is counted in slots of 1/400 s. A slot reads what the curve takes from its highest peak; slots from which it takes
// nothing do not count. The last 3 s of those that do lie in a ring, and again in a row from the least to the most. So the
// readings stand through a pause, and how the signal is cut into quanta does not change them.

import { FRAME_BYTES, setMeter } from "@twobus/dsp/assembly/abi";
import { remainingShare } from "@twobus/dsp/assembly/clip-curve";
import { gainToDecibels } from "@twobus/dsp/assembly/maths";

// Meters
const SHAVED_DB: i32 = 0;
const SHAVED_MAX_DB: i32 = 1;
const SHAVED_95_PERCENT_DB: i32 = 2;

const SLOTS_PER_SECOND: f64 = 400.0;
const MOST_SLOTS: i32 = 1200;
/** One slot in twenty may be above the reading of 95 %: of fewer there is none. */
const FEWEST_SLOTS: i32 = 20;
const LEAST_DB: f64 = 0.01;

const HIGHEST: usize = 0; // v128: peaks of the slot that is running, relative to the ceiling
const SLOT_FRAMES: usize = 16; // i32
const FRAMES_LEFT: usize = 20; // i32: of the slot
const COUNT: usize = 24; // i32: slots in ring and row
const NEXT: usize = 28; // i32: where the ring goes on, its oldest slot once it is full
const RING: usize = 32; // f64 per slot
const ROW: usize = RING + 8 * MOST_SLOTS; // f64 per slot, rising

export const SHAVED_METER_BYTES: usize = ROW + 8 * MOST_SLOTS;

/** On zeroed memory. */
export function shavedMeterInit(meter: usize, sampleRate: f64): void {
  const frames = <i32>Math.floor(sampleRate / SLOTS_PER_SECOND + 0.5);
  store<i32>(meter, frames, SLOT_FRAMES);
  store<i32>(meter, frames, FRAMES_LEFT);
}

/** How much the curve takes from a peak; the knee makes that the most it takes from anything lower. */
function shavedDb(curve: usize, peaks: v128): f64 {
  const highest = max(f64x2.extract_lane(peaks, 0), f64x2.extract_lane(peaks, 1));
  return highest > 0.0 ? -gainToDecibels(remainingShare(curve, highest)) : 0.0;
}

/** Hears what each frame's peaks were, relative to the ceiling, and sets the meters. */
export function readShaving(meter: usize, curve: usize, peaks: usize, meters: usize, frames: i32): void {
  let highest = f64x2.splat(0.0);
  let slotHighest = v128.load(meter, HIGHEST);
  let left = load<i32>(meter, FRAMES_LEFT);
  const end = peaks + <usize>frames * FRAME_BYTES;
  for (; peaks < end; peaks += FRAME_BYTES) {
    const peak = v128.load(peaks);
    highest = f64x2.pmax(highest, peak);
    slotHighest = f64x2.pmax(slotHighest, peak);
    left--;
    if (left == 0) {
      countSlot(meter, shavedDb(curve, slotHighest));
      slotHighest = f64x2.splat(0.0);
      left = load<i32>(meter, SLOT_FRAMES);
    }
  }
  v128.store(meter, slotHighest, HIGHEST);
  store<i32>(meter, left, FRAMES_LEFT);
  setMeter(meters, SHAVED_DB, shavedDb(curve, highest));
  setMeter(meters, SHAVED_MAX_DB, mostDb(meter));
  setMeter(meters, SHAVED_95_PERCENT_DB, usualDb(meter));
}

function countSlot(meter: usize, slotDb: f64): void {
  if (slotDb < LEAST_DB) return;
  const next = load<i32>(meter, NEXT);
  const place = meter + RING + (<usize>next << 3);
  if (load<i32>(meter, COUNT) == MOST_SLOTS) takeOut(meter, load<f64>(place));
  store<f64>(place, slotDb);
  store<i32>(meter, next + 1 == MOST_SLOTS ? 0 : next + 1, NEXT);
  putIn(meter, slotDb);
}

function takeOut(meter: usize, slotDb: f64): void {
  const count = load<i32>(meter, COUNT) - 1;
  const index = placeInRow(meter, slotDb);
  const at = meter + ROW + (<usize>index << 3);
  memory.copy(at, at + 8, <usize>(count - index) << 3);
  store<i32>(meter, count, COUNT);
}

function putIn(meter: usize, slotDb: f64): void {
  const count = load<i32>(meter, COUNT);
  const index = placeInRow(meter, slotDb);
  const at = meter + ROW + (<usize>index << 3);
  memory.copy(at + 8, at, <usize>(count - index) << 3);
  store<f64>(at, slotDb);
  store<i32>(meter, count + 1, COUNT);
}

/** How many slots of the row are below `slotDb`: bisection. */
function placeInRow(meter: usize, slotDb: f64): i32 {
  let low: i32 = 0;
  let high = load<i32>(meter, COUNT);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(meter + ROW + (<usize>middle << 3)) < slotDb) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mostDb(meter: usize): f64 {
  const count = load<i32>(meter, COUNT);
  return count > 0 ? load<f64>(meter + ROW + (<usize>(count - 1) << 3)) : 0.0;
}

/** The nearest rank: the least reading that 95 % of the slots do not exceed. */
function usualDb(meter: usize): f64 {
  const count = load<i32>(meter, COUNT);
  if (count < FEWEST_SLOTS) return 0.0;
  const rank = (19 * count + 19) / 20;
  return load<f64>(meter + ROW + (<usize>(rank - 1) << 3));
}
