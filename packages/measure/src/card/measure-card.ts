import { defaultValues, type NodeDefinition, type PlainValues } from "@twobus/core";
import type { NodeRunner, Stereo } from "@twobus/core/solo";
import { decibelsToGain, exp, log } from "@twobus/dsp";
import { responseAt, unwrapped } from "./response.ts";
import { amplitudeAt, both, decibels, SAMPLE_RATE, tone } from "./tones.ts";

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
  /** Harmonics 2 to 7 of these tones together, in dB below the first. */
  readonly distortion: readonly Point[];
  /** Level in dB at small signals (−50 dBFS), by frequency in Hz. */
  readonly response: readonly Point[];
  /** Phase in degrees at small signals, by frequency in Hz: without the latency and without jumps by whole turns. */
  readonly phase: readonly Point[];
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
    ...transferOf(through),
    ...responseOf(through, latencySamples),
    harmonics: [-18, -6, 0].map((peakDbfs) => harmonicsOf(through, peakDbfs)),
    step: stepOf(through, latencySamples),
    linkDb: linkOf(through),
  };
}

/** Distortion in words: below a ten-thousandth of a percent it is the rounding of doubles. */
export const thdText = (percent: number): string => (percent < 1e-4 ? "none" : `${percent.toPrecision(2)} %`);

type Through = (main: Stereo) => Stereo;

function transferOf(through: Through): Pick<Card, "transfer" | "distortion"> {
  const tones = Array.from({ length: 12 }, (_, index) => steadyTone(through, -60 + 6 * index));
  return {
    transfer: tones.map(({ peakDbfs, amplitude }) => ({ x: peakDbfs, y: decibels(amplitude) })),
    distortion: tones.map(({ peakDbfs, shares }) => ({ x: peakDbfs, y: decibels(lengthOf(shares)) })),
  };
}

/**
 * From an impulse, so that it is one run: 121 frequencies from 20 Hz to 20 kHz. Where 60 dB less comes through than elsewhere
 * there is no phase to speak of.
 */
function responseOf(through: Through, latencySamples: number): Pick<Card, "response" | "phase"> {
  const impulse = new Float64Array(SAMPLE_RATE);
  const height = decibelsToGain(SMALL_DBFS);
  impulse[0] = height;
  const [output] = through(both(impulse));
  const frequencies = Array.from({ length: 121 }, (_, index) => 20 * exp((log(1000) * index) / 120));
  const responses = frequencies.map((hz) => responseAt(output, hz, latencySamples));
  const levels = responses.map(({ magnitude }) => decibels(magnitude / height));
  const loudest = Math.max(...levels);
  const points = (values: readonly number[]): Point[] => values.map((y, index) => ({ x: frequencies[index]!, y }));
  return {
    response: points(levels),
    phase: points(unwrapped(frequencies, responses)).filter((_, index) => levels[index]! > loudest - 60),
  };
}

function harmonicsOf(through: Through, peakDbfs: number): Card["harmonics"][number] {
  const { shares } = steadyTone(through, peakDbfs);
  return { peakDbfs, thdPercent: 100 * lengthOf(shares), levelsDb: shares.map(decibels) };
}

/** What becomes of a tone of 1 kHz once it has settled: its amplitude, and those of its harmonics relative to that. */
function steadyTone(through: Through, peakDbfs: number) {
  const [left] = through(both(tone(TONE_HZ, peakDbfs, SETTLING_FRAMES + READING_FRAMES)));
  const amplitude = amplitudeAt(left, TONE_HZ, READING_FRAMES);
  const shares = HARMONICS.map(
    (order) => amplitudeAt(left, order * TONE_HZ, READING_FRAMES) / Math.max(amplitude, 1e-12),
  );
  return { peakDbfs, amplitude, shares };
}

const lengthOf = (shares: readonly number[]): number =>
  Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0));

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
