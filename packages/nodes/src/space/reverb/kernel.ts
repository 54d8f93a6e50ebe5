// A feedback delay network: sixteen lines whose ends are mixed by a Hadamard matrix, which loses nothing, and led back into
// them. What each line loses is set so that every path falls by 60 dB in the decay time (Jot and Chaigne 1991); shelves in
// the lines give lows and highs decays of their own. In front of it, first reflections and all-pass diffusers (Schroeder).
//
// Lines come in pairs, a lane each. The network runs in stretches no longer than its shortest line: each stretch reads all
// lines, then mixes, then writes.

import { FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { sineOfTurns, wrapTurns } from "@twobus/dsp/assembly/lfo";
import { exp, log, PI, tan } from "@twobus/dsp/assembly/maths";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { loadLanes, pastOf, ringFrames } from "@twobus/dsp/assembly/ring";

const SPACE: i32 = 0;
const SIZE_PERCENT: i32 = 1;
const PRE_DELAY_MS: i32 = 2;
const DECAY_SECONDS: i32 = 3;
const LOW_DECAY_PERCENT: i32 = 4;
const HIGH_DECAY_PERCENT: i32 = 5;
const LOW_CROSSOVER_HZ: i32 = 6;
const HIGH_CROSSOVER_HZ: i32 = 7;
const EARLY_PERCENT: i32 = 8;
const MODULATION_PERCENT: i32 = 9;
const WIDTH_PERCENT: i32 = 10;
const MIX_PERCENT: i32 = 11;
const PARAMETERS: i32 = 12;

const ROOM: f64 = 0.0;
const HALL: f64 = 2.0;

const PAIRS: i32 = 8;
const REFLECTIONS: i32 = 8;
const DIFFUSERS: i32 = 4;
/** The last pairs sway. */
const FIRST_SWAYING: i32 = 6;
const SWAY_SECONDS: f64 = 0.0003;

// What the spaces are like [estimate]: shortest and longest line, the stretch of the first reflections, the first diffuser
const ROOM_SHORTEST: f64 = 0.011;
const ROOM_LONGEST: f64 = 0.041;
const ROOM_EARLY: f64 = 0.035;
const PLATE_SHORTEST: f64 = 0.017;
const PLATE_LONGEST: f64 = 0.061;
const PLATE_EARLY: f64 = 0.015;
const HALL_SHORTEST: f64 = 0.031;
const HALL_LONGEST: f64 = 0.097;
const HALL_EARLY: f64 = 0.08;
const FIRST_DIFFUSER: f64 = 0.0013;
const DIFFUSER_RATIO: f64 = 1.618;
const DIFFUSION: f64 = 0.62;

/** Level of the late sound: near that of the first reflections. */
const LATE_LEVEL: f64 = 0.35;
const EARLY_LEVEL: f64 = 0.7;
/** ln 1000: a fall by 60 dB. */
const NEPERS_60_DB: f64 = 6.907755278982137;
/** Where the decay time holds. */
const NOMINAL_HZ: f64 = 1000.0;
const HADAMARD_SCALE: f64 = 0.25;

// @ts-ignore: decorator
@unmanaged
class Header {
  sampleRate: f64;
  /** Counts frames; rings are read and written at this, less a distance, under their masks. */
  position: i32;
  preDelay: i32;
  preMask: i32;
  lineMask: i32;
  /** Most frames that may run in one stretch. */
  stretch: i32;
  preRing: usize;
  diffusers: usize;
  lines: usize;
}

/** A pair of lines. `Set` below: the three numbers of a decay, now and where they go to. */
// @ts-ignore: decorator
@unmanaged
class Pair {
  gain: v128;
  lowExtra: v128;
  highExtra: v128;
  nextGain: v128;
  nextLowExtra: v128;
  nextHighExtra: v128;
  /** Integrators of the shelves. */
  lows: v128;
  highs: v128;
  /** Phases of the sway and turns per frame; still where that is 0. */
  phase: v128;
  turns: v128;
  firstLength: i32;
  secondLength: i32;
}

// @ts-ignore: decorator
@unmanaged
class Diffuser {
  ring: usize;
  length: i32;
  position: i32;
}

const PAIR_BYTES: usize = 176;
const DIFFUSER_BYTES: usize = 16;
const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
const DECAY_BYTES: usize = 48;

const VALUES: usize = 48;
const PAIR_AREA: usize = VALUES + valuesBytes(PARAMETERS);
const DIFFUSER_AREA: usize = PAIR_AREA + <usize>PAIRS * PAIR_BYTES;
const REFLECTION_AREA: usize = DIFFUSER_AREA + <usize>DIFFUSERS * DIFFUSER_BYTES; // distances (i32) and gains, left and right
const ARRIVING: usize = REFLECTION_AREA + <usize>REFLECTIONS * 32;
const WET: usize = ARRIVING + BUFFER_BYTES;
const ENDS: usize = WET + BUFFER_BYTES; // what comes out of each pair of lines
const RINGS: usize = ENDS + <usize>PAIRS * BUFFER_BYTES;

// @ts-ignore: decorator
@inline
function bySpace(parameters: usize, room: f64, plate: f64, hall: f64): f64 {
  const space = startOf(endValues(parameters), SPACE);
  const chosen = space == ROOM ? room : space == HALL ? hall : plate;
  return chosen * startOf(endValues(parameters), SIZE_PERCENT) * 0.01;
}

/** A number from 0 to 1 for each index, the same for ever. */
function scattered(index: i32): f64 {
  let bits = <u32>index * 0x9e3779b9 + 0x7f4a7c15;
  bits = (bits ^ (bits >> 15)) * 0x85ebca6b;
  bits = (bits ^ (bits >> 13)) * 0xc2b2ae35;
  return <f64>(bits ^ (bits >> 16)) / 4294967296.0;
}

/** Frames of a line: spread evenly over the octaves, a little scattered, the pairs' second lanes from the longer half. */
function lineFrames(parameters: usize, sampleRate: f64, line: i32): i32 {
  const shortest = bySpace(parameters, ROOM_SHORTEST, PLATE_SHORTEST, HALL_SHORTEST);
  const longest = bySpace(parameters, ROOM_LONGEST, PLATE_LONGEST, HALL_LONGEST);
  const place = (line & 1) * PAIRS + (line >> 1);
  const way = (<f64>place + 0.6 * scattered(line)) / <f64>(2 * PAIRS);
  return <i32>(shortest * exp(log(longest / shortest) * way) * sampleRate) | 1;
}

function diffuserFrames(sampleRate: f64, index: i32): i32 {
  let seconds = FIRST_DIFFUSER;
  for (let i: i32 = 0; i < index; i++) seconds *= DIFFUSER_RATIO;
  return <i32>(seconds * sampleRate) | 1;
}

function preDelayFrames(parameters: usize, sampleRate: f64): i32 {
  return <i32>floor(startOf(endValues(parameters), PRE_DELAY_MS) * 0.001 * sampleRate + 0.5);
}

/** Frames of the stretch in which the first reflections lie. */
function earlyFrames(parameters: usize, sampleRate: f64): i32 {
  return <i32>(bySpace(parameters, ROOM_EARLY, PLATE_EARLY, HALL_EARLY) * sampleRate) + 1;
}

function swayFrames(sampleRate: f64): f64 {
  return SWAY_SECONDS * sampleRate;
}

function preRingFrames(parameters: usize, sampleRate: f64): i32 {
  return ringFrames(preDelayFrames(parameters, sampleRate) + earlyFrames(parameters, sampleRate) + 129);
}

function lineRingFrames(parameters: usize, sampleRate: f64): i32 {
  const longest = bySpace(parameters, ROOM_LONGEST, PLATE_LONGEST, HALL_LONGEST) * sampleRate;
  return ringFrames(<i32>(longest + 2.0 * swayFrames(sampleRate)) + 4);
}

export function reverbStateBytes(parameters: usize, sampleRate: f64): i32 {
  let frames = preRingFrames(parameters, sampleRate) + PAIRS * lineRingFrames(parameters, sampleRate);
  for (let i: i32 = 0; i < DIFFUSERS; i++) frames += diffuserFrames(sampleRate, i);
  return <i32>RINGS + frames * <i32>FRAME_BYTES;
}

export function reverbInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, reverbStateBytes(parameters, sampleRate));
  const header = changetype<Header>(state);
  header.sampleRate = sampleRate;
  header.preDelay = preDelayFrames(parameters, sampleRate);
  header.preMask = preRingFrames(parameters, sampleRate) - 1;
  header.lineMask = lineRingFrames(parameters, sampleRate) - 1;
  header.preRing = state + RINGS;
  header.lines = header.preRing + <usize>(header.preMask + 1) * FRAME_BYTES;
  let ring = header.lines + <usize>(PAIRS * (header.lineMask + 1)) * FRAME_BYTES;
  for (let i: i32 = 0; i < DIFFUSERS; i++) {
    const diffuser = diffuserAt(state, i);
    diffuser.ring = ring;
    diffuser.length = diffuserFrames(sampleRate, i);
    ring += <usize>diffuser.length * FRAME_BYTES;
  }
  placeLines(state, parameters);
  placeReflections(state, parameters);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  setDecays(state);
  for (let i: i32 = 0; i < PAIRS; i++) arrive(pairAt(state, i));
}

// @ts-ignore: decorator
@inline
function pairAt(state: usize, index: i32): Pair {
  return changetype<Pair>(state + PAIR_AREA + <usize>index * PAIR_BYTES);
}

// @ts-ignore: decorator
@inline
function diffuserAt(state: usize, index: i32): Diffuser {
  return changetype<Diffuser>(state + DIFFUSER_AREA + <usize>index * DIFFUSER_BYTES);
}

function placeLines(state: usize, parameters: usize): void {
  const header = changetype<Header>(state);
  let shortest: i32 = 129;
  for (let i: i32 = 0; i < PAIRS; i++) {
    const pair = pairAt(state, i);
    pair.firstLength = lineFrames(parameters, header.sampleRate, 2 * i);
    pair.secondLength = lineFrames(parameters, header.sampleRate, 2 * i + 1);
    shortest = min(shortest, min(pair.firstLength, pair.secondLength));
    if (i < FIRST_SWAYING) continue;
    // Turns per second between ¼ and ¾, a phase of its own for each line
    pair.phase = wrapTurns(f64x2.replace_lane(f64x2.splat(scattered(40 + i)), 1, scattered(50 + i)));
    const rates = f64x2.replace_lane(f64x2.splat(0.25 + 0.5 * scattered(60 + i)), 1, 0.25 + 0.5 * scattered(70 + i));
    pair.turns = f64x2.div(rates, f64x2.splat(header.sampleRate));
  }
  header.stretch = shortest - 1; // interpolation reads one frame ahead
}

/** Each channel hears its own reflections, weaker the later, of either polarity; the first one is the sound itself. */
function placeReflections(state: usize, parameters: usize): void {
  const span = <f64>(earlyFrames(parameters, changetype<Header>(state).sampleRate) - 1);
  for (let i: i32 = 0; i < 2 * REFLECTIONS; i++) {
    const at = state + REFLECTION_AREA + (<usize>(i >> 1) << 5) + (<usize>(i & 1) << 3);
    const tap = i >> 1;
    const way = tap == 0 ? 0.0 : (<f64>tap - 0.5 + 0.9 * (scattered(100 + i) - 0.5)) / <f64>(REFLECTIONS - 1);
    const sign: f64 = tap > 0 && scattered(200 + i) < 0.5 ? -1.0 : 1.0;
    store<f64>(at, (sign * exp(-1.6 * way)) / Math.sqrt(<f64>REFLECTIONS));
    store<i32>(at, <i32>(span * way), 16);
  }
}

/** What is left of a sound after a line of `frames`, where it decays by 60 dB in `seconds`. */
// @ts-ignore: decorator
@inline
function leftAfter(frames: i32, seconds: f64, sampleRate: f64): f64 {
  return exp((-NEPERS_60_DB * <f64>frames) / (seconds * sampleRate));
}

/** The integrator gain of a crossover. */
function tuning(hz: f64, sampleRate: f64): f64 {
  return tan(PI * min(hz / sampleRate, 0.49));
}

/** Where the lines' gains and shelves go to. The gain makes up for what the shelves do at 1 kHz. */
function setDecays(state: usize): void {
  const values = state + VALUES;
  const sampleRate = changetype<Header>(state).sampleRate;
  const seconds = startOf(values, DECAY_SECONDS);
  const nominal = tuning(NOMINAL_HZ, sampleRate);
  const aboveLow = nominal / tuning(startOf(values, LOW_CROSSOVER_HZ), sampleRate);
  const aboveHigh = nominal / tuning(startOf(values, HIGH_CROSSOVER_HZ), sampleRate);
  for (let line: i32 = 0; line < 2 * PAIRS; line++) {
    const pair = pairAt(state, line >> 1);
    const frames = (line & 1) == 0 ? pair.firstLength : pair.secondLength;
    const middle = leftAfter(frames, seconds, sampleRate);
    const low = leftAfter(frames, seconds * startOf(values, LOW_DECAY_PERCENT) * 0.01, sampleRate) / middle;
    const high = leftAfter(frames, seconds * startOf(values, HIGH_DECAY_PERCENT) * 0.01, sampleRate) / middle;
    const lowPower = (low * low + aboveLow * aboveLow) / (1.0 + aboveLow * aboveLow);
    const highPower = (1.0 + high * high * aboveHigh * aboveHigh) / (1.0 + aboveHigh * aboveHigh);
    const next = changetype<usize>(pair) + DECAY_BYTES + (<usize>(line & 1) << 3);
    store<f64>(next, (HADAMARD_SCALE * middle) / Math.sqrt(lowPower * highPower));
    store<f64>(next, low - 1.0, 16);
    store<f64>(next, high - 1.0, 32);
  }
}

function arrive(pair: Pair): void {
  memory.copy(changetype<usize>(pair), changetype<usize>(pair) + DECAY_BYTES, DECAY_BYTES);
}

export function reverbProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const header = changetype<Header>(state);
  const input = portAt(ports, 0);
  if (valuesChanged(state + VALUES, endValues(parameters), PARAMETERS)) setDecays(state);
  for (let done: i32 = 0; done < frames;) {
    const count = min(frames - done, header.stretch);
    const wet = state + WET + <usize>done * FRAME_BYTES;
    receive(header, input + <usize>done * FRAME_BYTES, state + ARRIVING, count);
    reflect(state, wet, parameters, done, count, frames);
    for (let i: i32 = 0; i < DIFFUSERS; i++) diffuse(diffuserAt(state, i), state + ARRIVING, count);
    for (let i: i32 = 0; i < PAIRS; i++) readPair(state, i, wet, parameters, done, count, frames);
    mixLines(state, state + ARRIVING, count);
    header.position += count;
    done += count;
  }
  for (let i: i32 = 0; i < PAIRS; i++) arrive(pairAt(state, i));
  blend(state + WET, input, portAt(ports, 1), parameters, frames);
}

/** Writes to the pre-delay and reads what comes out of it. */
function receive(header: Header, input: usize, output: usize, count: i32): void {
  const ring = header.preRing;
  const mask = header.preMask;
  let position = header.position;
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    v128.store(ring + <usize>(position & mask) * FRAME_BYTES, v128.load(input));
    v128.store(output, v128.load(ring + <usize>((position - header.preDelay) & mask) * FRAME_BYTES));
    position++;
    input += FRAME_BYTES;
  }
}

/** The first reflections. */
function reflect(state: usize, output: usize, parameters: usize, done: i32, count: i32, frames: i32): void {
  const header = changetype<Header>(state);
  const start = EARLY_LEVEL * 0.01 * startOf(parameters, EARLY_PERCENT);
  const step = (EARLY_LEVEL * 0.01 * startOf(endValues(parameters), EARLY_PERCENT) - start) / <f64>frames;
  const mask = header.preMask;
  memory.fill(output, 0, <usize>count * FRAME_BYTES);
  for (let i: i32 = 0; i < REFLECTIONS; i++) {
    const tap = state + REFLECTION_AREA + (<usize>i << 5);
    const gains = v128.load(tap);
    let left = header.position - header.preDelay - load<i32>(tap, 16);
    let right = header.position - header.preDelay - load<i32>(tap, 24);
    let level = start + step * <f64>done;
    let at = output;
    for (const end = at + <usize>count * FRAME_BYTES; at < end; at += FRAME_BYTES) {
      level += step;
      const frame = loadLanes(header.preRing, mask, left, right);
      const heard = f64x2.mul(f64x2.mul(frame, gains), f64x2.splat(level));
      v128.store(at, f64x2.add(v128.load(at), heard));
      left++;
      right++;
    }
  }
}

/** An all-pass: y = d − c·x, and x + c·y goes into the delay that d comes out of. */
function diffuse(diffuser: Diffuser, area: usize, count: i32): void {
  const c = f64x2.splat(DIFFUSION);
  let position = diffuser.position;
  for (const end = area + <usize>count * FRAME_BYTES; area < end; area += FRAME_BYTES) {
    const cell = diffuser.ring + <usize>position * FRAME_BYTES;
    const x = v128.load(area);
    const y = f64x2.sub(v128.load(cell), f64x2.mul(c, x));
    v128.store(cell, flushDenormal(f64x2.add(x, f64x2.mul(c, y))));
    v128.store(area, y);
    position++;
    position = select(0, position, position == diffuser.length);
  }
  diffuser.position = position;
}

/** Reads a pair of lines into the wet sound, and through its shelves into `ENDS`. */
function readPair(state: usize, index: i32, wet: usize, parameters: usize, done: i32, count: i32, frames: i32): void {
  const header = changetype<Header>(state);
  const pair = pairAt(state, index);
  const ends = state + ENDS + <usize>index * BUFFER_BYTES;
  const ring = header.lines + <usize>(index * (header.lineMask + 1)) * FRAME_BYTES;
  if (index < FIRST_SWAYING) readStill(header, pair, ring, ends, count);
  else readSwaying(header, pair, ring, ends, parameters, done, count, frames);

  // Left and right hear the lines with alternating polarity
  const level = f64x2.splat((index & 1) == 0 ? LATE_LEVEL : -LATE_LEVEL);
  const perFrame = f64x2.splat(1.0 / <f64>frames);
  const gainStep = f64x2.mul(f64x2.sub(pair.nextGain, pair.gain), perFrame);
  const lowStep = f64x2.mul(f64x2.sub(pair.nextLowExtra, pair.lowExtra), perFrame);
  const highStep = f64x2.mul(f64x2.sub(pair.nextHighExtra, pair.highExtra), perFrame);
  const gone = f64x2.splat(<f64>done);
  let gain = f64x2.add(pair.gain, f64x2.mul(gainStep, gone));
  let lowExtra = f64x2.add(pair.lowExtra, f64x2.mul(lowStep, gone));
  let highExtra = f64x2.add(pair.highExtra, f64x2.mul(highStep, gone));
  const lowShare = shareOf(state, LOW_CROSSOVER_HZ);
  const highShare = shareOf(state, HIGH_CROSSOVER_HZ);
  let lows = pair.lows;
  let highs = pair.highs;
  let at = ends;
  for (const end = at + <usize>count * FRAME_BYTES; at < end; at += FRAME_BYTES) {
    gain = f64x2.add(gain, gainStep);
    lowExtra = f64x2.add(lowExtra, lowStep);
    highExtra = f64x2.add(highExtra, highStep);
    const frame = v128.load(at);
    v128.store(wet, f64x2.add(v128.load(wet), f64x2.mul(frame, level)));
    const lowWay = f64x2.mul(f64x2.sub(frame, lows), lowShare);
    const low = f64x2.add(lows, lowWay);
    lows = f64x2.add(low, lowWay);
    const shelved = f64x2.add(frame, f64x2.mul(lowExtra, low));
    const highWay = f64x2.mul(f64x2.sub(shelved, highs), highShare);
    const below = f64x2.add(highs, highWay);
    highs = f64x2.add(below, highWay);
    const damped = f64x2.add(shelved, f64x2.mul(highExtra, f64x2.sub(shelved, below)));
    v128.store(at, f64x2.mul(damped, gain));
    wet += FRAME_BYTES;
  }
  pair.lows = flushDenormal(lows);
  pair.highs = flushDenormal(highs);
}

function shareOf(state: usize, index: i32): v128 {
  const g = tuning(startOf(state + VALUES, index), changetype<Header>(state).sampleRate);
  return f64x2.splat(g / (1.0 + g));
}

function readStill(header: Header, pair: Pair, ring: usize, output: usize, count: i32): void {
  const mask = header.lineMask;
  let first = header.position - pair.firstLength;
  let second = header.position - pair.secondLength;
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    v128.store(output, loadLanes(ring, mask, first, second));
    first++;
    second++;
  }
}

/** Lines that get longer and shorter again, read between their frames. */
function readSwaying(
  header: Header,
  pair: Pair,
  ring: usize,
  output: usize,
  parameters: usize,
  done: i32,
  count: i32,
  frames: i32,
): void {
  const mask = header.lineMask;
  const depth = 0.01 * swayFrames(header.sampleRate);
  const start = depth * startOf(parameters, MODULATION_PERCENT);
  const step = (depth * startOf(endValues(parameters), MODULATION_PERCENT) - start) / <f64>frames;
  const one = f64x2.splat(1.0);
  const lengths = f64x2.replace_lane(f64x2.splat(<f64>pair.firstLength), 1, <f64>pair.secondLength);
  let reach = start + step * <f64>done;
  let phase = pair.phase;
  let position = header.position;
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    reach += step;
    phase = wrapTurns(f64x2.add(phase, pair.turns));
    const sway = f64x2.mul(f64x2.splat(reach), f64x2.add(one, sineOfTurns(phase)));
    v128.store(output, pastOf(ring, mask, position, f64x2.add(lengths, sway)));
    position++;
  }
  pair.phase = phase;
}

// @ts-ignore: decorator
@inline
function crossed(frame: v128): v128 {
  // (a + b, a − b)
  const swapped = v128.shuffle<f64>(frame, frame, 1, 0);
  return f64x2.add(swapped, v128.xor(frame, f64x2.replace_lane(f64x2.splat(0.0), 1, -0.0)));
}

/** The Hadamard matrix in four steps of sums and differences, then back into the lines with what arrives. */
function mixLines(state: usize, arriving: usize, count: i32): void {
  const header = changetype<Header>(state);
  const ringBytes = <usize>(header.lineMask + 1) * FRAME_BYTES;
  let ends = state + ENDS;
  let position = header.position;
  for (let i: i32 = 0; i < count; i++) {
    const a = crossed(v128.load(ends));
    const b = crossed(v128.load(ends + BUFFER_BYTES));
    const c = crossed(v128.load(ends + 2 * BUFFER_BYTES));
    const d = crossed(v128.load(ends + 3 * BUFFER_BYTES));
    const e = crossed(v128.load(ends + 4 * BUFFER_BYTES));
    const f = crossed(v128.load(ends + 5 * BUFFER_BYTES));
    const g = crossed(v128.load(ends + 6 * BUFFER_BYTES));
    const h = crossed(v128.load(ends + 7 * BUFFER_BYTES));
    const ab = f64x2.add(a, b);
    const aB = f64x2.sub(a, b);
    const cd = f64x2.add(c, d);
    const cD = f64x2.sub(c, d);
    const ef = f64x2.add(e, f);
    const eF = f64x2.sub(e, f);
    const gh = f64x2.add(g, h);
    const gH = f64x2.sub(g, h);
    const first = f64x2.add(ab, cd);
    const second = f64x2.add(aB, cD);
    const third = f64x2.sub(ab, cd);
    const fourth = f64x2.sub(aB, cD);
    const fifth = f64x2.add(ef, gh);
    const sixth = f64x2.add(eF, gH);
    const seventh = f64x2.sub(ef, gh);
    const eighth = f64x2.sub(eF, gH);
    const x = v128.load(arriving);
    let cell = header.lines + <usize>(position & header.lineMask) * FRAME_BYTES;
    v128.store(cell, flushDenormal(f64x2.add(f64x2.add(first, fifth), x)));
    cell += ringBytes;
    v128.store(cell, flushDenormal(f64x2.sub(f64x2.add(second, sixth), x)));
    cell += ringBytes;
    v128.store(cell, flushDenormal(f64x2.add(f64x2.add(third, seventh), x)));
    cell += ringBytes;
    v128.store(cell, flushDenormal(f64x2.add(f64x2.add(fourth, eighth), x)));
    cell += ringBytes;
    v128.store(cell, flushDenormal(f64x2.sub(f64x2.sub(first, fifth), x)));
    cell += ringBytes;
    v128.store(cell, flushDenormal(f64x2.add(f64x2.sub(second, sixth), x)));
    cell += ringBytes;
    v128.store(cell, flushDenormal(f64x2.sub(f64x2.sub(third, seventh), x)));
    cell += ringBytes;
    v128.store(cell, flushDenormal(f64x2.sub(f64x2.sub(fourth, eighth), x)));
    ends += FRAME_BYTES;
    arriving += FRAME_BYTES;
    position++;
  }
}

/** Width of the reverberation, then the mix. */
function blend(wet: usize, input: usize, output: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const perFrame = 0.01 / <f64>frames;
  let mix = startOf(parameters, MIX_PERCENT) * 0.01;
  const mixStep = (startOf(ends, MIX_PERCENT) - startOf(parameters, MIX_PERCENT)) * perFrame;
  let width = startOf(parameters, WIDTH_PERCENT) * 0.01;
  const widthStep = (startOf(ends, WIDTH_PERCENT) - startOf(parameters, WIDTH_PERCENT)) * perFrame;
  for (const end = output + <usize>frames * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    mix += mixStep;
    width += widthStep;
    const frame = v128.load(wet);
    const other = v128.shuffle<f64>(frame, frame, 1, 0);
    const own = f64x2.mul(frame, f64x2.splat(mix * (0.5 + 0.5 * width)));
    const across = f64x2.mul(other, f64x2.splat(mix * (0.5 - 0.5 * width)));
    const dry = f64x2.mul(v128.load(input), f64x2.splat(1.0 - mix));
    v128.store(output, f64x2.add(dry, f64x2.add(own, across)));
    wet += FRAME_BYTES;
    input += FRAME_BYTES;
  }
}
