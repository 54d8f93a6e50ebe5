/** A parameter's value as it stands in a document: plain, in the unit that its name ends with. */
export type PlainValue = number | string | boolean;

export const isPlainValue = (value: unknown): value is PlainValue =>
  typeof value === "number" || typeof value === "string" || typeof value === "boolean";

interface Described {
  readonly description: string;
  /** Changing it rebuilds the processor and may change its latency. Never automated. */
  readonly structural?: true;
}

/** What a parameter's name ends with. */
export type Unit = "Db" | "Hz" | "Ms" | "Seconds" | "Bpm" | "Percent" | "Ratio" | "Samples" | "Degrees" | "Q";

/** The lowest sample rate that a mix can have, in Hz. */
export const LOWEST_SAMPLE_RATE = 8000;

/** A number from `min` to `max`, both included, in `unit`. */
export interface NumberParameter<U extends Unit = Unit> extends Described {
  readonly kind: "number";
  readonly unit: U;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  /** How a knob spreads the range; the stored value is never scaled. */
  readonly scale: "linear" | "logarithmic";
  /** Set by `level`. */
  readonly isLevel?: true;
}

/** One of a few settings. Numeric options reach the kernel as they are, words as their index. */
export interface ChoiceParameter extends Described {
  readonly kind: "choice";
  readonly options: readonly string[] | readonly number[];
  readonly default: string | number;
}

/** On or off; the kernel receives 1 or 0. */
export interface ToggleParameter extends Described {
  readonly kind: "toggle";
  readonly default: boolean;
}

export type Parameter = NumberParameter | ChoiceParameter | ToggleParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

/**
 * Refuses a number whose name does not end in its unit: `threshold: decibels(…)` does not compile,
 * `thresholdDb: decibels(…)` does. A bare unit in lower case is a whole name (`ratio`, `q`).
 */
export type NamedWithUnits<P extends Parameters> = {
  [Name in keyof P]: P[Name] extends NumberParameter<infer U>
    ? Name extends `${string}${U}` | Uncapitalize<U>
      ? P[Name]
      : never
    : P[Name];
};

type NumberOptions = Described & { readonly min: number; readonly max: number; readonly default: number };

const number =
  <U extends Unit>(unit: U, scale: "linear" | "logarithmic") =>
  (options: NumberOptions): NumberParameter<U> => ({ kind: "number", unit, scale, ...options });

type NumberBuilder<U extends Unit> = (options: NumberOptions) => NumberParameter<U>;

/** Name ends in `Db`. Linear scale. */
export const decibels: NumberBuilder<"Db"> = number("Db", "linear");
/** Name ends in `Db`. Linear scale. Multiplies what is heard, as a fader does: it moves as the factor that it stands for. */
export const level: NumberBuilder<"Db"> = (options) => ({ ...decibels(options), isLevel: true });
/** Name ends in `Hz`. Logarithmic scale. */
export const hertz: NumberBuilder<"Hz"> = number("Hz", "logarithmic");
/** Name ends in `Ms`. Logarithmic scale. */
export const milliseconds: NumberBuilder<"Ms"> = number("Ms", "logarithmic");
/** Name ends in `Seconds`. Logarithmic scale. */
export const seconds: NumberBuilder<"Seconds"> = number("Seconds", "logarithmic");
/** Name ends in `Bpm`: beats per minute. Linear scale. */
export const bpm: NumberBuilder<"Bpm"> = number("Bpm", "linear");
/** Name ends in `Percent`: 100 is all of it. Linear scale. */
export const percent: NumberBuilder<"Percent"> = number("Percent", "linear");
/** Name ends in `Ratio`, or is `ratio`. Logarithmic scale. */
export const ratio: NumberBuilder<"Ratio"> = number("Ratio", "logarithmic");
/** Name ends in `Samples`. Linear scale. */
export const samples: NumberBuilder<"Samples"> = number("Samples", "linear");
/** Name ends in `Degrees`. Linear scale. */
export const degrees: NumberBuilder<"Degrees"> = number("Degrees", "linear");
/** Name ends in `Q`, or is `q`. Logarithmic scale. */
export const quality: NumberBuilder<"Q"> = number("Q", "logarithmic");

/**
 * One of `options`, all words or all numbers. Words reach the kernel as their index, so their order is part of the
 * node.
 */
export function choice<const T extends string | number>(
  options: readonly T[],
  rest: Described & { readonly default: NoInfer<T> },
): ChoiceParameter {
  return { kind: "choice", options: options as readonly string[] | readonly number[], ...rest };
}

/** On or off. */
export function toggle(rest: Described & { readonly default: boolean }): ToggleParameter {
  return { kind: "toggle", ...rest };
}

/** The number that a kernel receives for a plain value: itself, a word's index, or 0/1. */
export function kernelValue(parameter: Parameter, value: PlainValue): number {
  if (parameter.kind === "toggle") return value === true ? 1 : 0;
  if (typeof value === "number") return value;
  return (parameter.kind === "choice" ? (parameter.options as readonly PlainValue[]) : []).indexOf(value);
}

/** Whether a frequency can be half of a mix's sample rate or more. A filter holds it below then. */
export function isHeldBySampleRate(parameter: Parameter): parameter is NumberParameter<"Hz"> {
  return parameter.kind === "number" && parameter.unit === "Hz" && parameter.max >= LOWEST_SAMPLE_RATE / 2;
}

/** Why a value is not legal for a parameter, in words, or `undefined` when it is. */
export function valueFault(parameter: Parameter, value: unknown): string | undefined {
  switch (parameter.kind) {
    case "toggle":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "choice":
      return (parameter.options as readonly unknown[]).includes(value)
        ? undefined
        : `must be one of ${parameter.options.join(", ")}`;
    case "number":
      return typeof value === "number" && value >= parameter.min && value <= parameter.max
        ? undefined
        : `must be a number from ${parameter.min} to ${parameter.max}`;
  }
}
