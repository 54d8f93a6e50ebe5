import type { DelayStep, MixStep, ProcessStep } from "../compile/plan.ts";
import { valueAt } from "./automation.ts";
import { bindKernel } from "./bind-kernel.ts";
import { Pointers, QUANTUM_BYTES, type Binding, type RunStep } from "./binding.ts";
import { followRunner } from "./follow-step.ts";
import { MIX_ENTRY_BYTES, QUANTUM, writeParameters, type Layout } from "./layout.ts";

export function createRunner(binding: Binding): RunStep {
  const { step } = binding;
  switch (step.kind) {
    case "mix":
      return mixRunner({ ...binding, step });
    case "delay":
      return delayRunner({ ...binding, step });
    case "follow":
      return followRunner({ ...binding, step });
    case "process":
      return step.kernel === undefined ? plainRunner({ ...binding, step }) : kernelRunner({ ...binding, step });
  }
}

function mixRunner({ layout, memory, kernels, job, step, place }: Binding<MixStep>): RunStep {
  const inputs = new Pointers(
    layout,
    job,
    step.inputs.map((input) => input.buffer),
  );
  const output = new Pointers(layout, job, [step.output]);
  const words = new Uint32Array(memory.buffer);
  const mix = kernels.dsp["mix"]!;
  const count = step.inputs.length;
  return {
    reset: () => {
      const doubles = new Float64Array(memory.buffer);
      step.inputs.forEach(({ gainLeft, gainRight }, index) => {
        const gains = (place.table + index * MIX_ENTRY_BYTES + 16) >> 3;
        doubles.set([gainLeft, gainRight, gainLeft, gainRight], gains);
      });
    },
    enterSlot: (slot) => {
      inputs.enterSlot(slot);
      output.enterSlot(slot);
    },
    run: (quantum) => {
      for (let index = 0; index < count; index++) {
        words[(place.table + index * MIX_ENTRY_BYTES) >> 2] = inputs.at(index, quantum);
      }
      mix(output.at(0, quantum), place.table, count, QUANTUM);
    },
  };
}

function delayRunner({ layout, kernels, job, step, place }: Binding<DelayStep>): RunStep {
  const buffers = new Pointers(layout, job, [step.input, step.output]);
  const delay = kernels.dsp["delayProcess"]!;
  return {
    reset: () => void kernels.dsp["delayInit"]!(place.state, step.delaySamples),
    enterSlot: (slot) => buffers.enterSlot(slot),
    run: (quantum) => {
      delay(place.state, buffers.at(0, quantum), buffers.at(1, quantum), QUANTUM);
    },
  };
}

/** Writes where automated parameters stand at both ends of a quantum. Lanes wait as long as the sound does. */
function createAutomation({ plan, memory, step, place }: Binding<ProcessStep>): (position: number) => void {
  const block = new Float64Array(memory.buffer, place.parameters, step.kernelValues.length * 2);
  return (position) => {
    for (const { parameter, points } of step.automation) {
      const frame = position - step.arrivalSamples;
      block[2 * parameter] = valueAt(points, frame / plan.sampleRate);
      block[2 * parameter + 1] = valueAt(points, (frame + QUANTUM) / plan.sampleRate);
    }
  };
}

/**
 * Guards a processor: once it throws or emits NaN or infinity it is never called again, and its outputs carry its first
 * input instead, as late as the processor was. The rest of the mix goes on. That it has failed lies in the shared memory,
 * where the threads that take turns at it all see it.
 */
function guarded(
  { layout, memory, kernels, job, step, place }: Binding<ProcessStep>,
  process: (pointers: Pointers, quantum: number) => void,
): RunQuantum {
  const pointers = new Pointers(layout, job, [...step.inputs, ...step.outputs]);
  const isFinite = kernels.dsp["isFiniteBuffer"]!;
  const delay = kernels.dsp["delayProcess"]!;
  const firstOutput = step.inputs.length;
  const end = firstOutput + step.outputs.length;
  const bytes = new Uint8Array(memory.buffer);
  const fault = new Int32Array(memory.buffer, place.fault, 1);
  const holdPeaks = kernels.dsp["holdPeaks"]!;
  const peaks = new Float64Array(memory.buffer, place.meterPeaks, step.meters.length);
  const tryProcess = (quantum: number): boolean => {
    try {
      process(pointers, quantum);
    } catch {
      return false;
    }
    for (let index = firstOutput; index < end; index++) {
      if (isFinite(pointers.at(index, quantum), QUANTUM) === 0) return false;
    }
    return true;
  };
  /** Where the input lies that goes with this quantum's output, or 0 when nothing is connected. */
  const dryAt = (quantum: number): number => {
    const input = firstOutput > 0 ? pointers.at(0, quantum) : 0;
    if (input === 0 || place.dryState === 0) return input;
    delay(place.dryState, input, place.dry, QUANTUM);
    return place.dry;
  };
  return {
    clear: () => {
      fault[0] = 0;
      peaks.fill(0);
      if (place.dryState !== 0) kernels.dsp["delayInit"]!(place.dryState, step.latencySamples);
    },
    enterSlot: (slot) => pointers.enterSlot(slot),
    run: (quantum) => {
      const dry = dryAt(quantum);
      if (fault[0] === 0) {
        if (tryProcess(quantum)) {
          if (peaks.length > 0) holdPeaks(place.meters, place.meterPeaks, peaks.length);
          return;
        }
        fault[0] = 1;
      }
      for (let index = firstOutput; index < end; index++) {
        const wet = pointers.at(index, quantum);
        if (dry === 0) bytes.fill(0, wet, wet + QUANTUM_BYTES);
        else bytes.copyWithin(wet, dry, dry + QUANTUM_BYTES);
      }
    },
  };
}

interface RunQuantum {
  clear(): void;
  enterSlot(slot: number): void;
  run(quantum: number): void;
}

function kernelRunner(binding: Binding<ProcessStep>): RunStep {
  const { plan, memory, kernels, step, place } = binding;
  const kernel = bindKernel(kernels.packs[step.pack]!, step.kernel!);
  const automate = createAutomation(binding);
  const portTable = new Uint32Array(memory.buffer, place.table, step.inputs.length + step.outputs.length);
  const { clear, enterSlot, run } = guarded(binding, (pointers, quantum) => {
    pointers.writeTo(portTable, quantum);
    kernel.process(place.state, place.table, place.parameters, place.meters, QUANTUM);
  });
  return {
    reset: () => {
      clear();
      new Uint8Array(memory.buffer, place.state, place.stateBytes).fill(0);
      writeParameters(memory, place.parameters, step.kernelValues);
      kernel.init(place.state, place.parameters, plan.sampleRate);
      if (step.isFollowed) kernel.record?.(place.state);
    },
    enterSlot,
    run: (quantum, position) => {
      automate(position);
      run(quantum);
    },
  };
}

/** A processor in plain TypeScript over views of the same memory. It lives in one thread only. */
function plainRunner(binding: Binding<ProcessStep>): RunStep {
  const { plan, layout, memory, registry, step, place } = binding;
  const factory = registry?.definition(step.type)?.kernel;
  if (typeof factory !== "function") throw new RangeError(`${step.type} is no processor in plain TypeScript`);
  const processor = factory({ sampleRate: plan.sampleRate, maximumFrames: QUANTUM, values: step.values });
  const values = new Float64Array(memory.buffer, place.parameters, step.kernelValues.length * 2);
  const meters = new Float64Array(memory.buffer, place.meters, step.meters.length);
  const automate = createAutomation(binding);
  const views = createViews(memory, layout);
  const inputs: (Float64Array | undefined)[] = step.inputs.map(() => undefined);
  const outputs: Float64Array[] = step.outputs.map(() => values);
  const { clear, enterSlot, run } = guarded(binding, (pointers, quantum) => {
    for (let index = 0; index < inputs.length; index++) {
      const address = pointers.at(index, quantum);
      inputs[index] = address === 0 ? undefined : views(address);
    }
    for (let index = 0; index < outputs.length; index++) {
      outputs[index] = views(pointers.at(inputs.length + index, quantum));
    }
    processor.process(inputs, outputs, values, meters, QUANTUM);
  });
  return {
    reset: () => {
      clear();
      writeParameters(memory, place.parameters, step.kernelValues);
      processor.reset();
    },
    enterSlot,
    run: (quantum, position) => {
      automate(position);
      run(quantum);
    },
  };
}

/** Views of quantum buffers, made once per address, so that running allocates nothing. */
function createViews(memory: WebAssembly.Memory, layout: Layout): (address: number) => Float64Array {
  const made = new Map<number, Float64Array>();
  return (address) => {
    if (address + QUANTUM_BYTES > layout.bytes) throw new RangeError("a buffer lies outside of the plan's memory");
    let view = made.get(address);
    if (view === undefined) made.set(address, (view = new Float64Array(memory.buffer, address, QUANTUM * 2)));
    return view;
  };
}
