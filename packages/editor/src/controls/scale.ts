import type { NumberParameter } from "@twobus/core";

/** Where a value stands on its knob, from 0 to 1. A range that reaches 0 is spread as its square root. */
export function toKnob({ min, max, scale }: NumberParameter, value: number): number {
  const share = (value - min) / (max - min);
  if (scale === "linear") return share;
  return min > 0 ? Math.log(value / min) / Math.log(max / min) : Math.sqrt(share);
}

export function fromKnob({ min, max, scale }: NumberParameter, position: number): number {
  const share = Math.min(1, Math.max(0, position));
  if (scale === "linear") return min + (max - min) * share;
  return min > 0 ? min * (max / min) ** share : min + (max - min) * share * share;
}
