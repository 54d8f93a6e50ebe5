import type { NumberParameter } from "../definition/parameters.ts";

/** A number that a node stands at, and what it may be. */
export interface StandingNumber {
  readonly parameter: NumberParameter;
  readonly value: number;
}

/**
 * Where several numbers stand when the first of them is set to `to` and the others move with it: by the same difference, or,
 * where their scale is logarithmic, by the same ratio. Decibels move by a difference, which is a ratio of levels. The first that
 * reaches an end of its range stops all, so that their relation stays. A level at its lower end is silent, which no ratio
 * changes: it stays, stops nobody, and leads nobody.
 */
export function movedTogether(numbers: readonly StandingNumber[], to: number): readonly number[] {
  const [leader] = numbers;
  if (leader === undefined || isSilent(leader)) return numbers.map(({ value }, index) => (index === 0 ? to : value));
  const moving = numbers.filter((number) => !isSilent(number));
  const isRatio = to > 0 && moving.every(({ parameter, value }) => parameter.scale === "logarithmic" && value > 0);
  const moves = moving.map(({ parameter: { min, max }, value }) =>
    isRatio ? { least: min / value, most: max / value } : { least: min - value, most: max - value },
  );
  const wanted = isRatio ? to / leader.value : to - leader.value;
  const move = Math.min(...moves.map(({ most }) => most), Math.max(...moves.map(({ least }) => least), wanted));
  return numbers.map((number) => {
    if (isSilent(number)) return number.value;
    const { min, max } = number.parameter;
    const moved = isRatio ? number.value * move : number.value + move;
    return Math.min(max, Math.max(min, Number(moved.toPrecision(isRatio ? RATIO_DIGITS : DIFFERENCE_DIGITS))));
  });
}

/** What a hand sets has as many. */
const RATIO_DIGITS = 4;
/** Of −3.1 and 0.2 comes −2.9. */
const DIFFERENCE_DIGITS = 12;

const isSilent = ({ parameter, value }: StandingNumber): boolean =>
  parameter.isLevel === true && value === parameter.min;
