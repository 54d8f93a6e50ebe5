import { exp2, log2 } from "@twobus/dsp";
import type { MacroRange } from "./types.ts";

/** Where a macro's target stands while the macro stands at 0 … 100 %. */
export function throughRange({ from, to, curve }: MacroRange, percent: number): number {
  if (percent <= 0) return from;
  if (percent >= 100) return to;
  const way = percent / 100;
  if (curve === "exponential") return from * exp2(log2(to / from) * way);
  return from + (to - from) * (curve === "smooth" ? way * way * (3 - 2 * way) : way);
}
