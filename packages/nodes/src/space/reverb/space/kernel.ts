// What the spaces are like [estimate]: shortest and longest line of the network, and the stretch of the first reflections, in
// seconds. All of it is scaled by a percentage.

import { NETWORK_PAIRS } from "@twobus/dsp/assembly/feedback-lines";
import { exp, log } from "@twobus/dsp/assembly/maths";

const ROOM: f64 = 0.0;
const HALL: f64 = 2.0;

const ROOM_SHORTEST: f64 = 0.011;
const ROOM_LONGEST: f64 = 0.041;
const ROOM_EARLY: f64 = 0.035;
const PLATE_SHORTEST: f64 = 0.017;
const PLATE_LONGEST: f64 = 0.061;
const PLATE_EARLY: f64 = 0.015;
const HALL_SHORTEST: f64 = 0.031;
const HALL_LONGEST: f64 = 0.097;
const HALL_EARLY: f64 = 0.08;

/** How far some of the lines sway. */
export const SWAY_SECONDS: f64 = 0.0003;

// @ts-ignore: decorator
@inline
function bySpace(space: f64, sizePercent: f64, room: f64, plate: f64, hall: f64): f64 {
  const chosen = space == ROOM ? room : space == HALL ? hall : plate;
  return chosen * sizePercent * 0.01;
}

/** A number from 0 to 1 for each index, the same for ever. */
export function scattered(index: i32): f64 {
  let bits = <u32>index * 0x9e3779b9 + 0x7f4a7c15;
  bits = (bits ^ (bits >> 15)) * 0x85ebca6b;
  bits = (bits ^ (bits >> 13)) * 0xc2b2ae35;
  return <f64>(bits ^ (bits >> 16)) / 4294967296.0;
}

/** Frames of a line: spread evenly over the octaves, a little scattered, the pairs' second lanes from the longer half. */
export function lineFrames(space: f64, sizePercent: f64, sampleRate: f64, line: i32): i32 {
  const shortest = bySpace(space, sizePercent, ROOM_SHORTEST, PLATE_SHORTEST, HALL_SHORTEST);
  const longest = bySpace(space, sizePercent, ROOM_LONGEST, PLATE_LONGEST, HALL_LONGEST);
  const place = (line & 1) * NETWORK_PAIRS + (line >> 1);
  const way = (<f64>place + 0.6 * scattered(line)) / <f64>(2 * NETWORK_PAIRS);
  return <i32>(shortest * exp(log(longest / shortest) * way) * sampleRate) | 1;
}

/** The longest line, sway included. */
export function longestFrames(space: f64, sizePercent: f64, sampleRate: f64): i32 {
  const longest = bySpace(space, sizePercent, ROOM_LONGEST, PLATE_LONGEST, HALL_LONGEST) * sampleRate;
  return <i32>(longest + 2.0 * SWAY_SECONDS * sampleRate) + 1;
}

/** Frames of the stretch in which the first reflections lie. */
export function earlyFrames(space: f64, sizePercent: f64, sampleRate: f64): i32 {
  return <i32>(bySpace(space, sizePercent, ROOM_EARLY, PLATE_EARLY, HALL_EARLY) * sampleRate) + 1;
}
