import { FRAME_BYTES } from "@twobus/dsp";
import type { ProcessStep } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import { QUANTUM } from "./quantum.ts";
import type { StepLayout } from "./places.ts";

/** A processor in plain TypeScript over views of the engine's memory. It lives in one thread only. */
export interface PlainStep {
  reset(): void;
  /** Runs one quantum on the buffers that its pointers show. Throws what the processor throws. */
  run(): void;
}

export interface PlainContext {
  readonly sampleRate: number;
  readonly memory: WebAssembly.Memory;
  /** How much of the memory is the plan's. */
  readonly bytes: number;
  readonly registry: Registry | undefined;
}

export function createPlainStep(
  step: ProcessStep,
  place: StepLayout,
  { sampleRate, memory, bytes, registry }: PlainContext,
): PlainStep {
  const factory = registry?.definition(step.type)?.kernel;
  if (typeof factory !== "function") throw new RangeError(`${step.type} is no processor in plain TypeScript`);
  const processor = factory({ sampleRate, maximumFrames: QUANTUM, values: step.values });
  const values = new Float64Array(memory.buffer, place.parameters, step.kernelValues.length * 2);
  const meters = new Float64Array(memory.buffer, place.meters, step.meters.length);
  const pointers = new Uint32Array(memory.buffer, place.ports, step.inputs.length + step.outputs.length);
  const views = createViews(memory, bytes);
  const inputs: (Float64Array | undefined)[] = step.inputs.map(() => undefined);
  const outputs: Float64Array[] = step.outputs.map(() => values);
  return {
    reset: () => processor.reset(),
    run: () => {
      for (let index = 0; index < inputs.length; index++) {
        const address = pointers[index]!;
        inputs[index] = address === 0 ? undefined : views(address);
      }
      for (let index = 0; index < outputs.length; index++) outputs[index] = views(pointers[inputs.length + index]!);
      processor.process(inputs, outputs, values, meters, QUANTUM);
    },
  };
}

/** Views of quantum buffers, made once per address, so that running allocates nothing. */
function createViews(memory: WebAssembly.Memory, bytes: number): (address: number) => Float64Array {
  const made = new Map<number, Float64Array>();
  return (address) => {
    if (address + QUANTUM * FRAME_BYTES > bytes) throw new RangeError("a buffer lies outside of the plan's memory");
    let view = made.get(address);
    if (view === undefined) made.set(address, (view = new Float64Array(memory.buffer, address, QUANTUM * 2)));
    return view;
  };
}
