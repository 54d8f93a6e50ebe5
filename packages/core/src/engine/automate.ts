import type { ProcessStep, RenderPlan } from "../compile/plan.ts";
import { valueAt } from "./automation.ts";
import { QUANTUM, type StepLayout } from "./layout.ts";

/**
 * Writes where a step's automated parameters stand at both ends of the quantum that begins at a frame of the mix. Lanes
 * wait as long as the sound does.
 */
export function createAutomation(
  { sampleRate }: RenderPlan,
  step: ProcessStep,
  { parameters }: StepLayout,
  memory: WebAssembly.Memory,
): (position: number) => void {
  const block = new Float64Array(memory.buffer, parameters, step.kernelValues.length * 2);
  return (position) => {
    const frame = position - step.arrivalSamples;
    for (const { parameter, points } of step.automation) {
      block[2 * parameter] = valueAt(points, frame / sampleRate);
      block[2 * parameter + 1] = valueAt(points, (frame + QUANTUM) / sampleRate);
    }
  };
}
