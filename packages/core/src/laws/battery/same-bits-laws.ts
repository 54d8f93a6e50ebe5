import type { PlainValues } from "../../definition/node.ts";
import type { Problem } from "../../problem.ts";
import type { Stereo } from "../../solo/node-runner.ts";
import { playMix } from "./play-mix.ts";
import { corner, setting } from "./settings.ts";
import { firstDifference, hostile, programme, seeded } from "./signals.ts";
import { breach, inputsFor, keyings, outputOf, type Law, type Subject } from "./subject.ts";

const FRAMES = 1792;
const SETTINGS = 6;
/** Single frames, lengths that fit nothing, and whole quanta between them. */
const CUTS: readonly (readonly number[])[] = [[1], [7, 128, 33, 1, 64], [127], [5, 3]];

function* settings(subject: Subject) {
  const random = seeded(11);
  for (let index = 0; index < SETTINGS; index++) {
    const values: PlainValues = index === 0 ? subject.transparent : setting(subject.definition, random);
    for (const keyed of keyings(subject)) {
      const [main, key] = [programme(FRAMES, 12), keyed ? programme(FRAMES, 13) : undefined];
      yield { values, main, key, inputs: inputsFor(subject, main, key) };
    }
  }
}

function* difference(subject: Subject, code: string, what: string, values: PlainValues, a: Stereo, b: Stereo) {
  const frame = firstDifference(a, b);
  if (frame >= 0) yield breach(subject, code, `${what} sounds different from frame ${frame} on`, values);
}

export const secondRun: Law = {
  name: "gives the same bits in a second run",
  *broken(subject): Iterable<Problem> {
    const random = seeded(14);
    for (const { values, inputs } of settings(subject)) {
      const first = outputOf(subject, { inputs, values });
      outputOf(subject, { inputs: inputsFor(subject, hostile(15)), values: corner(subject.definition, random) });
      yield* difference(subject, "second-run", "the second run", values, first, outputOf(subject, { inputs, values }));
    }
  },
};

/**
 * Only for values that stand still: where they move, they ramp over a block, and the ramp is as long as the block.
 * One more thing depends on blocks: at their end, recursive state below 1e-100 is zeroed. Signals here stay far above.
 */
export const anyCutting: Law = {
  name: "gives the same bits however its signal is cut into blocks",
  *broken(subject): Iterable<Problem> {
    for (const { values, inputs } of settings(subject)) {
      const whole = outputOf(subject, { inputs, values });
      for (const cuts of CUTS) {
        const cut = outputOf(subject, { inputs, values, cuts });
        yield* difference(subject, "cut", `in blocks of ${cuts.join(", ")} frames it`, values, whole, cut);
      }
    }
  },
};

export const ownKey: Law = {
  name: "without a key listens to its own input",
  *broken(subject): Iterable<Problem> {
    for (const { values, main, key } of settings(subject)) {
      if (key === undefined) continue;
      const unconnected = outputOf(subject, { inputs: inputsFor(subject, main), values });
      const connected = outputOf(subject, { inputs: inputsFor(subject, main, main), values });
      yield* difference(subject, "key", "with its own input as its key it", values, unconnected, connected);
    }
  },
};

export const inTheEngine: Law = {
  name: "gives the same bits alone and in a mix, and again after a reset",
  async *broken(subject): AsyncIterable<Problem> {
    for (const { values, main, key, inputs } of settings(subject)) {
      const alone = outputOf(subject, { inputs, values });
      const { plays, failed } = await playMix(subject, { values, main, key, times: 2 });
      for (const at of failed) yield breach(subject, "failed", `fails in a mix as ${at}`, values);
      yield* difference(subject, "engine", "in a mix it", values, alone, plays[0]!);
      yield* difference(subject, "reset", "after a reset it", values, plays[0]!, plays[1]!);
    }
  },
};
