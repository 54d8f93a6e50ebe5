import type { Problem } from "../../problem.ts";
import type { Stereo } from "../../solo/node-runner.ts";
import { movement, optionTour, setting } from "./settings.ts";
import { followedBySilence, programme, seeded } from "./signals.ts";
import { breach, inputsFor, keyings, type Law, type Subject } from "./subject.ts";

/** SHA-256 of what each node of a pack makes of the same signals, by type. */
export type GoldenHashes = Readonly<Record<string, string>>;

const ANY_SETTINGS = 5;
const SAMPLE_RATES = [44100, 48000, 96000];
const FRAMES = 2048;
/** So much of what rings on is hashed as well, where it is longer than the sound itself: half a second or so. */
const LONGEST_TAIL_FRAMES = 24_000;

/** Hash of a node's output bits: at its defaults and anywhere in its ranges, with every option, still and moving, at the usual sample rates. */
export async function goldenHash(subject: Subject): Promise<string> {
  const random = seeded(51);
  const runs: Float64Array[] = [];
  const settings = [
    subject.transparent,
    ...Array.from({ length: ANY_SETTINGS }, () => setting(subject.definition, random)),
    ...optionTour(subject.definition, random),
  ];
  for (const [index, values] of settings.entries()) {
    const sampleRate = SAMPLE_RATES[index % SAMPLE_RATES.length]!;
    for (const keyed of keyings(subject)) {
      const tailSamples = subject.definition.tailSamples?.(values, sampleRate) ?? 0;
      const inputs = inputsFor(subject, rungOut(52, tailSamples), keyed ? rungOut(53, tailSamples) : undefined);
      const automate = () => movement(subject.definition, random);
      for (const moving of [{}, { automate }]) {
        const { outputs } = subject.runner.run({ inputs, values, sampleRate, ...moving });
        runs.push(...Object.values(outputs).flat());
      }
    }
  }
  return sha256(runs);
}

/** A programme, with silence behind it where its tail would end up outside. */
function rungOut(seed: number, tailSamples: number): Stereo {
  const sound = programme(FRAMES, seed);
  return tailSamples <= FRAMES ? sound : followedBySilence(sound, Math.min(tailSamples, LONGEST_TAIL_FRAMES));
}

async function sha256(signals: readonly Float64Array[]): Promise<string> {
  const all = new Float64Array(signals.reduce((length, signal) => length + signal.length, 0));
  let end = 0;
  for (const signal of signals) {
    all.set(signal, end);
    end += signal.length;
  }
  const digest = await crypto.subtle.digest("SHA-256", all);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The node sounds as it did when its hash was written down. */
export const sameAsBefore = (hashes: GoldenHashes): Law => ({
  name: "sounds as it did, to the bit",
  async *broken(subject): AsyncIterable<Problem> {
    const expected = Object.hasOwn(hashes, subject.definition.type) ? hashes[subject.definition.type] : undefined;
    const found = await goldenHash(subject);
    if (expected === undefined) yield breach(subject, "no-golden-hash", `has no golden hash yet; it is ${found}`);
    else if (expected !== found)
      yield breach(subject, "golden-hash", `makes other bits (${found}); write the new hash down if that is meant`);
  },
});
