import type { Parameters } from "@twobus/core";

/** The parameters of a band under its number: `frequencyHz` of band 2 is `band2FrequencyHz`. */
export type NumberedBand<N extends number, P extends Parameters> = {
  readonly [Name in keyof P & string as `band${N}${Capitalize<Name>}`]: P[Name];
};

export function numberedBand<const N extends number, P extends Parameters>(n: N, parameters: P): NumberedBand<N, P> {
  const named = Object.entries(parameters).map(([name, parameter]) => [
    `band${n}${name[0]!.toUpperCase()}${name.slice(1)}`,
    parameter,
  ]);
  return Object.fromEntries(named) as NumberedBand<N, P>;
}
