// What the lines of a feedback delay network lose: a gain and two shelves for each, so that every path falls by 60 dB in the
// decay time, lows and highs in times of their own (J.-M. Jot and A. Chaigne, AES 90, 1991).

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { Network, NETWORK_PAIRS, Pair, pairAt } from "./feedback-lines";
import { exp, PI, tan } from "./maths";

/** ln 1000: a fall by 60 dB. */
const NEPERS_60_DB: f64 = 6.907755278982137;
/** Where the decay time holds. */
const NOMINAL_HZ: f64 = 1000.0;
/** Makes the matrix that mixes the lines lose nothing. */
const HADAMARD_SCALE: f64 = 0.25;
/** Of the three numbers that say how a pair decays. */
const DECAY_BYTES: usize = 48;

/** What is left of a sound after a line of `frames`, where it decays by 60 dB in `seconds`. */
function leftAfter(frames: i32, seconds: f64, sampleRate: f64): f64 {
  return exp((-NEPERS_60_DB * <f64>frames) / (seconds * sampleRate));
}

/** The integrator gain of a crossover. */
function tuning(hz: f64, sampleRate: f64): f64 {
  return tan(PI * min(hz / sampleRate, 0.49));
}

/**
 * Where the decays go to over the next quantum: seconds to fall by 60 dB at 1 kHz, those of lows and highs relative to that,
 * and where lows end and highs begin. Each line's gain makes up for what its shelves do at 1 kHz.
 */
export function setDecays(
  address: usize,
  seconds: f64,
  lowRatio: f64,
  highRatio: f64,
  lowHz: f64,
  highHz: f64,
): void {
  const network = changetype<Network>(address);
  const sampleRate = network.sampleRate;
  const lowTuning = tuning(lowHz, sampleRate);
  const highTuning = tuning(highHz, sampleRate);
  network.lowShare = f64x2.splat(lowTuning / (1.0 + lowTuning));
  network.highShare = f64x2.splat(highTuning / (1.0 + highTuning));
  const aboveLow = tuning(NOMINAL_HZ, sampleRate) / lowTuning;
  const aboveHigh = tuning(NOMINAL_HZ, sampleRate) / highTuning;
  for (let line: i32 = 0; line < 2 * NETWORK_PAIRS; line++) {
    const pair = pairAt(address, line >> 1);
    const frames = (line & 1) == 0 ? pair.firstLength : pair.secondLength;
    const middle = leftAfter(frames, seconds, sampleRate);
    const low = leftAfter(frames, seconds * lowRatio, sampleRate) / middle;
    const high = leftAfter(frames, seconds * highRatio, sampleRate) / middle;
    const lowPower = (low * low + aboveLow * aboveLow) / (1.0 + aboveLow * aboveLow);
    const highPower = (1.0 + high * high * aboveHigh * aboveHigh) / (1.0 + aboveHigh * aboveHigh);
    const next = changetype<usize>(pair) + DECAY_BYTES + (<usize>(line & 1) << 3);
    store<f64>(next, (HADAMARD_SCALE * middle) / Math.sqrt(lowPower * highPower));
    store<f64>(next, low - 1.0, 16);
    store<f64>(next, high - 1.0, 32);
  }
}

/** Decays are where they were sent: called after each quantum, and once before the first. */
export function arriveDecays(address: usize): void {
  for (let i: i32 = 0; i < NETWORK_PAIRS; i++) {
    const pair = changetype<usize>(pairAt(address, i));
    memory.copy(pair, pair + DECAY_BYTES, DECAY_BYTES);
  }
}

/** Shelves and gain of a pair, in place. */
export function damp(network: Network, pair: Pair, area: usize, done: i32, count: i32, frames: i32): void {
  const perFrame = f64x2.splat(1.0 / <f64>frames);
  const gainStep = f64x2.mul(f64x2.sub(pair.nextGain, pair.gain), perFrame);
  const lowStep = f64x2.mul(f64x2.sub(pair.nextLowExtra, pair.lowExtra), perFrame);
  const highStep = f64x2.mul(f64x2.sub(pair.nextHighExtra, pair.highExtra), perFrame);
  const gone = f64x2.splat(<f64>done);
  let gain = f64x2.add(pair.gain, f64x2.mul(gainStep, gone));
  let lowExtra = f64x2.add(pair.lowExtra, f64x2.mul(lowStep, gone));
  let highExtra = f64x2.add(pair.highExtra, f64x2.mul(highStep, gone));
  const lowShare = network.lowShare;
  const highShare = network.highShare;
  let lows = pair.lows;
  let highs = pair.highs;
  for (const end = area + <usize>count * FRAME_BYTES; area < end; area += FRAME_BYTES) {
    gain = f64x2.add(gain, gainStep);
    lowExtra = f64x2.add(lowExtra, lowStep);
    highExtra = f64x2.add(highExtra, highStep);
    const frame = v128.load(area);
    const lowWay = f64x2.mul(f64x2.sub(frame, lows), lowShare);
    const low = f64x2.add(lows, lowWay);
    lows = f64x2.add(low, lowWay);
    const shelved = f64x2.add(frame, f64x2.mul(lowExtra, low));
    const highWay = f64x2.mul(f64x2.sub(shelved, highs), highShare);
    const below = f64x2.add(highs, highWay);
    highs = f64x2.add(below, highWay);
    const damped = f64x2.add(shelved, f64x2.mul(highExtra, f64x2.sub(shelved, below)));
    v128.store(area, f64x2.mul(damped, gain));
  }
  pair.lows = flushDenormal(lows);
  pair.highs = flushDenormal(highs);
}
