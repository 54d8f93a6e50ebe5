import { functionTable } from "@twobus/dsp";
import type { RenderPlan, Step } from "../compile/plan.ts";
import { bindKernel } from "./bind-kernel.ts";
import type { Kernels } from "./layout.ts";

/** Where the function table has a step's kernel; 0 where a step has none. */
export type KernelTable = (step: Step) => number;

/**
 * Puts the kernels of a plan where `runSteps` finds them. In the order of the plan, so that the places are the same in
 * every thread. Throws a RangeError where a kernel is missing.
 */
export function createKernelTable(plan: RenderPlan, kernels: Kernels): KernelTable {
  const table = functionTable(kernels.dsp);
  const places = new Map<string, number>();
  for (const step of plan.jobs.flatMap((job) => job.steps)) {
    const entry = entryOf(step, kernels);
    if (entry !== undefined && !places.has(nameOf(step))) places.set(nameOf(step), table.grow(1, entry));
  }
  return (step) => places.get(nameOf(step)) ?? 0;
}

/** What a step calls of its kernel. */
function entryOf(step: Step, kernels: Kernels): object | undefined {
  if (step.kind === "mix" || step.kind === "delay" || step.kernel === undefined) return undefined;
  const { process, follow } = bindKernel(kernels.packs[step.pack]!, step.kernel);
  return step.kind === "process" ? process : follow;
}

const nameOf = (step: Step): string =>
  step.kind === "mix" || step.kind === "delay" ? step.kind : `${step.kind} ${step.pack}/${step.kernel}`;
