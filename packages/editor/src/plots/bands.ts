import type { ChoiceParameter, NodeDefinition, NumberParameter, Parameter, Parameters, PlainValue } from "@twobus/core";
import { knobScale, rounded, stepped } from "../controls/scale.ts";
import { readName } from "../inspector/parameter-names.ts";

/** A number that is set by hand: of a range, or one of a few. */
type Settable = NumberParameter | ChoiceParameter;

export interface BandParameter<P extends Parameter = Settable> {
  readonly name: string;
  readonly parameter: P;
}

/** What can be moved on a plot over frequency: parameters whose names begin alike. */
export interface Band {
  /** `Band 1`, `High pass` */
  readonly label: string;
  readonly frequency: BandParameter;
  readonly gain?: BandParameter;
  readonly q?: BandParameter;
  /** Where it can be off. */
  readonly shape?: BandParameter<ChoiceParameter>;
}

const OFF = "off";

/** The bands of an equaliser: whatever has a frequency. */
export function bandsOf({ category, params }: NodeDefinition): Band[] {
  if (category !== "equaliser") return [];
  return Object.entries(params).flatMap(([name, parameter]): Band[] => {
    const stem = /^(.+?)(?:Frequency)?Hz$/.exec(name)?.[1];
    if (stem === undefined || !isSettable(parameter)) return [];
    const [gain, q] = [settable(params, `${stem}GainDb`), settable(params, `${stem}Q`)];
    const shape = params[`${stem}Shape`];
    return [
      {
        label: readName(stem).label,
        frequency: { name, parameter },
        ...(gain !== undefined && { gain }),
        ...(q !== undefined && { q }),
        ...(shape?.kind === "choice" &&
          shape.options.some((option) => option === OFF) && { shape: { name: `${stem}Shape`, parameter: shape } }),
      },
    ];
  });
}

const CROSSOVER = /^crossover\d+Hz$/;

/** Where the bands of a node meet, in use or not: none where it has no crossovers. */
export const crossoversOf = (params: Parameters): Band[] =>
  Object.entries(params).flatMap(([name, parameter]): Band[] =>
    CROSSOVER.test(name) && parameter.kind === "number"
      ? [{ label: readName(name).label, frequency: { name, parameter } }]
      : [],
  );

function isSettable(parameter: Parameter | undefined): parameter is Settable {
  if (parameter?.kind === "number") return true;
  return parameter?.kind === "choice" && typeof parameter.options[0] === "number";
}

function settable(params: Parameters, name: string): BandParameter | undefined {
  const parameter = params[name];
  return isSettable(parameter) ? { name, parameter } : undefined;
}

export const isOff = (shape: PlainValue | undefined): boolean => shape === OFF;

/** What a band becomes that was off and is moved. */
export const firstShape = ({ options }: ChoiceParameter): PlainValue =>
  (options as readonly PlainValue[]).find((option) => !isOff(option))!;

/** The lowest and the highest value. */
export function rangeOf(parameter: Settable): readonly [number, number] {
  if (parameter.kind === "number") return [parameter.min, parameter.max];
  const options = parameter.options as readonly number[];
  return [Math.min(...options), Math.max(...options)];
}

/** What a hand means by a value: rounded and held within the range, or the option that is nearest by ratio or else by difference. */
export function settled(parameter: Settable, value: number): number {
  if (parameter.kind === "number") return rounded(parameter, value);
  const options = parameter.options as readonly number[];
  const isByRatio = options.every((option) => option > 0) && value > 0;
  const distance = (option: number): number => Math.abs(isByRatio ? Math.log(option / value) : option - value);
  return options.reduce((best, option) => (distance(option) < distance(best) ? option : best));
}

/** `steps` of a hundredth of the way further, or so many options. */
export function settledAfter(parameter: Settable, value: number, steps: number): number {
  if (parameter.kind === "number") return stepped(knobScale, parameter, value, steps);
  const options = (parameter.options as readonly number[]).toSorted((a, b) => a - b);
  const index = options.indexOf(value) + Math.sign(steps);
  return options[Math.min(options.length - 1, Math.max(0, index))]!;
}
