import type { FollowStep, Step } from "../compile/plan.ts";
import { bindKernel } from "./bind-kernel.ts";
import type { Kernels } from "./layout.ts";
import type { StepLayout } from "./places.ts";

/** Whether a processor can say what it did. */
export function canFollow(kernels: Kernels, { pack, kernel }: FollowStep): boolean {
  return kernel !== undefined && bindKernel(kernels.packs[pack]!, kernel).follow !== undefined;
}

/** Where the processor lies that a step follows, among those of its job. */
export function originalOf(
  { original }: FollowStep,
  steps: readonly Step[],
  places: readonly StepLayout[],
): StepLayout {
  return places[steps.findIndex((step) => step.kind === "process" && step.address === original)]!;
}
