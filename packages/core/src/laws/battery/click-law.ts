import { exp, log, sin } from "@twobus/dsp";
import type { PlainValues } from "../../definition/node.ts";
import type { NumberParameter } from "../../definition/parameters.ts";
import { QUANTUM } from "../../engine/quantum.ts";
import type { Problem } from "../../problem.ts";
import type { RunOptions, Stereo } from "../../solo/node-runner.ts";
import { equivalentStep } from "./equivalent-step.ts";
import { setting } from "./settings.ts";
import { noise, peakOf, seeded } from "./signals.ts";
import { breach, inputsFor, latencyOf, outputOf, type Law, type Subject } from "./subject.ts";

/** Where each of some settings is moved from, one parameter at a time, and where several move at random. */
const SETTINGS_AT = [48000, 48000, 44100, 96000] as const;
const RANDOM_AT = [48000, 44100, 96000, 48000, 44100, 96000] as const;
const RANDOM_WAYS = 3;
/** Where a parameter that moves alone is excused nothing. */
const STRICT_AT = 48000;
const PI = 3.141592653589793;
/** −80 dBFS. */
const LOUDEST_CLICK = 1e-4;
/** Far below where clicks are measured, at −18 dBFS; the key is as high as it is steady for detectors. */
const [MAIN_HZ, KEY_HZ] = [41, 1993];
const [MAIN_LEVEL, KEY_LEVEL] = [0.126, 0.25];
/** How long a parameter takes from one end of its range to the other. */
const WAY_SECONDS = 0.1;
const REST_FRAMES = 32 * QUANTUM;
const HOLD_FRAMES = 8 * QUANTUM;
const FADE_FRAMES = 2400;
/** The reach of the filter that clicks are measured with, and something to spare. */
const MARGIN_FRAMES = 3 * QUANTUM;
/** The finest control that what is heard is compared with. */
const FINE_FRAMES = 16;

/** What moves, from which setting, and where it comes to rest on its way. */
interface Movement {
  readonly told: string;
  readonly base: PlainValues;
  readonly sampleRate: number;
  readonly ways: number;
  /**
   * Else two things are excused: a setting that amplifies noise more than the tone may click as much more, and what is its own
   * doing may come a quantum earlier or later.
   */
  readonly isStrict: boolean;
  /** By how far it is on its way: 0 before the first, 1 after it, 2 after the second. */
  at(way: number): PlainValues;
}

type Movable = readonly [name: string, parameter: NumberParameter];

/** Numbers that are not structural. Nothing else moves while a processor runs: a choice or a switch that is changed makes a new voice. */
const movableOf = ({ definition }: Subject): Movable[] =>
  Object.entries(definition.params).flatMap(([name, parameter]) =>
    parameter.kind === "number" && parameter.structural !== true ? [[name, parameter] as const] : [],
  );

/**
 * Zipper noise is what steps or corners at the quanta add to a movement. A click counts where it is there and where it is
 * another one, or elsewhere, when control is eight times as fine: what a gate does as it opens, or a limiter at once, is
 * its own doing, and the same with any control.
 */
export const movesWithoutClicks: Law = {
  name: "moves without clicks: each parameter over its range and back, and half of them together at random, 0.1 s each",
  *broken(subject): Iterable<Problem> {
    for (const movement of [...eachAlone(subject), ...manyAtRandom(subject)]) yield* clicksOf(subject, movement);
  },
};

/** Over the whole range and back, from the setting that lets sound through and from others. */
function eachAlone(subject: Subject): Movement[] {
  const random = seeded(61);
  const settings = SETTINGS_AT.map((sampleRate) => ({ sampleRate, base: setting(subject.definition, random) }));
  return [{ sampleRate: 48000, base: subject.transparent }, ...settings].flatMap((from) =>
    movableOf(subject).map(([name, parameter]) => {
      const at = (way: number): PlainValues => ({ [name]: valueAt(parameter, smooth(1 - Math.abs(way - 1))) });
      return { ...from, told: name, ways: 2, isStrict: from.sampleRate === STRICT_AT, at };
    }),
  );
}

/** As automation of several parameters does, each to an end of its range as often as to somewhere between. */
function manyAtRandom(subject: Subject): Movement[] {
  const random = seeded(62);
  return RANDOM_AT.map((sampleRate) => {
    const moving = movableOf(subject)
      .filter(() => random() < 0.5)
      .map(([name, parameter]) => {
        const stops = Array.from({ length: RANDOM_WAYS + 1 }, () => (random() < 0.5 ? Math.round(random()) : random()));
        return { name, value: (way: number): number => valueAt(parameter, between(stops, way)) };
      });
    const base = setting(subject.definition, random);
    const at = (way: number): PlainValues => Object.fromEntries(moving.map(({ name, value }) => [name, value(way)]));
    const told = moving.map(({ name }) => name).join(", ");
    return { base, sampleRate, told, ways: RANDOM_WAYS, isStrict: false, at };
  });
}

/** Along a smooth way from each stop to the next. */
function between(stops: readonly number[], way: number): number {
  const before = Math.min(stops.length - 2, Math.floor(way));
  return stops[before]! + smooth(way - before) * (stops[before + 1]! - stops[before]!);
}

function* clicksOf(subject: Subject, { told, base, sampleRate, ways, isStrict, at }: Movement): Iterable<Problem> {
  const rest = REST_FRAMES + latencyOf(subject, base, sampleRate);
  const wayFrames = WAY_SECONDS * sampleRate;
  const frames = Math.ceil(rest + ways * (wayFrames + HOLD_FRAMES) + MARGIN_FRAMES);
  const tone = (hz: number, level: number): Stereo => toneOf(hz / sampleRate, level, frames);
  const inputs = inputsFor(subject, tone(MAIN_HZ, MAIN_LEVEL), tone(KEY_HZ, KEY_LEVEL));
  const start = rest + QUANTUM / 2 - (rest % QUANTUM);
  const heard = (options: Partial<RunOptions>): Stereo =>
    outputOf(subject, { inputs, values: { ...base, ...at(0) }, sampleRate, ...options });
  const moved = (blockFrames: number): Stereo => {
    const automate = (block: number): PlainValues => at(waysGone((block + 1) * blockFrames - start, wayFrames, ways));
    return heard({ automate, cuts: [blockFrames] });
  };
  const worst = (signal: Stereo, from = rest, to = frames - QUANTUM): number =>
    Math.max(...signal.map((channel) => equivalentStep(channel, from, to, LOUDEST_CLICK)));
  const coarse = moved(QUANTUM);
  const stops = Array.from({ length: ways + 1 }, (_, stop) => ({ ...base, ...at(stop) }));
  const limit = LOUDEST_CLICK * Math.max(1, peakOf(coarse, rest) / MAIN_LEVEL);
  if (worst(coarse) <= limit) return;
  const fine = moved(FINE_FRAMES);
  const apart = difference(coarse, fine);
  const settled = Math.max(...stops.map((values) => worst(heard({ values }))));
  const mostGain = isStrict ? 0 : Math.max(...stops.map((values) => gainOf(subject, values, sampleRate)));
  const mostClick = Math.max(limit, 2 * settled, LOUDEST_CLICK * mostGain);
  for (let from = rest; from < frames - 2 * QUANTUM; from += QUANTUM) {
    const to = Math.min(from + QUANTUM, frames - 2 * QUANTUM);
    const click = worst(apart, from, to);
    if (!(click > mostClick)) continue;
    if (!isStrict && worst(coarse, from, to) <= 2 * worst(fine, from - QUANTUM, to + QUANTUM)) continue;
    const where = `${from} frames from the start, at ${sampleRate} Hz,`;
    yield breach(subject, "click", `moving ${told} clicks by ${click}, more than ${mostClick}, ${where}`, base);
    return;
  }
}

/** How much louder a setting makes the loudest of noise. */
function gainOf(subject: Subject, values: PlainValues, sampleRate: number): number {
  const main = noise(REST_FRAMES + latencyOf(subject, values, sampleRate), 63, MAIN_LEVEL);
  return peakOf(outputOf(subject, { inputs: inputsFor(subject, main), values, sampleRate })) / MAIN_LEVEL;
}

function toneOf(cyclesPerFrame: number, level: number, frames: number): Stereo {
  const channel = (turn: number): Float64Array =>
    Float64Array.from(
      { length: frames },
      (_, n) => level * smooth(Math.min(1, n / FADE_FRAMES)) * sin(2 * PI * cyclesPerFrame * n + turn),
    );
  return [channel(0), channel(1)];
}

/** How many ways are behind it at a frame after the start, with a hold after each. */
function waysGone(frame: number, wayFrames: number, ways: number): number {
  const legFrames = wayFrames + HOLD_FRAMES;
  const leg = Math.min(ways - 1, Math.max(0, Math.floor(frame / legFrames)));
  return leg + Math.min(1, Math.max(0, (frame - leg * legFrames) / wayFrames));
}

/** Along 3t² − 2t³, so that the way itself has no corner. */
const smooth = (way: number): number => way * way * (3 - 2 * way);

/** Spread as a knob spreads the range. */
function valueAt({ min, max, scale }: NumberParameter, way: number): number {
  const value = scale === "logarithmic" && min > 0 ? min * exp(way * log(max / min)) : min + way * (max - min);
  return Math.min(max, Math.max(min, value));
}

const difference = (a: Stereo, b: Stereo): Stereo => [
  a[0].map((x, n) => x - b[0][n]!),
  a[1].map((x, n) => x - b[1][n]!),
];
