// Pre-delay and first reflections, which are read from one ring: each side hears its own, weaker the later, of either
// polarity. The first one is the sound itself.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { exp } from "@twobus/dsp/assembly/maths";
import { loadLanes, ringFrames } from "@twobus/dsp/assembly/ring";
import { scattered } from "../space/kernel";

const REFLECTIONS: i32 = 8;
/** More than is ever written before it is read. */
const QUANTUM_FRAMES: i32 = 129;

// @ts-ignore: decorator
@unmanaged
class Early {
  /** Counts frames; the ring is written and read at this, less a distance, under its mask. */
  position: i32;
  preDelay: i32;
  mask: i32;
}

const REFLECTION_AREA: usize = 16; // gains (f64) and distances (i32), a pair each
const RING: usize = REFLECTION_AREA + <usize>REFLECTIONS * 32;

function lengthOf(preDelay: i32, stretch: i32): i32 {
  return ringFrames(preDelay + stretch + QUANTUM_FRAMES);
}

export function earlyBytes(preDelay: i32, stretch: i32): i32 {
  return <i32>RING + lengthOf(preDelay, stretch) * <i32>FRAME_BYTES;
}

/** On zeroed memory. Reflections lie in a `stretch` of frames behind the pre-delay. */
export function earlyInit(address: usize, preDelay: i32, stretch: i32): void {
  const early = changetype<Early>(address);
  early.preDelay = preDelay;
  early.mask = lengthOf(preDelay, stretch) - 1;
  const span = <f64>(stretch - 1);
  for (let i: i32 = 0; i < 2 * REFLECTIONS; i++) {
    const at = address + REFLECTION_AREA + (<usize>(i >> 1) << 5) + (<usize>(i & 1) << 3);
    const tap = i >> 1;
    const way = tap == 0 ? 0.0 : (<f64>tap - 0.5 + 0.9 * (scattered(100 + i) - 0.5)) / <f64>(REFLECTIONS - 1);
    const sign: f64 = tap > 0 && scattered(200 + i) < 0.5 ? -1.0 : 1.0;
    store<f64>(at, (sign * exp(-1.6 * way)) / Math.sqrt(<f64>REFLECTIONS));
    store<i32>(at, <i32>(span * way), 16);
  }
}

/** Takes `count` frames in, gives what comes out of the pre-delay. */
export function receive(address: usize, input: usize, output: usize, count: i32): void {
  const early = changetype<Early>(address);
  const ring = address + RING;
  const mask = early.mask;
  let position = early.position;
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    v128.store(ring + <usize>(position & mask) * FRAME_BYTES, v128.load(input));
    v128.store(output, v128.load(ring + <usize>((position - early.preDelay) & mask) * FRAME_BYTES));
    position++;
    input += FRAME_BYTES;
  }
}

/** The first reflections of the `count` frames received last, from `level` on, which grows by `step` each frame. */
export function reflect(address: usize, output: usize, level: f64, step: f64, count: i32): void {
  const early = changetype<Early>(address);
  const ring = address + RING;
  memory.fill(output, 0, <usize>count * FRAME_BYTES);
  for (let i: i32 = 0; i < REFLECTIONS; i++) {
    const tap = address + REFLECTION_AREA + (<usize>i << 5);
    const gains = v128.load(tap);
    let left = early.position - early.preDelay - load<i32>(tap, 16);
    let right = early.position - early.preDelay - load<i32>(tap, 24);
    let gain = level;
    let at = output;
    for (const end = at + <usize>count * FRAME_BYTES; at < end; at += FRAME_BYTES) {
      gain += step;
      const frame = loadLanes(ring, early.mask, left, right);
      const heard = f64x2.mul(f64x2.mul(frame, gains), f64x2.splat(gain));
      v128.store(at, f64x2.add(v128.load(at), heard));
      left++;
      right++;
    }
  }
  early.position += count;
}
