// All-passes in a row make of each echo many (M. R. Schroeder, JAES 10, 1962).

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";

const DIFFUSERS: i32 = 4;
// [estimate] The first is this long, each further one so many times as long
const FIRST_SECONDS: f64 = 0.0013;
const RATIO: f64 = 1.618;
const DIFFUSION: f64 = 0.62;

// @ts-ignore: decorator
@unmanaged
class Diffuser {
  ring: usize;
  length: i32;
  position: i32;
}

const DIFFUSER_BYTES: usize = 16;
const RINGS: usize = <usize>DIFFUSERS * DIFFUSER_BYTES;

function framesOf(sampleRate: f64, index: i32): i32 {
  let seconds = FIRST_SECONDS;
  for (let i: i32 = 0; i < index; i++) seconds *= RATIO;
  return <i32>(seconds * sampleRate) | 1;
}

export function diffuserBytes(sampleRate: f64): i32 {
  let frames: i32 = 0;
  for (let i: i32 = 0; i < DIFFUSERS; i++) frames += framesOf(sampleRate, i);
  return <i32>RINGS + frames * <i32>FRAME_BYTES;
}

/** On zeroed memory. */
export function diffusersInit(address: usize, sampleRate: f64): void {
  let ring = address + RINGS;
  for (let i: i32 = 0; i < DIFFUSERS; i++) {
    const diffuser = diffuserAt(address, i);
    diffuser.ring = ring;
    diffuser.length = framesOf(sampleRate, i);
    ring += <usize>diffuser.length * FRAME_BYTES;
  }
}

// @ts-ignore: decorator
@inline
function diffuserAt(address: usize, index: i32): Diffuser {
  return changetype<Diffuser>(address + <usize>index * DIFFUSER_BYTES);
}

/** `count` frames, in place. */
export function diffuse(address: usize, area: usize, count: i32): void {
  for (let i: i32 = 0; i < DIFFUSERS; i++) pass(diffuserAt(address, i), area, count);
}

/** y = d − c·x, and x + c·y goes into the delay that d comes out of. */
function pass(diffuser: Diffuser, area: usize, count: i32): void {
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
