// A whole kernel at the inner rate: its ports go up, it works on them as if they were the song's, and its output comes down.
// That is for kernels whose nonlinearity is an envelope: detector, ballistics and gain then all run faster, and harmonics of
// the envelope fold further up. At a factor of 1 nothing stands between the kernel and its ports.
//
//   innerPortsInit(address, factor, rows, sampleRate)
//   inner = raisePorts(address, ports, frames)        the row of ports of `innerFrames(address, frames)` frames
//   … the kernel works from `inner`, with control rows from `innerRow` …
//   lowerOutput(address, output, frames)
//
// The ports are a main input, a key that may be missing, and an output. A part that follows goes the same way with `raisePart`.

import { aligned, FRAME_BYTES, portAt } from "./abi";
import { ROW_BYTES } from "./control-row";
import {
  firstPairsFor,
  oversampleArea,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingStateBytes,
} from "./oversampling";

// @ts-ignore: decorator
@unmanaged
class InnerPorts {
  /** The row of ports that the kernel is given. */
  main: u32;
  key: u32;
  output: u32;
  factor: i32;
  /** Oversampler of main input and output. */
  sound: u32;
}

const ROWS: usize = 32;

// @ts-ignore: decorator
@inline
function rowBytes(factor: i32): usize {
  return ROW_BYTES * <usize>factor;
}

/** The control rows of the kernel; behind them, where the rates differ, the row of its output and two oversamplers. */
export function innerPortsBytes(factor: i32, rows: i32): i32 {
  const own = <i32>ROWS + rows * <i32>rowBytes(factor);
  return factor == 1 ? own : own + <i32>rowBytes(factor) + 2 * aligned(oversamplingStateBytes(factor));
}

export function innerPortsInit(address: usize, factor: i32, rows: i32, sampleRate: f64): void {
  memory.fill(address, 0, innerPortsBytes(factor, rows));
  const ports = changetype<InnerPorts>(address);
  ports.factor = factor;
  if (factor == 1) return;
  ports.output = <u32>innerRow(address, rows);
  ports.sound = ports.output + <u32>rowBytes(factor);
  oversamplingInit(soundOversampler(ports), factor, 0, firstPairsFor(sampleRate));
  oversamplingInit(keyOversampler(ports), factor, 0, firstPairsFor(sampleRate));
}

/** For a kernel that has read its inputs when it begins to write: its output then takes the place of its main input. */
export function workInPlace(address: usize): void {
  const ports = changetype<InnerPorts>(address);
  if (ports.factor > 1) ports.output = <u32>oversampleArea(soundOversampler(ports));
}

/** Scratch for one value per channel and inner frame of a quantum. */
// @ts-ignore: decorator
@inline
export function innerRow(address: usize, index: i32): usize {
  return address + ROWS + <usize>index * rowBytes(changetype<InnerPorts>(address).factor);
}

// @ts-ignore: decorator
@inline
function soundOversampler(ports: InnerPorts): usize {
  return <usize>ports.sound;
}

// @ts-ignore: decorator
@inline
function keyOversampler(ports: InnerPorts): usize {
  return soundOversampler(ports) + <usize>aligned(oversamplingStateBytes(ports.factor));
}

/** So many frames the kernel is given for `frames` of the song. */
// @ts-ignore: decorator
@inline
export function innerFrames(address: usize, frames: i32): i32 {
  return frames * changetype<InnerPorts>(address).factor;
}

/** So far the kernel has gone on when the song goes on by `frames`. */
// @ts-ignore: decorator
@inline
export function innerElapsed(address: usize, frames: f64): f64 {
  return frames * <f64>changetype<InnerPorts>(address).factor;
}

/** The kernel's ports, raised: main, key (0 where there is none), output. */
export function raisePorts(address: usize, ports: usize, frames: i32): usize {
  const inner = changetype<InnerPorts>(address);
  if (inner.factor == 1) return ports;
  const key = portAt(ports, 1);
  inner.main = <u32>oversampleUp(soundOversampler(inner), portAt(ports, 0), frames);
  inner.key = key == 0 ? 0 : <u32>oversampleUp(keyOversampler(inner), key, frames);
  return address;
}

/** The same for a part, which has no key. */
export function raisePart(address: usize, input: usize, output: usize, frames: i32): usize {
  const inner = changetype<InnerPorts>(address);
  if (inner.factor == 1) {
    inner.main = <u32>input;
    inner.output = <u32>output;
  } else {
    inner.main = <u32>oversampleUp(soundOversampler(inner), input, frames);
  }
  return address;
}

/** What the kernel wrote, at the rate of the song. */
export function lowerOutput(address: usize, output: usize, frames: i32): void {
  const inner = changetype<InnerPorts>(address);
  if (inner.factor == 1) return;
  const oversampler = soundOversampler(inner);
  const area = oversampleArea(oversampler);
  const written = <usize>inner.output;
  if (written != area) memory.copy(area, written, <usize>innerFrames(address, frames) * FRAME_BYTES);
  oversampleDown(oversampler, output, frames);
}
