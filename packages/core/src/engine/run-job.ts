import type { ProcessStep, RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import { advanceStep } from "./advance-step.ts";
import { createAutomation } from "./automation.ts";
import { bindKernel } from "./bind-kernel.ts";
import { canFollow, originalOf } from "./follow.ts";
import { clear, MIX_ENTRY_BYTES, writeParameters, type Kernels, type Layout } from "./layout.ts";
import type { StepLayout } from "./places.ts";
import { createPlainStep } from "./plain-step.ts";
import { createPointers } from "./pointers.ts";
import { QUANTUM } from "./quantum.ts";
import { writeJob, writeStep } from "./records.ts";
import { createStepLoop } from "./step-loop.ts";

/** A job, bound to memory. */
export interface RunJob {
  /** States of steps that are left out stay as they are. */
  reset(leftOut?: Pick<ReadonlySet<Step>, "has">): void;
  /** Moves what moves by itself so many quanta on, without a sound; not in steps that are left out. */
  advance(quanta: number, leftOut?: Pick<ReadonlySet<Step>, "has">): void;
  /** Runs the first `quanta` quanta of a chunk. */
  run(chunk: number, quanta: number): void;
}

export interface Binding {
  readonly plan: RenderPlan;
  readonly layout: Layout;
  readonly kernels: Kernels;
  readonly registry: Registry | undefined;
}

export function createJob(binding: Binding, job: number): RunJob {
  const { plan, layout, kernels, registry } = binding;
  const { memory } = kernels;
  const { steps } = plan.jobs[job]!;
  const place = layout.jobs[job]!;
  const { record } = place;
  const words = new Int32Array(memory.buffer);
  const pointers = createPointers(steps, layout, job, memory);
  const context = { sampleRate: plan.sampleRate, memory, bytes: layout.bytes, registry };
  const plain = steps.map((step, index) =>
    isPlain(step) ? createPlainStep(step, place.steps[index]!, context) : undefined,
  );
  const automated = steps.flatMap((step, index) =>
    step.kind === "process" && step.automation.length > 0
      ? [createAutomation(plan.sampleRate, step, place.steps[index]!, memory)]
      : [],
  );
  const loop = createStepLoop(kernels, record, plain);
  return {
    reset: (leftOut) => {
      pointers.reset();
      writeJob(words, place, pointers.moving);
      steps.forEach((step, index) => {
        const original = step.kind === "follow" ? originalOf(step, steps, place.steps) : undefined;
        writeStep(words, step, place.steps[index]!, kernels.placeOf(step), original?.record ?? 0);
        resetNumbers(binding, step, place.steps[index]!);
        if (leftOut?.has(step) !== true) resetState(binding, step, place.steps[index]!, original);
        plain[index]?.reset();
      });
    },
    advance: (quanta, leftOut) => {
      steps.forEach((step, index) => {
        if (step.kind !== "process" || step.kernel === undefined || leftOut?.has(step) === true) return;
        advanceStep(plan.sampleRate, kernels, { step, place: place.steps[index]! }, 0, quanta);
      });
    },
    run: (chunk, quanta) => {
      pointers.enterSlot(chunk % layout.slots);
      loop.rewind();
      if (automated.length === 0) {
        loop.runTo(quanta);
        return;
      }
      for (let quantum = 0; quantum < quanta; quantum++) {
        const position = (chunk * layout.chunkQuanta + quantum) * QUANTUM;
        for (let index = 0; index < automated.length; index++) automated[index]!(position);
        loop.runTo(quantum + 1);
      }
    },
  };
}

const isPlain = (step: Step): step is ProcessStep => step.kind === "process" && step.kernel === undefined;

/** Gains of sums, parameters, and what meters have shown. */
function resetNumbers({ kernels: { memory } }: Binding, step: Step, place: StepLayout): void {
  if (step.kind === "mix") {
    const doubles = new Float64Array(memory.buffer);
    step.inputs.forEach(({ gainLeft, gainRight }, index) => {
      const gains = (place.parameters + index * MIX_ENTRY_BYTES + 16) >> 3;
      doubles.set([gainLeft, gainRight, gainLeft, gainRight], gains);
    });
  }
  if (step.kind !== "process") return;
  new Float64Array(memory.buffer, place.meterPeaks, step.meters.length).fill(0);
  writeParameters(memory, place.parameters, step.kernelValues);
}

/** Brings what a step remembers to its initial state. */
function resetState({ plan, kernels }: Binding, step: Step, place: StepLayout, original: StepLayout | undefined): void {
  clear(kernels.memory, place.state, place.stateBytes);
  switch (step.kind) {
    case "mix":
      break;
    case "delay":
      kernels.dsp["delayInit"]!(place.state, step.delaySamples);
      break;
    case "process":
      if (place.dryState !== 0) kernels.dsp["delayInit"]!(place.dryState, step.latencySamples);
      if (step.kernel !== undefined) {
        const kernel = bindKernel(kernels.packs[step.pack]!, step.kernel);
        kernel.init(place.state, place.parameters, plan.sampleRate);
        if (step.isFollowed) kernel.record?.(place.state);
      }
      break;
    case "follow":
      if (canFollow(kernels, step))
        bindKernel(kernels.packs[step.pack]!, step.kernel!).init(place.state, original!.parameters, plan.sampleRate);
      else kernels.dsp["delayInit"]!(place.state, step.latencySamples);
  }
}
