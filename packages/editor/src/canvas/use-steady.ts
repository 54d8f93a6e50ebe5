import { useMemo, useState } from "react";
import { SteadyList } from "./steady-list.ts";

/** The same items, those that are equal to what they were before being the very same: only what has changed is drawn again. */
export function useSteady<T extends { readonly id: string }>(items: readonly T[]): T[] {
  const [steady] = useState(() => new SteadyList<T>());
  return useMemo(() => steady.take(items), [steady, items]);
}
