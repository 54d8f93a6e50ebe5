import { isStrip, type PlainValues } from "../../definition/node.ts";
import type { Problem } from "../../problem.ts";
import type { Stereo } from "../../solo/node-runner.ts";
import { playMix } from "./play-mix.ts";
import { corner, setting, structuralExtremes, withStructureOf } from "./settings.ts";
import { firstDifference, impulse, peakOf, programme, seeded, silence } from "./signals.ts";
import { breach, inputsFor, latencyOf, outputOf, SAMPLE_RATES, type Law, type Subject } from "./subject.ts";

/** −60 dBFS: quiet enough that no threshold is met and every curve is straight. */
const IMPULSE_LEVEL = 0.001;
const IMPULSE_AT = 64;
/** How far behind its place an impulse is looked for. */
const SEARCH_FRAMES = 2048;
/** A neighbour this close to the peak means that the peak lies between two samples. */
const BETWEEN_SAMPLES = 0.9;
const SETTINGS = 5;

/**
 * Compressors, limiters and saturators are measured with an impulse so quiet that they do nothing to it. What they do to
 * loud sound has no one place in time; that it shares this delay is a matter of their own checks.
 */
export const declaredLatency: Law = {
  name: "is as late as it declares, at every sample rate and structural setting",
  *broken(subject): Iterable<Problem> {
    for (const values of structuralExtremes(subject.definition, subject.pinned)) {
      for (const sampleRate of SAMPLE_RATES) {
        const declared = latencyOf(subject, values, sampleRate);
        const main = impulse(IMPULSE_AT + declared + SEARCH_FRAMES, IMPULSE_AT, IMPULSE_LEVEL);
        const fault = latencyFault(
          outputOf(subject, { inputs: inputsFor(subject, main), values, sampleRate }),
          declared,
        );
        if (fault !== undefined) yield breach(subject, "latency", `${fault} at ${sampleRate} Hz`, values);
      }
    }
  },
};

function latencyFault(output: Stereo, declared: number): string | undefined {
  const peak = peakOf(output);
  if (peak === 0) return "lets no impulse through, so that its latency cannot be found";
  for (const channel of output) {
    const level = (frame: number): number => Math.abs(channel[frame] ?? 0);
    const highest = channel.reduce((best, _, frame) => (level(frame) > level(best) ? frame : best), 0);
    const measured = highest - IMPULSE_AT;
    if (measured !== declared) return `is ${measured} samples late and declares ${declared}`;
    const neighbour = Math.max(level(highest - 1), level(highest + 1));
    if (neighbour > BETWEEN_SAMPLES * level(highest)) return "is late by a fraction of a sample";
  }
  return undefined;
}

export const pureLatency: Law = {
  name: "declares latency and tail as whole samples, and latency of structural parameters alone",
  *broken(subject): Iterable<Problem> {
    const { definition } = subject;
    const random = seeded(21);
    for (let index = 0; index < 20; index++) {
      const values = index % 2 === 0 ? corner(definition, random) : setting(definition, random);
      const moved = withStructureOf(definition, corner(definition, random), values);
      for (const sampleRate of SAMPLE_RATES) {
        const latency = latencyOf(subject, values, sampleRate);
        const tail = definition.tailSamples?.(values, sampleRate) ?? 0;
        for (const [name, value] of [
          ["latency", latency],
          ["tail", tail],
        ] as const) {
          if (!Number.isSafeInteger(value) || value < 0)
            yield breach(subject, "not-samples", `declares a ${name} of ${value}: no number of samples`, values);
        }
        if (latencyOf(subject, moved, sampleRate) !== latency)
          yield breach(
            subject,
            "moving-latency",
            "declares a latency that changes without a structural change",
            values,
          );
      }
    }
  },
};

export const bypassNulls: Law = {
  name: "bypassed, it is its input, as late as before",
  async *broken(subject): AsyncIterable<Problem> {
    const main = programme(11776, 22);
    for (const values of bypassSettings(subject)) {
      const declared = latencyOf(subject, values, 48000);
      const { plays, latencySamples } = await playMix(subject, { values, main, bypassed: true, besideDry: true });
      if (latencySamples !== declared)
        yield breach(subject, "bypass-latency", `is ${latencySamples} samples late, not ${declared}`, values);
      const frame = firstDifference(plays[0]!, twice(delayed(main, declared)));
      if (frame >= 0) yield breach(subject, "bypass", `beside a dry path it does not null at frame ${frame}`, values);
    }
  },
};

/** Bypass of a strip is that of its chain: trim and fader stay. */
function bypassSettings(subject: Subject): PlainValues[] {
  if (isStrip(subject.definition)) return [subject.transparent];
  const random = seeded(23);
  return Array.from({ length: SETTINGS }, () => setting(subject.definition, random));
}

function delayed(signal: Stereo, samples: number): Stereo {
  const later = silence(signal[0].length);
  later.forEach((channel, side) => channel.set(signal[side]!.subarray(0, channel.length - samples), samples));
  return later;
}

const twice = ([left, right]: Stereo): Stereo => [left.map((x) => 2 * x), right.map((x) => 2 * x)];
