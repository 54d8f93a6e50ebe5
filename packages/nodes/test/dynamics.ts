// How compressors are measured: tones, gain traces, times, distortion and zipper noise, as the behaviour checks define them.

import { readFile } from "node:fs/promises";
import { defaultValues, kernelValue, type NodeDefinition, type PlainValues } from "@twobus/core";
import { createNodeRunner, type NodeRunner, type Stereo } from "@twobus/core/laws";
import { createMemory, instantiateKernels } from "@twobus/dsp";
import { builtInPack } from "../src/index.ts";

export const SAMPLE_RATE = 48000;

export const gainOf = (decibels: number): number => 10 ** (decibels / 20);
export const decibelsOf = (gain: number): number => 20 * Math.log10(gain);

export const runnerOf = (type: string): Promise<NodeRunner> => createNodeRunner(builtInPack, type, readFile);

/** At the rate of the song, frame for frame; `envelope.test.ts` sees to it that other choices stay what this is. */
export async function runnerAtSongRate(type: string): Promise<NodeRunner> {
  const runner = await runnerOf(type);
  return { ...runner, run: (options) => runner.run({ ...options, values: { oversampling: 1, ...options.values } }) };
}

/** One cosine through stretches of `[levelDb, seconds]`; −Infinity is silence. */
export function tone(hz: number, stretches: readonly (readonly [levelDb: number, seconds: number])[]): Float64Array {
  const lengths = stretches.map(([, seconds]) => Math.round(seconds * SAMPLE_RATE));
  const signal = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
  let frame = 0;
  for (const [index, [levelDb]] of stretches.entries()) {
    const end = frame + lengths[index]!;
    const level = gainOf(levelDb);
    for (; frame < end; frame++) signal[frame] = level * Math.cos((2 * Math.PI * hz * frame) / SAMPLE_RATE);
  }
  return signal;
}

/** Noise from a seed, −1 to 1. */
export function noise(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

/** Bursts of noise, loud and quiet, different in both channels, and silence at the end. */
export function programme(length: number): Stereo {
  const shape = (seed: number, period: number): Float64Array =>
    noise(length, seed).map((sample, i) => (i > 0.7 * length ? 0 : sample * (i % period < period / 3 ? 0.9 : 0.05)));
  return [shape(1, 4000), shape(2, 5500)];
}

const warped = (hz: number): number => Math.tan((Math.PI * hz) / SAMPLE_RATE);

/** Loss in dB of a second-order Butterworth high-pass, bilinear; with both frequencies exchanged, of a low-pass. */
export function butterworthLossDb(hz: number, cutoffHz: number): number {
  return 10 * Math.log10(1 + (warped(cutoffHz) / warped(hz)) ** 4);
}

/** Share of the remaining way per frame of an exponential approach. */
export const rateOf = (seconds: number): number => 1 - Math.exp(-1 / (seconds * SAMPLE_RATE));

export const rms = (signal: Float64Array): number =>
  Math.sqrt(signal.reduce((sum, sample) => sum + sample * sample, 0) / signal.length);

/** rms(a − b) over rms(b), in dB. */
export function differenceDb(a: Float64Array, b: Float64Array): number {
  return decibelsOf(rms(a.map((sample, i) => sample - b[i]!)) / rms(b));
}

export function outputOf(
  runner: NodeRunner,
  values: PlainValues,
  main: Stereo,
  cuts: readonly number[] = [128],
): Stereo {
  return runner.run({ inputs: { main }, values, cuts }).outputs["main"]!;
}

/** Reduction of a steady sine in dB: output over input in its last 100 ms. */
export function staticReductionDb(
  runner: NodeRunner,
  values: PlainValues,
  levelDb: number,
  { hz = 1000, seconds = 1 } = {},
): number {
  const signal = tone(hz, [[levelDb, seconds]]);
  const tail = -SAMPLE_RATE / 10;
  const [left] = outputOf(runner, values, [signal, signal]);
  return -decibelsOf(rms(left.subarray(tail)) / rms(signal.subarray(tail)));
}

/** Reduction in dB, frame by frame and per channel: `key` drives the detector while the gain acts on a constant. */
export function reductionTraces(runner: NodeRunner, values: PlainValues, key: Stereo): [Float64Array, Float64Array] {
  const one = new Float64Array(key[0].length).fill(1);
  const [left, right] = runner.run({ inputs: { main: [one, one], key }, values }).outputs["main"]!;
  return [left.map((gain) => decibelsOf(1 / gain)), right.map((gain) => decibelsOf(1 / gain))];
}

export function reductionTrace(runner: NodeRunner, values: PlainValues, key: Float64Array): Float64Array {
  return reductionTraces(runner, values, [key, key])[0];
}

/** Seconds from `start` until a trace has gone `share` of the way from its value there to `goal`. */
export function secondsToShare(trace: Float64Array, start: number, share: number, goal: number): number {
  const from = trace[start]!;
  const level = from + share * (goal - from);
  const frame = trace.findIndex((value, i) => i > start && (goal > from ? value >= level : value <= level));
  if (frame < 0) return Number.POSITIVE_INFINITY;
  const before = trace[frame - 1]!;
  return (frame - 1 + (level - before) / (trace[frame]! - before) - start) / SAMPLE_RATE;
}

/** Time to 63 % of a reduction: a step from 10 dB below to 12 dB above the threshold, by a carrier that suits the label. */
export function attackSeconds(runner: NodeRunner, values: PlainValues, thresholdDb: number, label: number): number {
  const quiet = 0.05;
  const key = tone(label < 0.001 ? 10000 : 1000, [
    [thresholdDb - 10, quiet],
    [thresholdDb + 12, Math.max(0.1, 16 * label)],
  ]);
  const trace = reductionTrace(runner, values, key);
  return secondsToShare(trace, quiet * SAMPLE_RATE - 1, 1 - Math.exp(-1), trace.at(-1)!);
}

/** Seconds to give shares of a reduction back: what holds it, then what lets go, each as level in dB and seconds. */
export function releaseSeconds(
  runner: NodeRunner,
  values: PlainValues,
  shares: readonly number[],
  stretches: readonly [held: readonly [number, number], free: readonly [number, number]],
): number[] {
  const heldSeconds = stretches[0][1];
  const trace = reductionTrace(runner, values, tone(heldSeconds < 0.1 ? 10000 : 1000, stretches));
  const start = Math.round(heldSeconds * SAMPLE_RATE) - 1;
  return shares.map((share) => secondsToShare(trace, start, share, 0));
}

const amplitudeAt = (signal: Float64Array, hz: number): number => {
  const step = (2 * Math.PI * hz) / SAMPLE_RATE;
  const real = signal.reduce((sum, sample, i) => sum + sample * Math.cos(step * i), 0);
  const imaginary = signal.reduce((sum, sample, i) => sum + sample * Math.sin(step * i), 0);
  return (2 * Math.hypot(real, imaginary)) / signal.length;
};

/** Harmonics 2 to 10 of a steady tone over its fundamental, in percent, from its last 200 ms. */
export function distortionPercent(runner: NodeRunner, values: PlainValues, hz: number, levelDb: number): number {
  const signal = tone(hz, [[levelDb, 2]]);
  const tail = outputOf(runner, values, [signal, signal])[0].subarray(-SAMPLE_RATE / 5);
  const harmonics = Array.from({ length: 9 }, (_, i) => amplitudeAt(tail, (i + 2) * hz));
  return (100 * Math.hypot(...harmonics)) / amplitudeAt(tail, hz);
}

/**
 * Strongest component of a gain at the rate of the quanta or its multiples, in dBFS, while a parameter moves from one value
 * to another in a second. The gain of the channel with the quieter key acts on a constant, so all that it adds there is
 * zipper noise.
 */
export function zipperDb(runner: NodeRunner, values: PlainValues, name: string, from: number, to: number): number {
  const quanta = 375;
  const one = new Float64Array(SAMPLE_RATE).fill(1);
  const [, gain] = runner.run({
    inputs: { main: [one, one], key: [tone(1000, [[-6, 1]]), tone(1000, [[-15, 1]])] },
    values: { ...values, [name]: from },
    automate: (quantum) => ({ [name]: from + ((to - from) * (quantum + 1)) / quanta }),
  }).outputs["main"]!;
  const windowed = gain.map((value, i) => value * (1 - Math.cos((2 * Math.PI * i) / SAMPLE_RATE)));
  return decibelsOf(Math.max(...[1, 2, 3, 4, 5].map((multiple) => amplitudeAt(windowed, multiple * quanta))));
}

/** A kernel's `…Curve`: what the editor draws for given values. */
export async function curveOf(definition: NodeDefinition): Promise<(values: PlainValues, inputDb: number) => number> {
  const memory = createMemory(4 * 1024 * 1024, false);
  const bytes = await readFile(builtInPack.wasm!.url);
  const exports = await instantiateKernels(await WebAssembly.compile(bytes), memory);
  const [parameters, state] = [1024, 65536];
  const name = definition.kernel as string;
  return (values, inputDb) => {
    const all: PlainValues = { ...defaultValues(definition), ...values };
    const block = Object.entries(definition.params).map(([key, parameter]) => kernelValue(parameter, all[key]!));
    new Float64Array(memory.buffer, parameters, 2 * block.length).set(block.flatMap((value) => [value, value]));
    exports[`${name}Init`]!(state, parameters, SAMPLE_RATE);
    return exports[`${name}Curve`]!(state, inputDb);
  };
}
