import type { PlainValues } from "../../definition/node.ts";
import { corner, singleExtremes } from "./settings.ts";
import { seeded } from "./signals.ts";
import { keyings, SAMPLE_RATES, type Subject } from "./subject.ts";

const CORNERS = 60;

interface Extreme {
  readonly values: PlainValues;
  readonly sampleRate: number;
  readonly keyed: boolean;
}

/** What a node is run with in turn: every extreme alone, many together, at each sample rate in turn. */
export function* extremes(subject: Subject): Iterable<Extreme> {
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
