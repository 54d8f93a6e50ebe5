import { defaultValues, type NodeDefinition, type PlainValues } from "@twobus/core";
import type { NodeRunner, Stereo } from "@twobus/core/solo";
import { decibelsToGain, exp, log } from "@twobus/dsp";
import { amplitudeAt, both, decibels, magnitudeAt, SAMPLE_RATE, tone } from "./tones.ts";

/** A point of a curve: what was set, and what was read. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a node does, measured from itself at one setting. */
export interface Card {
  readonly type: string;
  readonly name: string;
  readonly summary: string;
  readonly words: readonly string[];
  /** Values that differ from the defaults. */
  readonly values: PlainValues;
  readonly latencySamples: number;
  /** Level of a steady tone of 1 kHz, in and out, in dBFS of its peak. */
  readonly transfer: readonly Point[];
  /** Level in dB at small signals (−50 dBFS), by frequency in Hz. */
  readonly response: readonly Point[];
  /** Harmonics 2 to 7 of a tone of 1 kHz, in dB below it. */
  readonly harmonics: readonly {
    readonly peakDbfs: number;
    readonly thdPercent: number;
    readonly levelsDb: readonly number[];
  }[];
  /** Gain in dB over time in ms, around a step from −40 to −6 dBFS at 0 and back at 500 ms. */
  readonly step: readonly Point[];
  /** What the right channel loses or gains when a tone of −6 dBFS comes on the left, in dB. */
  readonly linkDb: number;
}

const TONE_HZ = 1000;
const SETTLING_FRAMES = 24_000;
/** A whole number of periods of 1 kHz. */
const READING_FRAMES = 4800;
const SMALL_DBFS = -50;
const HARMONICS = [2, 3, 4, 5, 6, 7];
const STEP_LOW_DBFS = -40;
const STEP_HIGH_DBFS = -6;
const STEP_MS = 500;
const STEP_READING_MS = 5;
const framesOf = (ms: number): number => (ms * SAMPLE_RATE) / 1000;

/** Measures a node that sound goes through from `main` to `main`. Levels are of peaks of sines. */
export function measureCard(definition: NodeDefinition, runner: NodeRunner, values: PlainValues = {}): Card {
  const standing = { ...defaultValues(definition), ...values };
  const latencySamples = definition.latencySamples?.(standing, SAMPLE_RATE) ?? 0;
  const through = (main: Stereo): Stereo =>
    runner.run({ sampleRate: SAMPLE_RATE, values, inputs: { main } }).outputs["main"]!;
  const { type, name, summary, words } = definition;
  return {
    type,
    name,
    summary,
    words,
    values,
    latencySamples,
    transfer: transferOf(through),
    response: responseOf(through),
    harmonics: [-18, -6, 0].map((peakDbfs) => harmonicsOf(through, peakDbfs)),
    step: stepOf(through, latencySamples),
    linkDb: linkOf(through),
  };
}

/** Distortion in words: below a ten-thousandth of a percent it is the rounding of doubles. */
export const thdText = (percent: number): string => (percent < 1e-4 ? "none" : `${percent.toPrecision(2)} %`);

type Through = (main: Stereo) => Stereo;

const steadyLevel = (signal: Float64Array): number => decibels(amplitudeAt(signal, TONE_HZ, READING_FRAMES));

function transferOf(through: Through): Point[] {
  return Array.from({ length: 12 }, (_, index) => -60 + 6 * index).map((x) => {
    const [left] = through(both(tone(TONE_HZ, x, SETTLING_FRAMES + READING_FRAMES)));
    return { x, y: steadyLevel(left) };
  });
}

/** From an impulse, so that it is one run: 61 frequencies from 20 Hz to 20 kHz. */
function responseOf(through: Through): Point[] {
  const impulse = new Float64Array(SAMPLE_RATE);
  const height = decibelsToGain(SMALL_DBFS);
  impulse[0] = height;
  const [response] = through(both(impulse));
  return Array.from({ length: 61 }, (_, index) => 20 * exp((log(1000) * index) / 60)).map((x) => ({
    x,
    y: decibels(magnitudeAt(response, x) / height),
  }));
}

function harmonicsOf(through: Through, peakDbfs: number): Card["harmonics"][number] {
  const [left] = through(both(tone(TONE_HZ, peakDbfs, SETTLING_FRAMES + READING_FRAMES)));
  const fundamental = amplitudeAt(left, TONE_HZ, READING_FRAMES);
  const shares = HARMONICS.map((order) => amplitudeAt(left, order * TONE_HZ, READING_FRAMES) / fundamental);
  return {
    peakDbfs,
    thdPercent: 100 * Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0)),
    levelsDb: shares.map(decibels),
  };
}

/** Gain of a tone over readings of 5 ms, five of its periods, moved back by the latency. */
function stepOf(through: Through, latencySamples: number): Point[] {
  const lead = framesOf(100);
  const total = lead + framesOf(2 * STEP_MS) + latencySamples;
  const isHigh = (n: number): boolean => n >= lead && n < lead + framesOf(STEP_MS);
  const level = (n: number): number => decibelsToGain(isHigh(n) ? STEP_HIGH_DBFS : STEP_LOW_DBFS);
  const carrier = tone(TONE_HZ, 0, total);
  const [left] = through(both(carrier.map((x, n) => x * level(n))));
  const reading = framesOf(STEP_READING_MS);
  const points: Point[] = [];
  for (let start = lead - framesOf(50); start + reading <= total - latencySamples; start += reading) {
    const end = start + latencySamples + reading;
    const gain = amplitudeAt(left.subarray(0, end), TONE_HZ, reading) / level(start);
    points.push({ x: ((start - lead) / SAMPLE_RATE) * 1000, y: decibels(gain) });
  }
  return points;
}

/** The right channel carries a quiet tone of 1.5 kHz; how much its level changes when the left one becomes loud. */
function linkOf(through: Through): number {
  const frames = SETTLING_FRAMES + READING_FRAMES;
  const quiet = tone(1500, STEP_LOW_DBFS, frames);
  const rightLevel = (left: Float64Array): number =>
    decibels(amplitudeAt(through([left, quiet])[1], 1500, READING_FRAMES));
  return rightLevel(tone(TONE_HZ, STEP_HIGH_DBFS, frames)) - rightLevel(new Float64Array(frames));
}
