// What every kernel is given. A kernel called `gain` exports
//
//   gainStateBytes(parameters, sampleRate): i32     how much state it needs for these structural parameters
//   gainInit(state, parameters, sampleRate): void   called once on zeroed state, and again to reset it
//   gainProcess(state, ports, parameters, meters, frames): void
//
// `ports` is a row of 32-bit pointers: the inputs in declared order, then the outputs. A stereo buffer is a row of v128
// frames (L, R). Outputs never share memory with inputs. A null input is an optional port that nothing is connected to.
// `parameters` is a row of v128 pairs (value at the start, value at the end of the quantum) in declared order.
// `meters` is a row of f64. Every pointer is aligned to 16 bytes, `frames` is 1 to 128.

// A kernel that moves by itself (a slow oscillator, noise, a sweep) is where it is by the frame of the mix, wherever playback
// begins. It says how it gets there without a sound:
//
//   gainAdvance(state, parameters, frames: f64): void   after so many frames over which parameters go from one value to the
//                                                       other; any number of times after gainInit, before gainProcess
//
// What a kernel remembers of its input is not its concern: that is played to it again, half a second of it at least.

// A nonlinear kernel also says how a part of its input comes through, so that stems add up to the mix:
//
//   gainRecord(state): void                         called after gainInit when parts will follow; left out where there is
//                                                   nothing to prepare
//   gainFollow(follow, state, input, output, parameters, frames): void
//
// called after gainProcess of the same quantum, once per part: does to `input`, a part of the main input, what was done to
// the whole. `follow` is a state of the part's own, as large as `state` and brought up by gainInit. Parts that add up to the
// main input come out as parts that add up to the main output; what belongs to none of them, a key or noise, is left out.

/** Bytes of one stereo frame. */
export const FRAME_BYTES: usize = 16;

// @ts-ignore: decorator
@inline
export function portAt(ports: usize, index: i32): usize {
  return <usize>load<u32>(ports + (<usize>index << 2));
}

/** Both ends of a parameter's ramp: lane 0 at the start, lane 1 at the end of the quantum. */
// @ts-ignore: decorator
@inline
export function rampOf(parameters: usize, index: i32): v128 {
  return v128.load(parameters + (<usize>index << 4));
}

/** A parameter's value at the start of the quantum. */
// @ts-ignore: decorator
@inline
export function startOf(parameters: usize, index: i32): f64 {
  return load<f64>(parameters + (<usize>index << 4));
}

/** A parameter's value at the end of the quantum: the value itself where nothing moves. */
// @ts-ignore: decorator
@inline
export function valueOf(parameters: usize, index: i32): f64 {
  return load<f64>(parameters + (<usize>index << 4), 8);
}

// @ts-ignore: decorator
@inline
export function setMeter(meters: usize, index: i32, value: f64): void {
  store<f64>(meters + (<usize>index << 3), value);
}

/** Sizes are rounded up, so that whatever follows stays aligned. */
// @ts-ignore: decorator
@inline
export function aligned(bytes: i32): i32 {
  return (bytes + 15) & ~15;
}
