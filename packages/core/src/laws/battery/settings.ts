import { exp, log } from "@twobus/dsp";
import { defaultValues, type NodeDefinition, type PlainValues } from "../../definition/node.ts";
import type { Parameter, PlainValue } from "../../definition/parameters.ts";

type Random = () => number;

const isStructural = (parameter: Parameter): boolean => parameter.structural === true;

/** Both ends of a range, every option of a choice, on and off. */
function extremesOf(parameter: Parameter): readonly PlainValue[] {
  if (parameter.kind === "number") return [parameter.min, parameter.max];
  return parameter.kind === "choice" ? parameter.options : [false, true];
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)]!;
}

/** Anywhere in the range, spread as a knob spreads it. */
function anyValue(parameter: Parameter, random: Random): PlainValue {
  if (parameter.kind !== "number") return pick(extremesOf(parameter), random);
  const { min, max, scale } = parameter;
  const value =
    scale === "logarithmic" && min > 0 ? min * exp(random() * log(max / min)) : min + random() * (max - min);
  return Math.min(max, Math.max(min, value));
}

function mapParameters(definition: NodeDefinition, value: (parameter: Parameter, name: string) => PlainValue) {
  return Object.fromEntries(
    Object.entries(definition.params).map(([name, parameter]) => [name, value(parameter, name)]),
  );
}

/** The defaults, then each parameter alone at each of its extremes. */
export function singleExtremes(definition: NodeDefinition): PlainValues[] {
  const base = defaultValues(definition);
  const singles = Object.entries(definition.params).flatMap(([name, parameter]) =>
    extremesOf(parameter).map((value) => ({ ...base, [name]: value })),
  );
  return [base, ...singles];
}

/** All parameters at extremes. */
export function corner(definition: NodeDefinition, random: Random): PlainValues {
  return mapParameters(definition, (parameter) => pick(extremesOf(parameter), random));
}

/** All parameters anywhere. */
export function setting(definition: NodeDefinition, random: Random): PlainValues {
  return mapParameters(definition, (parameter) => anyValue(parameter, random));
}

/** Every option of every choice, in as few settings as that takes. Numbers are anywhere; switches stay, lest they hide an option. */
export function optionTour(definition: NodeDefinition, random: Random): PlainValues[] {
  const base = defaultValues(definition);
  const tours = new Map(
    Object.entries(definition.params).flatMap(([name, parameter]) =>
      parameter.kind === "choice" ? [[name, shuffled<PlainValue>(parameter.options, random)] as const] : [],
    ),
  );
  const length = Math.max(0, ...[...tours.values()].map((tour) => tour.length));
  return Array.from({ length }, (_, index) =>
    mapParameters(definition, (parameter, name) => {
      const tour = tours.get(name);
      if (tour !== undefined) return tour[index % tour.length]!;
      return parameter.kind === "number" ? anyValue(parameter, random) : base[name]!;
    }),
  );
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => [random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

/** New values for about half of what may change while sound runs, at an extreme as often as in between. */
export function movement(definition: NodeDefinition, random: Random): PlainValues {
  const moving = Object.entries(definition.params).filter(([, parameter]) => !isStructural(parameter));
  const chosen = moving.filter(() => random() < 0.5);
  return Object.fromEntries(
    chosen.map(([name, parameter]) => [
      name,
      random() < 0.5 ? pick(extremesOf(parameter), random) : anyValue(parameter, random),
    ]),
  );
}

/** Every combination of the extremes of structural parameters; what is pinned stays, all else stands at its default. */
export function structuralExtremes(definition: NodeDefinition, pinned: PlainValues): PlainValues[] {
  const swept = Object.entries(definition.params).filter(
    ([name, parameter]) => isStructural(parameter) && !Object.hasOwn(pinned, name),
  );
  return swept.reduce<PlainValues[]>(
    (settings, [name, parameter]) =>
      settings.flatMap((values) => extremesOf(parameter).map((value) => ({ ...values, [name]: value }))),
    [{ ...defaultValues(definition), ...pinned }],
  );
}

/** Takes non-structural values from one setting, structural ones from another. */
export function withStructureOf(definition: NodeDefinition, values: PlainValues, structure: PlainValues): PlainValues {
  return mapParameters(definition, (parameter, name) => (isStructural(parameter) ? structure : values)[name]!);
}

/** What differs from the defaults, for people. */
export function toldValues(definition: NodeDefinition, values: PlainValues): string {
  const changed = Object.entries(definition.params).filter(([name, parameter]) => values[name] !== parameter.default);
  return changed.length === 0 ? "the defaults" : changed.map(([name]) => `${name} ${values[name]}`).join(", ");
}
