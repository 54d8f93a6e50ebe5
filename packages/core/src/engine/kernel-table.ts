import { functionTable, type KernelExports } from "@twobus/dsp";
import type { Step } from "../compile/plan.ts";

/** Where the function table has what a step calls; 0 where it calls nothing, or its kernel has no such entry point. */
export type KernelTable = (step: Step) => number;

/** What the inner loop calls of a kernel, by the kind of step. */
const ENTRY_POINTS = { process: "Process", follow: "Follow" } as const;

/**
 * Puts every kernel where `runSteps` finds it: packs in order, names in alphabetical order. So the places are the same wherever
 * the same modules run, and a record that one thread wrote serves in every other.
 */
export function createKernelTable(dsp: KernelExports, packs: Readonly<Record<string, KernelExports>>): KernelTable {
  const table = functionTable(dsp);
  const places = new Map<string, number>();
  for (const [pack, exports] of Object.entries(packs)) {
    for (const name of Object.keys(exports).toSorted()) {
      if (Object.values(ENTRY_POINTS).some((entry) => name.endsWith(entry))) {
        places.set(`${pack}/${name}`, table.grow(1, exports[name]));
      }
    }
  }
  return (step) => {
    if (step.kind === "mix" || step.kind === "delay" || step.kernel === undefined) return 0;
    return places.get(`${step.pack}/${step.kernel}${ENTRY_POINTS[step.kind]}`) ?? 0;
  };
}
