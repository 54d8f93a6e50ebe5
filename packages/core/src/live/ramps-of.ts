import type { NumberParameter } from "../definition/parameters.ts";
import { MIX_ENTRY_BYTES, type Layout } from "../engine/layout.ts";
import type { Ramp, RampPlace } from "../player/ramp.ts";
import type { MovableParameter, ParameterChange, ValueChange } from "./compare-plans.ts";

/** Both ends of a parameter's way through a quantum. */
export const PARAMETER_BYTES = 16;

/** Where a number stands in a processor's block. */
export function parameterPlace({ parameter, declared }: MovableParameter, block: number): RampPlace {
  const start = block + PARAMETER_BYTES * parameter;
  return { start, end: start + 8, unit: unitOf(declared) };
}

/** Where a new value goes in a processor's block. */
export const parameterRamp = (change: ParameterChange, block: number): Ramp => {
  return { ...parameterPlace(change, block), to: change.value };
};

function unitOf({ unit, min, isLevel }: NumberParameter): Ramp["unit"] {
  if (isLevel === true) return "levelDb";
  if (unit === "Db" || unit === "Ms" || unit === "Percent" || unit === "Degrees") return unit;
  return (unit === "Hz" || unit === "Q") && min > 0 ? "ratio" : "other";
}

/** Where new values go in a voice's memory. */
export function rampsOf(values: readonly ValueChange[], layout: Layout): Ramp[] {
  return values.flatMap((change): Ramp[] => {
    const { parameters } = layout.jobs[change.job]!.steps[change.step]!;
    if ("parameter" in change) {
      return [parameterRamp(change, parameters)];
    }
    const gains = parameters + MIX_ENTRY_BYTES * change.input + 16;
    return change.gains.map((to, side) => {
      return { start: gains + 8 * side, end: gains + 16 + 8 * side, to, unit: "factor" };
    });
  });
}
