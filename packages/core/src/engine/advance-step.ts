import type { ProcessStep } from "../compile/plan.ts";
import { createAutomation } from "./automation.ts";
import { bindKernel } from "./bind-kernel.ts";
import type { Kernels } from "./layout.ts";
import type { StepLayout } from "./places.ts";
import { QUANTUM } from "./quantum.ts";

/** A processor that may have something that moves by itself, and where it lies. */
export interface AdvancedStep {
  readonly step: Pick<ProcessStep, "pack" | "kernel" | "automation" | "arrivalSamples" | "kernelValues">;
  readonly place: Pick<StepLayout, "state" | "parameters">;
}

/**
 * Takes what moves by itself from one quantum of the mix to another, without a sound. Automated values are gone through as they
 * would have been; those that stand still are over in one step.
 */
export function advanceStep(
  sampleRate: number,
  { packs, memory }: Kernels,
  { step, place }: AdvancedStep,
  from: number,
  to: number,
): void {
  if (step.kernel === undefined || to <= from) return;
  const { advance } = bindKernel(packs[step.pack]!, step.kernel);
  if (advance === undefined) return;
  if (step.automation.length === 0) {
    advance(place.state, place.parameters, (to - from) * QUANTUM);
    return;
  }
  const automate = createAutomation(sampleRate, step, place, memory);
  for (let quantum = from; quantum < to; quantum++) {
    automate(quantum * QUANTUM);
    advance(place.state, place.parameters, QUANTUM);
  }
}
