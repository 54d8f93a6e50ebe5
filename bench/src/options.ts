import { parseArgs } from "node:util";

/** What the command line asks for. Sections fill in what is not given. */
export interface Options {
  /** Names of sections; all of them where none is named. */
  readonly sections: readonly string[];
  /** A page to write the tables into, below its mark. */
  readonly markdown: string | undefined;
  /** A file for conditions and tables as data. */
  readonly json: string | undefined;
  readonly rounds: number | undefined;
  /** Length of the reference session. */
  readonly seconds: number | undefined;
  /** Length of the session whose memory is watched. */
  readonly minutes: number | undefined;
  /** The one node whose kernels are timed, by its type without its pack; all of them, and more, where none is named. */
  readonly only: string | undefined;
  /** Whether a figure that is missed is a failure. */
  readonly strict: boolean;
}

export function readOptions(words: readonly string[]): Options {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      markdown: { type: "string" },
      json: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      minutes: { type: "string" },
      only: { type: "string" },
      strict: { type: "boolean", default: false },
    },
  });
  return {
    sections: positionals,
    markdown: values.markdown,
    json: values.json,
    rounds: positive("rounds", values.rounds),
    seconds: positive("seconds", values.seconds),
    minutes: positive("minutes", values.minutes),
    only: values.only,
    strict: values.strict,
  };
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`--${name} wants a number above 0, not "${text}"`);
  return value;
}
