import type { Problem } from "../../problem.ts";
import type { RunResult } from "../../solo/node-runner.ts";
import { extremes } from "./extremes.ts";
import { movement, setting } from "./settings.ts";
import { hostile, seeded } from "./signals.ts";
import { breach, inputsFor, keyings, type Law } from "./subject.ts";

const MOVEMENTS = 6;

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
