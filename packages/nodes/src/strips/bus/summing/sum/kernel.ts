// What a console does to the sum of its channels: crosstalk between the sides, the core of the output transformer, the rails, and
// the transformer's lower end.
//
// The core hears the flux, a low-passed signal: it lifts the bass a little and, as the flux grows, gives way to it. Distortion
// then goes with (level/frequency)², as in measured line transformers. Every stage is a factor for each frame.

import { FRAME_BYTES, portAt, valueOf } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { exp, PI, sin } from "@twobus/dsp/assembly/maths";
import { railsBytes, railsFollow, railsInit, railsProcess } from "../rails/kernel";
import { COLOUR, CROSSTALK, driveOf, driveStepOf, SUMMING, voiced } from "../voicing/kernel";

// State
const LAST: usize = 0; // v128: the frame before
const FLUX: usize = 16; // v128
const OFFSET: usize = 32; // v128: what lies below the lower end
const LEAK: usize = 48; // f64: crosstalk through common ground
const COUPLING: usize = 56; // f64: crosstalk through capacitance, which rises with frequency
const FLUX_SHARE: usize = 64; // f64: of each frame in the flux
const OFFSET_SHARE: usize = 72; // f64
const LIFT: usize = 80; // f64: of the bass
const GIVE: usize = 88; // f64: how fast the core gives way
const COLOURED: usize = 96; // i32
const FLUX_FACTORS: usize = 112; // 128 v128: how much of the flux was added to each frame
const RAILS: usize = FLUX_FACTORS + 128 * FRAME_BYTES;

/** The most that the core takes of the flux. */
const MOST_GIVE: f64 = 0.3;

export function summingBusStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>RAILS + (valueOf(parameters, COLOUR) != 0.0 ? railsBytes(parameters) : 0);
}

// @ts-ignore: decorator
@inline
function shareOf(hz: f64, sampleRate: f64): f64 {
  return 1.0 - exp((-2.0 * PI * hz) / sampleRate);
}

export function summingBusInit(state: usize, parameters: usize, sampleRate: f64): void {
  const character = valueOf(parameters, SUMMING);
  memory.fill(state, 0, RAILS);
  if (valueOf(parameters, CROSSTALK) != 0.0) {
    // −76.6 dB flat and −80.1 dB at 1 kHz, rising: −75 dB at 1 kHz, −60 dB at 10 kHz; the others lie 10 and 15 dB higher
    const level = voiced(character, 1.0, 3.1622776601683795, 5.623413251903491);
    store<f64>(state, level * 1.477e-4, LEAK);
    store<f64>(state, (level * 9.89e-5) / (2.0 * sin((PI * 1000.0) / sampleRate)), COUPLING);
  }
  if (valueOf(parameters, COLOUR) == 0.0) return;
  store<i32>(state, 1, COLOURED);
  store<f64>(state, shareOf(voiced(character, 100.0, 100.0, 200.0), sampleRate), FLUX_SHARE);
  store<f64>(state, shareOf(voiced(character, 3.0, 5.3, 8.9), sampleRate), OFFSET_SHARE); // with the lift: 3, 5, 8 Hz
  store<f64>(state, voiced(character, 0.0, 0.033, 0.07), LIFT);
  store<f64>(state, voiced(character, 0.03, 0.09, 0.25), GIVE);
  railsInit(state + RAILS, parameters, sampleRate);
}

// @ts-ignore: decorator
@inline
function withCrosstalk(frame: v128, last: v128, leak: v128, coupling: v128): v128 {
  const other = v128.shuffle<f64>(frame, frame, 1, 0);
  const before = v128.shuffle<f64>(last, last, 1, 0);
  const crossed = f64x2.add(f64x2.mul(leak, other), f64x2.mul(coupling, f64x2.sub(other, before)));
  return f64x2.add(frame, crossed);
}

export function summingBusProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const one = f64x2.splat(1.0);
  const fluxShare = f64x2.splat(load<f64>(state, FLUX_SHARE));
  const lift = f64x2.splat(load<f64>(state, LIFT));
  const give = f64x2.splat(load<f64>(state, GIVE));
  const giveEnd = f64x2.splat(load<f64>(state, GIVE) / MOST_GIVE);
  const leak = f64x2.splat(load<f64>(state, LEAK));
  const coupling = f64x2.splat(load<f64>(state, COUPLING));
  let last = v128.load(state, LAST);
  let flux = v128.load(state, FLUX);
  let input = portAt(ports, 0);
  const output = portAt(ports, 1);
  let drive = driveOf(parameters);
  const step = driveStepOf(parameters, frames);
  let record = state;
  const end = output + <usize>frames * FRAME_BYTES;
  for (let at = output; at < end; at += FRAME_BYTES) {
    drive = f64x2.add(drive, step);
    const frame = v128.load(input);
    const x = withCrosstalk(frame, last, leak, coupling);
    last = frame;
    flux = f64x2.add(flux, f64x2.mul(fluxShare, f64x2.sub(x, flux)));
    const driven = f64x2.mul(drive, flux);
    const power = f64x2.mul(driven, driven);
    const taken = f64x2.div(f64x2.mul(give, power), f64x2.add(one, f64x2.mul(giveEnd, power)));
    const fluxFactor = f64x2.sub(lift, taken);
    v128.store(record, fluxFactor, FLUX_FACTORS);
    v128.store(at, f64x2.add(x, f64x2.mul(flux, fluxFactor)));
    input += FRAME_BYTES;
    record += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(last), LAST);
  v128.store(state, flushDenormal(flux), FLUX);
  if (load<i32>(state, COLOURED) == 0) return;
  railsProcess(state + RAILS, output, parameters, frames);
  takeOffset(state, output, frames);
}

/** A part takes the linear stages by itself, the others by the factors that the whole left. */
export function summingBusFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const fluxShare = f64x2.splat(load<f64>(follow, FLUX_SHARE));
  const leak = f64x2.splat(load<f64>(follow, LEAK));
  const coupling = f64x2.splat(load<f64>(follow, COUPLING));
  let last = v128.load(follow, LAST);
  let flux = v128.load(follow, FLUX);
  let record = state;
  const end = output + <usize>frames * FRAME_BYTES;
  for (let at = output; at < end; at += FRAME_BYTES) {
    const frame = v128.load(input);
    const x = withCrosstalk(frame, last, leak, coupling);
    last = frame;
    flux = f64x2.add(flux, f64x2.mul(fluxShare, f64x2.sub(x, flux)));
    v128.store(at, f64x2.add(x, f64x2.mul(flux, v128.load(record, FLUX_FACTORS))));
    input += FRAME_BYTES;
    record += FRAME_BYTES;
  }
  v128.store(follow, flushDenormal(last), LAST);
  v128.store(follow, flushDenormal(flux), FLUX);
  if (load<i32>(follow, COLOURED) == 0) return;
  railsFollow(follow + RAILS, state + RAILS, output, frames);
  takeOffset(follow, output, frames);
}

/** Takes off what lies below the transformer's lower end, in place. */
function takeOffset(state: usize, area: usize, frames: i32): void {
  const share = f64x2.splat(load<f64>(state, OFFSET_SHARE));
  let offset = v128.load(state, OFFSET);
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    const frame = v128.load(area);
    offset = f64x2.add(offset, f64x2.mul(share, f64x2.sub(frame, offset)));
    v128.store(area, f64x2.sub(frame, offset));
  }
  v128.store(state, flushDenormal(offset), OFFSET);
}
