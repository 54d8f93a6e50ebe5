import type { Problem } from "../../problem.ts";
import type { RunResult, Stereo } from "../../solo/node-runner.ts";
import { corner, movement, setting, singleExtremes } from "./settings.ts";
import { followedBySilence, hostile, noise, peakOf, seeded, silence } from "./signals.ts";
import { breach, inputsFor, keyings, latencyOf, outputOf, SAMPLE_RATES, type Law, type Subject } from "./subject.ts";

const CORNERS = 60;
const MOVEMENTS = 6;
const SETTINGS = 12;
/** Longer tails are not waited for. */
const LONGEST_TAIL_SECONDS = 1;
/** How long silence is listened to after the tail: past the longest delay that a node may forget to declare. */
const LISTENING_FRAMES = 49_000;
/** −120 dB: where a tail counts as over. */
const INAUDIBLE_GAIN = 1e-6;
/** Of two sums of samples around 1. */
const ROUNDING = 1e-15;

/** What a node is run with in turn: every extreme alone, many together. */
function* extremes(subject: Subject) {
  const random = seeded(1);
  const settings = [
    ...singleExtremes(subject.definition),
    ...Array.from({ length: CORNERS }, () => corner(subject.definition, random)),
  ];
  for (const [index, values] of settings.entries()) {
    const sampleRate = SAMPLE_RATES[index % SAMPLE_RATES.length]!;
    for (const keyed of keyings(subject)) yield { values, sampleRate, keyed };
  }
}

/** The first output or meter that is no number, by name. */
function notFinite({ outputs, meters }: RunResult): string | undefined {
  const isDamaged = (signal: Float64Array): boolean => !signal.every(Number.isFinite);
  const output = Object.entries(outputs).find(([, channels]) => channels.some(isDamaged));
  const meter = Object.entries(meters).find(([, values]) => isDamaged(values));
  return (output ?? meter)?.[0];
}

export const finiteAtExtremes: Law = {
  name: "is finite at every extreme of its parameters, whatever finite signal arrives",
  *broken(subject): Iterable<Problem> {
    const [main, key] = [hostile(1), hostile(2)];
    for (const { values, sampleRate, keyed } of extremes(subject)) {
      const inputs = inputsFor(subject, main, keyed ? key : undefined);
      const damaged = notFinite(subject.runner.run({ inputs, values, sampleRate }));
      if (damaged !== undefined)
        yield breach(subject, "not-finite", `${damaged} emits NaN or infinity at ${sampleRate} Hz`, values);
    }
  },
};

export const finiteWhileMoving: Law = {
  name: "is finite while its parameters move at random",
  *broken(subject): Iterable<Problem> {
    const [main, key] = [hostile(3), hostile(4)];
    for (let seed = 1; seed <= MOVEMENTS; seed++) {
      const random = seeded(seed);
      const values = setting(subject.definition, random);
      for (const keyed of keyings(subject)) {
        const inputs = inputsFor(subject, main, keyed ? key : undefined);
        const automate = () => movement(subject.definition, random);
        const damaged = notFinite(subject.runner.run({ inputs, values, automate }));
        if (damaged !== undefined)
          yield breach(subject, "not-finite", `${damaged} emits NaN or infinity while parameters move from`, values);
      }
    }
  },
};

export const silenceStaysSilent: Law = {
  name: "makes no sound out of silence",
  *broken(subject): Iterable<Problem> {
    const nothing = silence(1024);
    for (const { values, sampleRate, keyed } of extremes(subject)) {
      const inputs = inputsFor(subject, nothing, keyed ? nothing : undefined);
      const peak = peakOf(outputOf(subject, { inputs, values, sampleRate }));
      if (peak > 0) yield breach(subject, "sound-of-silence", `makes ${peak} out of silence`, values);
    }
  },
};

/** What stands in the place of silence for a node that generates. */
export const addsTheSame: Law = {
  name: "adds one and the same sound to whatever arrives",
  *broken(subject): Iterable<Problem> {
    const main = noise(1024, 8);
    for (const { values, sampleRate } of extremes(subject)) {
      const heard = (arriving: Stereo): Stereo =>
        outputOf(subject, { inputs: inputsFor(subject, arriving), values, sampleRate });
      const [alone, added] = [heard(silence(1024)), heard(main)];
      const difference = (side: 0 | 1): Float64Array => added[side].map((x, n) => x - main[side][n]! - alone[side][n]!);
      const apart = peakOf([difference(0), difference(1)]);
      if (apart > ROUNDING) yield breach(subject, "other-sound", `adds a sound that is ${apart} off`, values);
    }
  },
};

export const soundEnds: Law = {
  name: "is silent once its declared tail has ended",
  *broken(subject): Iterable<Problem> {
    const { definition } = subject;
    const random = seeded(5);
    const sampleRate = 48000;
    const settings = [
      ...singleExtremes(definition),
      ...Array.from({ length: SETTINGS }, () => setting(definition, random)),
    ];
    const [main, key] = [noise(2048, 6, 0.5), noise(2048, 7, 0.5)];
    for (const values of settings) {
      const tail = definition.tailSamples?.(values, sampleRate) ?? 0;
      if (tail > LONGEST_TAIL_SECONDS * sampleRate) continue;
      const end = main[0].length + latencyOf(subject, values, sampleRate) + tail;
      const [longMain, longKey] = [main, key].map((signal) => followedBySilence(signal, tail + LISTENING_FRAMES));
      const inputs = inputsFor(subject, longMain!, longKey!);
      const output = outputOf(subject, { inputs, values, sampleRate });
      const rest = peakOf(output, end);
      if (rest > (tail === 0 ? 0 : INAUDIBLE_GAIN * peakOf(output)))
        yield breach(subject, "long-tail", `still sounds (${rest}) after its ${tail} samples of tail`, values);
    }
  },
};
