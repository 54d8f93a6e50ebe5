import type { Stereo } from "@twobus/core/solo";
import { decibelsToGain, exp, log } from "@twobus/dsp";
import type { Card, Point } from "./card.ts";
import { responseAt, unwrapped, type Response } from "./response.ts";
import type { Through } from "./through.ts";
import { decibels, SAMPLE_RATE } from "./tones.ts";

const SMALL_DBFS = -50;
/** From 20 Hz to 20 kHz. */
const FREQUENCIES_HZ = Array.from({ length: 121 }, (_, index) => 20 * exp((log(1000) * index) / 120));
const PHASE_REACH_DB = 60;

/** From impulses, each of a part of the image, so that all frequencies are one run. */
export function smallSignals(through: Through, latencySamples: number): Pick<Card, "response" | "phase" | "stereo"> {
  const [height, none] = [impulse(1), impulse(0)];
  const sidesOf = ([left, right]: Stereo) => ({ left: levelsIn(left), right: levelsIn(right) });
  const allOf = (sides: Stereo) => ({
    ...sidesOf(sides),
    mid: levelsIn(halfSum(sides, 1)),
    side: levelsIn(halfSum(sides, -1)),
  });
  const alike = through([height, height]);
  const mid = allOf(alike);
  return {
    response: mid.left,
    phase: phaseOf(alike[0], latencySamples),
    stereo: {
      left: sidesOf(through([height, none])),
      right: sidesOf(through([none, height])),
      mid,
      side: allOf(through([height, impulse(-1)])),
    },
  };
}

function impulse(sign: number): Float64Array {
  const signal = new Float64Array(SAMPLE_RATE);
  signal[0] = sign * decibelsToGain(SMALL_DBFS);
  return signal;
}

const halfSum = ([left, right]: Stereo, sign: number): Float64Array => left.map((x, n) => (x + sign * right[n]!) / 2);

const responsesOf = (signal: Float64Array, latencySamples: number): Response[] =>
  FREQUENCIES_HZ.map((hz) => responseAt(signal, hz, latencySamples));

/** Latency takes nothing from a level. */
const levelsIn = (signal: Float64Array): Point[] => pointsOf(levelsOf(responsesOf(signal, 0)));

const levelsOf = (responses: readonly Response[]): number[] =>
  responses.map(({ magnitude }) => decibels(magnitude / decibelsToGain(SMALL_DBFS)));

/** Where far less comes through than elsewhere there is no phase to speak of. */
function phaseOf(signal: Float64Array, latencySamples: number): Point[] {
  const responses = responsesOf(signal, latencySamples);
  const levels = levelsOf(responses);
  const least = Math.max(...levels) - PHASE_REACH_DB;
  return pointsOf(unwrapped(FREQUENCIES_HZ, responses)).filter((_, index) => levels[index]! > least);
}

const pointsOf = (values: readonly number[]): Point[] => values.map((y, index) => ({ x: FREQUENCIES_HZ[index]!, y }));
