import { functionTable } from "@twobus/dsp";
import type { ProcessStep, RenderPlan } from "../compile/plan.ts";
import { bindKernel } from "./bind-kernel.ts";
import type { Kernels } from "./layout.ts";

/** Where the function table has a step's kernel; 0 for a processor in plain TypeScript. */
export type KernelTable = (step: ProcessStep) => number;

/**
 * Puts the kernels of a plan where `runSteps` finds them. In the order of the plan, so that the places are the same in
 * every thread. Throws a RangeError where a kernel is missing.
 */
export function createKernelTable(plan: RenderPlan, kernels: Kernels): KernelTable {
  const table = functionTable(kernels.dsp);
  const places = new Map<string, number>();
  const nameOf = ({ pack, kernel }: ProcessStep): string => `${pack}/${kernel}`;
  for (const step of plan.jobs.flatMap((job) => job.steps)) {
    if (step.kind !== "process" || step.kernel === undefined || places.has(nameOf(step))) continue;
    places.set(nameOf(step), table.grow(1, bindKernel(kernels.packs[step.pack]!, step.kernel).process));
  }
  return (step) => places.get(nameOf(step)) ?? 0;
}
