import type { FollowStep } from "../compile/plan.ts";
import { bindKernel } from "./bind-kernel.ts";
import { Pointers, QUANTUM_BYTES, type Binding, type RunStep } from "./binding.ts";
import { QUANTUM, type Kernels, type StepLayout } from "./layout.ts";

/** Whether a processor can say what it did. */
export function canFollow(kernels: Kernels, { pack, kernel }: FollowStep): boolean {
  return kernel !== undefined && bindKernel(kernels.packs[pack]!, kernel).follow !== undefined;
}

/** Part of the mix through what a processor has just done to all of it. Where that failed, the part has none of it. */
export function followRunner({ plan, layout, memory, kernels, job, step, place }: Binding<FollowStep>): RunStep {
  const kernel = step.kernel === undefined ? undefined : bindKernel(kernels.packs[step.pack]!, step.kernel);
  const original = placeOf(plan.jobs[job]!.steps, layout.jobs[job]!.steps, step.original);
  const buffers = new Pointers(layout, job, [step.input, step.output]);
  const delay = kernels.dsp["delayProcess"]!;
  const isFinite = kernels.dsp["isFiniteBuffer"]!;
  const fault = new Int32Array(memory.buffer, original.fault, 1);
  const bytes = new Uint8Array(memory.buffer);
  return {
    reset: () => {
      bytes.fill(0, place.state, place.state + place.stateBytes);
      if (kernel?.follow === undefined) kernels.dsp["delayInit"]!(place.state, step.latencySamples);
      else kernel.init(place.state, original.parameters, plan.sampleRate);
    },
    enterSlot: (slot) => buffers.enterSlot(slot),
    run: (quantum) => {
      const input = buffers.at(0, quantum);
      const output = buffers.at(1, quantum);
      if (kernel?.follow === undefined) delay(place.state, input, output, QUANTUM);
      else if (fault[0] === 0) {
        kernel.follow(place.state, original.state, input, output, original.parameters, QUANTUM);
        if (isFinite(output, QUANTUM) === 0) bytes.fill(0, output, output + QUANTUM_BYTES);
      } else bytes.fill(0, output, output + QUANTUM_BYTES);
    },
  };
}

function placeOf(
  steps: readonly { readonly address: string; readonly kind: string }[],
  places: readonly StepLayout[],
  address: string,
): StepLayout {
  return places[steps.findIndex((step) => step.kind === "process" && step.address === address)]!;
}
