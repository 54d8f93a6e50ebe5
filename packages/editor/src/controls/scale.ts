import type { NumberParameter } from "@twobus/core";

/** How a control spreads a parameter's range over its way from 0 to 1. */
export interface Scale {
  toPosition(parameter: NumberParameter, value: number): number;
  /** The value at a position; positions beyond the ends are held there. */
  toValue(parameter: NumberParameter, position: number): number;
}

const held = (position: number): number => Math.min(1, Math.max(0, position));

/** As the parameter says. A logarithmic range that reaches 0 is spread as its square root. */
export const knobScale: Scale = {
  toPosition: ({ min, max, scale }, value) => {
    const share = (value - min) / (max - min);
    if (scale === "linear") return share;
    return min > 0 ? Math.log(value / min) / Math.log(max / min) : Math.sqrt(share);
  },
  toValue: ({ min, max, scale }, position) => {
    const share = held(position);
    if (scale === "linear") return min + (max - min) * share;
    return min > 0 ? min * (max / min) ** share : min + (max - min) * share * share;
  },
};

/** Every so many decibels a fader's way to its lower end halves. */
const FADER_HALF_DB = 16;

/** Decibels as on a console: most of the way belongs to what is near 0 dB, little to what is nearly silent. */
export const faderScale: Scale = {
  toPosition: ({ min, max }, value) => {
    const floor = 2 ** ((min - max) / FADER_HALF_DB);
    return (2 ** ((value - max) / FADER_HALF_DB) - floor) / (1 - floor);
  },
  toValue: ({ min, max }, position) => {
    const floor = 2 ** ((min - max) / FADER_HALF_DB);
    return max + FADER_HALF_DB * Math.log2(floor + held(position) * (1 - floor));
  },
};

/** What a hand means: decibels to a tenth, whole samples, everything else to four digits. */
export function rounded({ unit, min, max }: NumberParameter, value: number): number {
  const grain = grainOf(unit, value);
  const near = Number((Math.round(value / grain) * grain).toPrecision(12));
  return Math.min(max, Math.max(min, near));
}

/** `steps` of a hundredth of the way further, but never less than what can be seen in the figure. */
export function stepped(scale: Scale, parameter: NumberParameter, value: number, steps: number): number {
  const next = rounded(parameter, scale.toValue(parameter, scale.toPosition(parameter, value) + steps / 100));
  if (next !== value) return next;
  return rounded(parameter, value + Math.sign(steps) * grainOf(parameter.unit, value));
}

function grainOf(unit: NumberParameter["unit"], value: number): number {
  if (unit === "Db") return 0.1;
  if (unit === "Samples") return 1;
  return value === 0 ? 0.001 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 3);
}
