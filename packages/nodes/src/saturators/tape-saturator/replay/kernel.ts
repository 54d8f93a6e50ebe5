// What the replay head adds: a bump where the wavelength is as long as the head, a dip an octave above, nothing at DC, and
// losses toward short wavelengths, of which an aligned machine leaves little.
//
// Loss at the wavenumber k = 2πf/v: spacing e^(−kd), thickness (1 − e^(−kδ))/(kδ), gap sin(kg/2)/(kg/2) (R. Wallace, 1951;
// J. Chowdhury, DAFx 2019). Three first-order shelves at fixed frequencies meet this law exactly at three others, and
// follow it within 0.3 dB from 0 to 20 kHz at 44.1 and 48 kHz.

import { BIQUAD_BYTES, BOTH_LANES, resetBiquad, runBiquads, setBiquad } from "@twobus/dsp/assembly/biquad";
import { DESIGN_BYTES, designBell, designHighPass } from "@twobus/dsp/assembly/filter-design";
import { exp, log, PI, sin, tan } from "@twobus/dsp/assembly/maths";

const METRES_PER_INCH: f64 = 0.0254;
const SPACING_METRES: f64 = 0.5e-6;
const THICKNESS_METRES: f64 = 10e-6;
const GAP_METRES: f64 = 2.5e-6;
/** The bump lies where one wavelength spans the head. */
const HEAD_METRES: f64 = 6.35e-3;
/** More bias reaches deeper, which short waves lose like spacing: so much per dB [estimate]. */
const BIAS_METRES_PER_DB: f64 = 0.35e-6;

const BUMP_Q: f64 = 1.4;
const DIP_SHARE: f64 = 0.5; // dip over bump, in dB
const CUTOFF_SHARE: f64 = 1.0 / 3.0; // corner of the high-pass over the bump's frequency

const TOP_HZ: f64 = 20000.0;
const TOP_SHARE: f64 = 0.4535; // 20 kHz at 44.1 kHz
const SHELVES: i32 = 3;
const ITERATIONS: i32 = 10;

const SECTIONS: i32 = 6;
const LIST: usize = 0; // u32 per section
const MATRIX: usize = 32; // rows of three shares and a remainder, f64
const SHELF_NEPERS: usize = MATRIX + 96; // f64 per shelf
const COEFFICIENTS: usize = SHELF_NEPERS + 32;
const FILTERS: usize = COEFFICIENTS + 48;
const WORKSPACE: usize = FILTERS + <usize>SECTIONS * BIQUAD_BYTES;
export const REPLAY_BYTES: usize = (WORKSPACE + DESIGN_BYTES + 15) & ~15;

/** Where the shelves turn, and where their sum meets the law, as shares of the top of the band. */
// @ts-ignore: decorator
@inline
function turnShare(shelf: i32): f64 {
  return shelf == 0 ? 0.03 : shelf == 1 ? 0.4 : 1.0;
}

// @ts-ignore: decorator
@inline
function meetingShare(point: i32): f64 {
  return point == 0 ? 0.05 : point == 1 ? 0.35 : 0.95;
}

/** Nepers of loss, negative; `share` of what the head loses is left after replay equalisation. */
function lossAt(hz: f64, ips: f64, share: f64, biasDb: f64): f64 {
  const k = (2.0 * PI * hz) / (ips * METRES_PER_INCH);
  const thickness = k * THICKNESS_METRES;
  const gap = 0.5 * k * GAP_METRES;
  const head = log((1.0 - exp(-thickness)) / thickness) + log(sin(gap) / gap) - k * SPACING_METRES;
  return share * head - biasDb * BIAS_METRES_PER_DB * k;
}

/** Squared frequency relative to a shelf's, on the bent axis. */
// @ts-ignore: decorator
@inline
function positionOf(point: i32, shelf: i32, top: f64): f64 {
  const position = tan(meetingShare(point) * top) / tan(turnShare(shelf) * top);
  return position * position;
}

/** Nepers of a shelf that gives `nepers` far above and none far below: |1 + jw·√G|² over |1 + jw/√G|². */
// @ts-ignore: decorator
@inline
function shelfAt(position: f64, nepers: f64): f64 {
  const gain = exp(nepers);
  return 0.5 * log((1.0 + position * gain) / (1.0 + position / gain));
}

/** Solves the three rows of `MATRIX` and adds the solution to the shelves. */
function correctShelves(replay: usize): void {
  const matrix = replay + MATRIX;
  for (let i: i32 = 0; i < SHELVES; i++) {
    for (let j = i + 1; j < SHELVES; j++) {
      const factor = entry(matrix, j, i) / entry(matrix, i, i);
      for (let k = i; k <= SHELVES; k++) setEntry(matrix, j, k, entry(matrix, j, k) - factor * entry(matrix, i, k));
    }
  }
  for (let i = SHELVES - 1; i >= 0; i--) {
    const value = entry(matrix, i, SHELVES) / entry(matrix, i, i);
    for (let j: i32 = 0; j < i; j++) setEntry(matrix, j, SHELVES, entry(matrix, j, SHELVES) - value * entry(matrix, j, i));
    const shelf = replay + SHELF_NEPERS + (<usize>i << 3);
    store<f64>(shelf, load<f64>(shelf) + value);
  }
}

// @ts-ignore: decorator
@inline
function entry(matrix: usize, row: i32, column: i32): f64 {
  return load<f64>(matrix + (<usize>(row * 4 + column) << 3));
}

// @ts-ignore: decorator
@inline
function setEntry(matrix: usize, row: i32, column: i32, value: f64): void {
  store<f64>(matrix + (<usize>(row * 4 + column) << 3), value);
}

/** Newton's way with the slopes of weak shelves: what is left falls by more than half each time. */
function fitShelves(replay: usize, sampleRate: f64, ips: f64, share: f64, biasDb: f64): void {
  const topHz = min(TOP_HZ, TOP_SHARE * sampleRate);
  const top = (PI * topHz) / sampleRate;
  memory.fill(replay + SHELF_NEPERS, 0, 24);
  for (let turn: i32 = 0; turn < ITERATIONS; turn++) {
    for (let point: i32 = 0; point < SHELVES; point++) {
      let rest = lossAt(meetingShare(point) * topHz, ips, share, biasDb);
      for (let shelf: i32 = 0; shelf < SHELVES; shelf++) {
        const position = positionOf(point, shelf, top);
        setEntry(replay + MATRIX, point, shelf, position / (1.0 + position));
        rest -= shelfAt(position, load<f64>(replay + SHELF_NEPERS + (<usize>shelf << 3)));
      }
      setEntry(replay + MATRIX, point, SHELVES, rest);
    }
    correctShelves(replay);
  }
  for (let shelf: i32 = 0; shelf < SHELVES; shelf++) {
    designShelf(replay + COEFFICIENTS, tan(turnShare(shelf) * top), load<f64>(replay + SHELF_NEPERS + (<usize>shelf << 3)));
    setBiquad(filterAt(replay, shelf), replay + COEFFICIENTS, BOTH_LANES);
  }
}

/** (1 + s·√G)/(1 + s/√G), bilinear. */
function designShelf(coefficients: usize, turn: f64, nepers: f64): void {
  const root = exp(0.5 * nepers);
  const norm = 1.0 / (turn + 1.0 / root);
  store<f64>(coefficients, (turn + root) * norm);
  store<f64>(coefficients, (turn - root) * norm, 8);
  store<f64>(coefficients, 0.0, 16);
  store<f64>(coefficients, (turn - 1.0 / root) * norm, 24);
  store<f64>(coefficients, 0.0, 32);
}

// @ts-ignore: decorator
@inline
function filterAt(replay: usize, index: i32): usize {
  return replay + FILTERS + <usize>index * BIQUAD_BYTES;
}

/** Sets where the filters go to. `share` is what is left of the losses, 0 to 1. */
export function setReplay(replay: usize, sampleRate: f64, ips: f64, bumpDb: f64, share: f64, biasDb: f64): void {
  const bumpHz = (ips * METRES_PER_INCH) / HEAD_METRES;
  const coefficients = replay + COEFFICIENTS;
  const workspace = replay + WORKSPACE;
  fitShelves(replay, sampleRate, ips, share, biasDb);
  designBell(coefficients, workspace, sampleRate, bumpHz, bumpDb, BUMP_Q);
  setBiquad(filterAt(replay, 3), coefficients, BOTH_LANES);
  designBell(coefficients, workspace, sampleRate, 2.0 * bumpHz, -DIP_SHARE * bumpDb, BUMP_Q);
  setBiquad(filterAt(replay, 4), coefficients, BOTH_LANES);
  designHighPass(coefficients, workspace, sampleRate, CUTOFF_SHARE * bumpHz, 2, 0.0);
  setBiquad(filterAt(replay, 5), coefficients, BOTH_LANES);
}

/** Arrives at once, and forgets what was heard. */
export function resetReplay(replay: usize): void {
  for (let i: i32 = 0; i < SECTIONS; i++) {
    resetBiquad(filterAt(replay, i));
    store<u32>(replay + LIST + (<usize>i << 2), <u32>filterAt(replay, i));
  }
}

/** In place. */
export function runReplay(replay: usize, buffer: usize, frames: i32): void {
  runBiquads(replay + LIST, SECTIONS, buffer, buffer, frames);
}
