// How equalisers are measured: by their answer to one sample.

import { readFile } from "node:fs/promises";
import type { PlainValues } from "@twobus/core";
import { createNodeRunner, type NodeRunner } from "@twobus/core/laws";
import { builtInPack } from "../src/index.ts";
import { decibels } from "./signals.ts";

export const runnerOf = (type: string): Promise<NodeRunner> => createNodeRunner(builtInPack, type, readFile);

export const logarithmic = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));

/** Magnitude of an impulse response at a frequency, in dB, by Horner's rule. */
export function magnitudeDb(response: Float64Array, hz: number, sampleRate = 48000): number {
  const [turnRe, turnIm] = [Math.cos((2 * Math.PI * hz) / sampleRate), Math.sin((2 * Math.PI * hz) / sampleRate)];
  let [re, im] = [0, 0];
  for (let i = response.length - 1; i >= 0; i--) {
    const turned = re * turnRe - im * turnIm + response[i]!;
    im = re * turnIm + im * turnRe;
    re = turned;
  }
  return decibels(Math.hypot(re, im));
}

/** A level at which no colour shows: −120 dBFS. */
const QUIET = 1e-6;

/** The left channel's answer to one quiet sample, scaled back. */
export function impulseResponse(
  runner: NodeRunner,
  values: PlainValues,
  { sampleRate = 48000, frames = 16384 }: { readonly sampleRate?: number; readonly frames?: number } = {},
): Float64Array {
  const signal = new Float64Array(frames);
  signal[0] = QUIET;
  const [left] = runner.run({ values, sampleRate, inputs: { main: [signal, signal] } }).outputs["main"]!;
  return left.map((value) => value / QUIET);
}

/** Response in dB at some frequencies. */
export function responseDb(runner: NodeRunner, values: PlainValues, frequenciesHz: readonly number[]): number[] {
  const response = impulseResponse(runner, values, { frames: 32768 });
  return frequenciesHz.map((hz) => magnitudeDb(response, hz));
}
