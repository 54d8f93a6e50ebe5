// Diodes in a bridge: the current that makes them conduct turns the signal down, and the more of it, the less of the signal
// is small against what holds them. So distortion grows with reduction: odd, as the bridge is symmetrical, with a little of
// what its tolerance leaves. The signal is padded by 40 dB in front and raised behind, with the noise that costs. The
// limiter acts on the same bridge, after compression and make-up.

import { FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { ROW_BYTES, setRamp } from "@twobus/dsp/assembly/control-row";
import {
  GAIN_LAW_BYTES,
  kneeLaw,
  LAW_FOOT,
  LAW_KNEE,
  LAW_RANGE,
  LAW_SLOPE,
  OF_AMPLITUDE,
  reductionAt,
  reductionsByLaw,
} from "@twobus/dsp/assembly/gain-computer";
import {
  colouredGain,
  followColouredGain,
  gainColourBytes,
  gainColourInit,
  gainColourRecord,
  setColourFrom,
  setColourTo,
} from "@twobus/dsp/assembly/gain-colour";
import { steadyOutputDb } from "@twobus/dsp/assembly/gain-stage";
import { DB_PER_LOG2, exp2, log2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { log2Pair } from "@twobus/dsp/assembly/fast-maths";
import {
  forgetReductions,
  MEMORY_BALLISTICS_BYTES,
  rememberingBallistics,
  setFirstMemory,
  setTimes,
} from "@twobus/dsp/assembly/memory-ballistics";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { addNoise, advanceNoise, seedNoise, SEEDED_NOISE_BYTES } from "@twobus/dsp/assembly/seeded-noise";
import {
  advanceSideChain,
  AUTO_MAKEUP,
  greatestOf,
  hearKey,
  heldPeaks,
  isMidSide,
  KEY_LISTEN,
  linkReductions,
  linkShare,
  makeupGain,
  mixShare,
  REFERENCE_PEAK_DB,
  setHold,
  setSideChain,
  SIDE_CHAIN_BYTES,
  SIDE_CHAIN_PARAMETERS,
} from "@twobus/dsp/assembly/side-chain";

const THRESHOLD_DB: i32 = 0;
const RATIO: i32 = 1;
const ATTACK: i32 = 2;
const RECOVERY: i32 = 3;
const LIMITER: i32 = 4;
const LIMITER_THRESHOLD_DB: i32 = 5;
const LIMITER_ATTACK: i32 = 6;
const LIMITER_RECOVERY: i32 = 7;
const NOISE: i32 = 8;
const OWN_PARAMETERS: i32 = 9;
const SIDE_CHAIN_VALUES: usize = <usize>OWN_PARAMETERS << 4;
const OVERSAMPLING: i32 = OWN_PARAMETERS + SIDE_CHAIN_PARAMETERS;
const PARAMETERS: i32 = OVERSAMPLING + 1;

const KNEE_DB: f64 = 4.0;
const LIMITER_KNEE_DB: f64 = 2.0;
const MOST_REDUCTION_DB: f64 = 60.0;
/** Keeps the logarithm of silence finite. */
const FLOOR: f64 = 1e-20;

const FAST: f64 = 0.0;
const ATTACK_SECONDS: f64 = 0.003;
const LIMITER_ATTACK_SECONDS: f64 = 0.002;
/** The automatic recoveries among the options. */
const A1: i32 = 4;
const AUTO_LEARNING_SECONDS: f64 = 1.0;

// The bridge at rest, and per 6.02 dB of reduction: 0.1 % of third harmonic at 0 VU, 0.5 % at 10 dB; a mismatch of −60 dB
const ODD: f64 = 0.5;
const ODD_GROWTH: f64 = 1.2;
const EVEN: f64 = 0.012;
const EVEN_GROWTH: f64 = 0.003;

/** 70 dB under a tone at 0 VU, as the peak of even noise: √3 of its RMS. */
const NOISE_PEAK: f64 = 4.876e-5;
const NOISE_SEED: i32 = 20609;

const SAMPLE_RATE: usize = 0;
const HISS: usize = 16;
const VALUES: usize = HISS + SEEDED_NOISE_BYTES;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const LOOP: usize = LAW + GAIN_LAW_BYTES;
const LIMITER_LOOP: usize = LOOP + MEMORY_BALLISTICS_BYTES;
const CHAIN: usize = LIMITER_LOOP + MEMORY_BALLISTICS_BYTES;
const ROW: usize = CHAIN + SIDE_CHAIN_BYTES;
const LIMITER_ROW: usize = ROW + ROW_BYTES;
const STAGE: usize = LIMITER_ROW + ROW_BYTES;

export function diodeCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STAGE + gainColourBytes(<i32>valueOf(parameters, OVERSAMPLING));
}

export function diodeCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STAGE);
  store<f64>(state + SAMPLE_RATE, sampleRate);
  seedNoise(state + HISS, NOISE_SEED);
  gainColourInit(state + STAGE, <i32>valueOf(parameters, OVERSAMPLING), sampleRate);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
}

export function diodeCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  advanceSideChain(state + CHAIN, frames);
  advanceNoise(state + HISS, noiseOf(parameters), noiseOf(endValues(parameters)), frames);
}

export function diodeCompressorProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const common = parameters + SIDE_CHAIN_VALUES;
  const commonEnds = ends + SIDE_CHAIN_VALUES;
  const chain = state + CHAIN;
  const row = state + ROW;

  const heard = hearKey(chain, ports, frames);
  heldPeaks(chain, heard, row, isMidSide(commonEnds), frames);
  const limits = startOf(parameters, LIMITER) != 0.0 || startOf(ends, LIMITER) != 0.0;
  if (limits) memory.copy(state + LIMITER_ROW, row, <usize>frames * FRAME_BYTES);
  setLaw(state + LAW, parameters, frames);
  reductionsByLaw(row, frames, state + LAW, OF_AMPLITUDE);
  rememberingBallistics(state + LOOP, row, frames);
  linkReductions(row, row, frames, linkShare(common), linkShare(commonEnds));
  if (limits) limit(state, parameters, frames);
  else forgetReductions(state + LIMITER_LOOP);
  setMeter(meters, 0, greatestOf(row, frames) * DB_PER_LOG2);

  const stage = state + STAGE;
  setColourFrom(stage, ODD, ODD_GROWTH, EVEN, EVEN_GROWTH);
  setColourTo(stage, ODD, ODD_GROWTH, EVEN, EVEN_GROWTH);
  const makeup = makeupOf(parameters);
  const lastMakeup = makeupOf(ends);
  const main = portAt(ports, 0);
  const output = portAt(ports, 2);
  colouredGain(stage, row, main, heard, output, common, commonEnds, makeup, lastMakeup, frames);
  addNoise(state + HISS, main, output, noiseOf(parameters) * makeup, noiseOf(ends) * lastMakeup, frames);
}

export function diodeCompressorRecord(state: usize): void {
  gainColourRecord(state + STAGE);
}

export function diodeCompressorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  followColouredGain(follow + STAGE, state + STAGE, input, output, frames);
}

/** Static output level in dB of a steady tone whose peaks are at `inputDb`, for the values of the last quantum. */
export function diodeCompressorCurve(state: usize, inputDb: f64): f64 {
  const values = state + VALUES;
  const compressed = reductionOf(values, inputDb);
  const overFoot = inputDb * LOG2_10_OVER_20 - compressed - limiterFootOf(values);
  const limited = reductionAt(overFoot, 1.0, LIMITER_KNEE_DB * LOG2_10_OVER_20) * startOf(values, LIMITER);
  return steadyOutputDb(inputDb, compressed + limited, makeupOf(values), mixShare(values + SIDE_CHAIN_VALUES));
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state + SAMPLE_RATE);
  setSideChain(state + CHAIN, values + SIDE_CHAIN_VALUES, sampleRate);
  const recovery = <i32>startOf(values, RECOVERY);
  const limiterRecovery = <i32>startOf(values, LIMITER_RECOVERY);
  const seconds = recoverySeconds(recovery);
  const limiterSeconds = limiterRecoverySeconds(limiterRecovery);
  // One detector serves both, with the hold of the quicker one
  const quicker = min(seconds, limiterSeconds);
  const held = quicker - setHold(state + CHAIN, quicker, sampleRate);
  const slowness = startOf(values, ATTACK) == FAST ? 1.0 : 2.0;
  const limiterSlowness = startOf(values, LIMITER_ATTACK) == FAST ? 1.0 : 2.0;
  setLoop(state + LOOP, ATTACK_SECONDS * slowness, seconds - held, recovery, sampleRate);
  const limiterAttack = LIMITER_ATTACK_SECONDS * limiterSlowness;
  setLoop(state + LIMITER_LOOP, limiterAttack, limiterSeconds - held, limiterRecovery, sampleRate);
}

/** What the automatic recoveries remember is given back in 0.8 s (a1) or 1.5 s (a2). */
function setLoop(loop: usize, attack: f64, release: f64, recovery: i32, sampleRate: f64): void {
  setTimes(loop, attack, 0.0, release, sampleRate);
  const share: f64 = recovery >= A1 ? 1.0 : 0.0;
  setFirstMemory(loop, share, AUTO_LEARNING_SECONDS, recovery == A1 ? 0.8 : 1.5, sampleRate);
}

/** The automatic recoveries as they are after a peak. */
function recoverySeconds(option: i32): f64 {
  if (option >= A1) return option == A1 ? 0.04 : 0.15;
  return option == 0 ? 0.1 : option == 1 ? 0.4 : option == 2 ? 0.8 : 1.5;
}

function limiterRecoverySeconds(option: i32): f64 {
  if (option >= A1) return recoverySeconds(option);
  return option == 0 ? 0.05 : option == 1 ? 0.1 : option == 2 ? 0.2 : 0.8;
}

/** Adds what the limiter takes off the compressed and made-up level, which never rises over its threshold. */
function limit(state: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const one = f64x2.splat(1.0);
  const knee = f64x2.splat(LIMITER_KNEE_DB * LOG2_10_OVER_20);
  const bend = f64x2.splat(0.5 / (LIMITER_KNEE_DB * LOG2_10_OVER_20));
  const mark = limiterFootOf(parameters);
  const step = f64x2.splat((limiterFootOf(ends) - mark) / <f64>frames);
  let foot = f64x2.splat(mark);
  let row = state + ROW;
  const levels = state + LIMITER_ROW;
  const end = levels + <usize>frames * FRAME_BYTES;
  for (let level = levels; level < end; level += FRAME_BYTES) {
    foot = f64x2.add(foot, step);
    const compressed = f64x2.sub(log2Pair(f64x2.pmax(f64x2.splat(FLOOR), v128.load(level))), v128.load(row));
    v128.store(level, kneeLaw(f64x2.sub(compressed, foot), knee, bend, one));
    row += FRAME_BYTES;
  }
  rememberingBallistics(state + LIMITER_LOOP, levels, frames);
  const share = linkShare(parameters + SIDE_CHAIN_VALUES);
  linkReductions(levels, levels, frames, share, linkShare(ends + SIDE_CHAIN_VALUES));
  addRow(state + ROW, levels, frames, startOf(parameters, LIMITER), startOf(ends, LIMITER));
}

/** Adds a share of a row, from `start` to `end`, to another. */
function addRow(row: usize, other: usize, frames: i32, start: f64, end: f64): void {
  const step = f64x2.splat((end - start) / <f64>frames);
  let share = f64x2.splat(start);
  const last = row + <usize>frames * FRAME_BYTES;
  for (; row < last; row += FRAME_BYTES) {
    share = f64x2.add(share, step);
    v128.store(row, f64x2.add(v128.load(row), f64x2.mul(v128.load(other), share)));
    other += FRAME_BYTES;
  }
}

/** Peak of the noise before make-up: mixed with the sound, gone where the key is listened to. */
function noiseOf(values: usize): f64 {
  const common = values + SIDE_CHAIN_VALUES;
  return NOISE_PEAK * startOf(values, NOISE) * mixShare(common) * (1.0 - startOf(common, KEY_LISTEN));
}

function setLaw(law: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const range = MOST_REDUCTION_DB * LOG2_10_OVER_20;
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, false);
  setRamp(law + LAW_SLOPE, slopeOf(parameters), slopeOf(ends), frames, false);
  setRamp(law + LAW_KNEE, KNEE_DB * LOG2_10_OVER_20, KNEE_DB * LOG2_10_OVER_20, frames, false);
  setRamp(law + LAW_RANGE, range, range, frames, false);
}

function ratioOf(values: usize): f64 {
  const option = <i32>startOf(values, RATIO);
  return option == 0 ? 1.5 : option == 4 ? 6.0 : <f64>(option + 1);
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize): f64 {
  return (startOf(values, THRESHOLD_DB) - 0.5 * KNEE_DB) * LOG2_10_OVER_20;
}

/** The foot of the limiter's knee, as the compressed signal before make-up meets it. */
function limiterFootOf(values: usize): f64 {
  return (startOf(values, LIMITER_THRESHOLD_DB) - 0.5 * LIMITER_KNEE_DB) * LOG2_10_OVER_20 - log2(makeupOf(values));
}

function slopeOf(values: usize): f64 {
  return 1.0 - 1.0 / ratioOf(values);
}

/** Static reduction of a tone whose peaks are at `levelDb`. */
function reductionOf(values: usize, levelDb: f64): f64 {
  const overFoot = levelDb * LOG2_10_OVER_20 - footOf(values);
  return min(reductionAt(overFoot, slopeOf(values), KNEE_DB * LOG2_10_OVER_20), MOST_REDUCTION_DB * LOG2_10_OVER_20);
}

function makeupOf(values: usize): f64 {
  const common = values + SIDE_CHAIN_VALUES;
  const gain = makeupGain(common);
  if (startOf(common, AUTO_MAKEUP) == 0.0) return gain;
  return gain * exp2(reductionOf(values, REFERENCE_PEAK_DB));
}
