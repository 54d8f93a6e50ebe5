import { MIX_ENTRY_BYTES, type Layout } from "../engine/layout.ts";
import type { Ramp } from "../player/ramps.ts";
import type { ValueChange } from "./compare-plans.ts";

/** Where new values go in a voice's memory. */
export function rampsOf(values: readonly ValueChange[], layout: Layout): Ramp[] {
  return values.flatMap((change): Ramp[] => {
    const { parameters } = layout.jobs[change.job]!.steps[change.step]!;
    if ("parameter" in change) {
      const start = parameters + 16 * change.parameter;
      return [{ start, end: start + 8, to: change.value, unit: change.isLevel ? "decibels" : "other" }];
    }
    const gains = parameters + MIX_ENTRY_BYTES * change.input + 16;
    return change.gains.map((to, side) => {
      return { start: gains + 8 * side, end: gains + 16 + 8 * side, to, unit: "factor" };
    });
  });
}
