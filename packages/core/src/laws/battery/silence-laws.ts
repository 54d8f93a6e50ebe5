import { LOWEST_SAMPLE_RATE } from "../../definition/parameters.ts";
import type { Problem } from "../../problem.ts";
import type { Stereo } from "../../solo/node-runner.ts";
import { extremes } from "./extremes.ts";
import { setting, singleExtremes } from "./settings.ts";
import { followedBySilence, noise, peakOf, seeded, silence } from "./signals.ts";
import { breach, inputsFor, latencyOf, outputOf, SAMPLE_RATES, type Law } from "./subject.ts";

const SETTINGS = 2 * SAMPLE_RATES.length;
/** Where every extreme is tried: the usual sample rate, and that at which most frequencies are held. */
const EDGES = [48_000, LOWEST_SAMPLE_RATE] as const;
/** Longer tails are not waited for. */
const LONGEST_TAIL_FRAMES = 48_000;
/** How long silence is listened to after the tail: past the longest delay that a node may forget to declare. */
const LISTENING_SECONDS = 1.02;
const MOST_LISTENING_FRAMES = 49_000;
/** −120 dB: where a tail counts as over. */
const INAUDIBLE_GAIN = 1e-6;
/** Of two sums of samples around 1. */
const ROUNDING = 1e-15;

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

/** Subnormal numbers cost some processors a hundred times as much, and others drop them: bits would differ. */
export const soundEnds: Law = {
  name: "is silent once its declared tail has ended, without subnormal numbers on the way",
  *broken(subject): Iterable<Problem> {
    const { definition, runner } = subject;
    const random = seeded(5);
    const singles = singleExtremes(definition).map((values, index) => ({ values, sampleRate: EDGES[index % 2]! }));
    const others = Array.from({ length: SETTINGS }, (_, index) => {
      return { values: setting(definition, random), sampleRate: SAMPLE_RATES[index % SAMPLE_RATES.length]! };
    });
    const [main, key] = [noise(2048, 6, 0.5), noise(2048, 7, 0.5)];
    for (const { values, sampleRate } of [...singles, ...others]) {
      const declared = definition.tailSamples?.(values, sampleRate) ?? 0;
      const tail = Math.min(declared, LONGEST_TAIL_FRAMES);
      const listening = Math.min(Math.ceil(LISTENING_SECONDS * sampleRate), MOST_LISTENING_FRAMES);
      const longer = (signal: Stereo): Stereo => followedBySilence(signal, tail + listening);
      const ended = runner.run({ inputs: inputsFor(subject, longer(main), longer(key)), values, sampleRate });
      const output = Object.values(ended.outputs)[0] ?? silence(0);
      if (output.some(holdsSubnormals))
        yield breach(subject, "subnormal", `emits subnormal numbers at ${sampleRate} Hz`, values);
      const left = ended.memory();
      if (holdsSubnormals(left)) {
        const sounding = runner.run({ inputs: inputsFor(subject, main, key), values, sampleRate }).memory();
        if (left.some((word, place) => isSubnormal(word) && isUsual(sounding[place]!)))
          yield breach(subject, "subnormal", `keeps subnormal numbers in silence at ${sampleRate} Hz`, values);
      }
      if (declared > LONGEST_TAIL_FRAMES) continue;
      const rest = peakOf(output, main[0].length + latencyOf(subject, values, sampleRate) + tail);
      if (rest > (tail === 0 ? 0 : INAUDIBLE_GAIN * peakOf(output)))
        yield breach(subject, "long-tail", `still sounds (${rest}) after its ${tail} samples of tail`, values);
    }
  },
};

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const isSubnormal = (x: number): boolean => x !== 0 && Math.abs(x) < SMALLEST_NORMAL;

function holdsSubnormals(numbers: Float64Array): boolean {
  for (let i = 0; i < numbers.length; i++) if (isSubnormal(numbers[i]!)) return true;
  return false;
}

/** Whether a word of memory was a number of the sound a while ago: whole numbers and addresses look subnormal, always. */
const isUsual = (x: number): boolean => Math.abs(x) > 1e-60 && Math.abs(x) < 1e60;
