import { Arena, FRAME_BYTES, createMemory, instantiateKernels, type KernelExports } from "@twobus/dsp";
import type { BufferRef, ProcessStep, RenderPlan, Step } from "../compile/plan.ts";
import { bindKernel } from "./bind-kernel.ts";
import { createKernelTable, type KernelTable } from "./kernel-table.ts";
import type { CompiledModules } from "./modules.ts";
import type { JobLayout, StepLayout } from "./places.ts";
import { QUANTUM } from "./quantum.ts";
import { JOB_RECORD_BYTES, mostPointers, portsOf, STEP_RECORD_BYTES } from "./records.ts";
import { seamBytes } from "./seam.ts";

/** Where everything of a plan lies in memory: plain data, the same for every thread. */
export interface Layout {
  readonly bytes: number;
  /** Quanta that a shared buffer holds, and how many such chunks exist side by side. */
  readonly chunkQuanta: number;
  readonly slots: number;
  readonly sources: readonly number[];
  readonly shared: readonly number[];
  readonly jobs: readonly JobLayout[];
}

export const MIX_ENTRY_BYTES = 48;
/** Peak and mean square of a signal, each left and right. */
const LEVEL_BYTES = 32;

/** Bytes of one chunk of a shared or source buffer. */
const chunkBytes = (layout: Pick<Layout, "chunkQuanta">): number => layout.chunkQuanta * QUANTUM * FRAME_BYTES;

export interface LayoutOptions {
  /** Quanta that a job runs at a time. */
  readonly chunkQuanta: number;
  /** Chunks in flight. */
  readonly slots: number;
  /** Whether the level of every signal is measured. */
  readonly withLevels?: boolean;
  /** Whether a step's inputs may go over from one mix into another. */
  readonly hasSeam?: (step: Step) => boolean;
  /** What a step has that it keeps from an earlier layout, where it is: kernels hold addresses of their own state. */
  readonly kept?: ReadonlyMap<Step, KeptState>;
}

export type KeptState = Pick<StepLayout, "state" | "stateBytes" | "dryState">;

/** Plans memory for a render. Kernels are asked how much state they need, on a small memory of their own. */
export async function layOut(plan: RenderPlan, modules: CompiledModules, options: LayoutOptions): Promise<Layout> {
  return layOutWith(plan, await createStateSizer(plan.sampleRate, modules), options);
}

/** The same with a sizer at hand. */
export function layOutWith(
  plan: RenderPlan,
  stateBytes: StateSizer,
  { chunkQuanta, slots, withLevels = false, hasSeam = () => false, kept = new Map() }: LayoutOptions,
): Layout {
  const arena = new Arena(
    [...kept].flatMap(([step, { state, stateBytes: bytes, dryState }]) => [
      { address: state, bytes },
      ...(step.kind === "process" && dryState !== 0
        ? [{ address: dryState, bytes: stateBytes.ofDelay(step.latencySamples) }]
        : []),
    ]),
  );
  const chunk = chunkBytes({ chunkQuanta }) * slots;
  const row = (count: number, bytes: number): number[] => Array.from({ length: count }, () => arena.allocate(bytes));
  const sources = row(plan.sources.length, chunk);
  const shared = row(plan.sharedBuffers, chunk);
  const jobs = plan.jobs.map((job) => {
    const records = arena.allocate(job.steps.length * STEP_RECORD_BYTES);
    return {
      locals: row(job.localBuffers, QUANTUM * FRAME_BYTES),
      record: arena.allocate(JOB_RECORD_BYTES),
      pointers: arena.allocate(job.steps.reduce((count, step) => count + mostPointers(step), 0) * 4),
      steps: job.steps.map((step, index) => ({
        record: records + index * STEP_RECORD_BYTES,
        ...stepLayout(step, arena, stateBytes, kept.get(step)),
        levels: withLevels && step.kind === "process" ? arena.allocate(step.outputs.length * LEVEL_BYTES) : 0,
        seam: hasSeam(step) ? arena.allocate(seamBytes(step)) : 0,
      })),
    };
  });
  return { bytes: arena.size, chunkQuanta, slots, sources, shared, jobs };
}

/** Says how much state things need. */
export interface StateSizer {
  ofDelay(delaySamples: number): number;
  ofProcessor(step: Pick<ProcessStep, "pack" | "kernel" | "kernelValues">): number;
}

export async function createStateSizer(sampleRate: number, modules: CompiledModules): Promise<StateSizer> {
  const memory = createMemory(1 << 16, modules.shared);
  const kernels = await instantiateAll(modules, memory);
  const parameters = new Arena().allocate(0);
  return {
    ofDelay: (delaySamples) => kernels.dsp["delayStateBytes"]!(delaySamples),
    ofProcessor: (step) => {
      if (step.kernel === undefined) return 0;
      writeParameters(memory, parameters, step.kernelValues);
      return bindKernel(kernels.packs[step.pack]!, step.kernel).stateBytes(parameters, sampleRate);
    },
  };
}

function stepLayout(
  step: Step,
  arena: Arena,
  stateBytes: StateSizer,
  kept: KeptState | undefined,
): Omit<StepLayout, "record" | "levels" | "seam"> {
  const none = { state: 0, stateBytes: 0, parameters: 0, meters: 0, meterPeaks: 0, dryState: 0, dry: 0 };
  const withState = (bytes: number) => ({ ...none, state: kept?.state ?? arena.allocate(bytes), stateBytes: bytes });
  const ports = arena.allocate(portsOf(step).length * 4);
  switch (step.kind) {
    case "mix":
      return { ...none, ports, parameters: arena.allocate(step.inputs.length * MIX_ENTRY_BYTES) };
    case "delay":
      return { ...withState(stateBytes.ofDelay(step.delaySamples)), ports };
    case "follow": {
      const bytes = Math.max(stateBytes.ofProcessor(step), stateBytes.ofDelay(step.latencySamples));
      return { ...withState(bytes), ports };
    }
    case "process":
      return {
        ...withState(stateBytes.ofProcessor(step)),
        ports,
        parameters: arena.allocate(step.kernelValues.length * 16),
        meters: arena.allocate(step.meters.length * 8),
        meterPeaks: arena.allocate(step.meters.length * 8),
        ...(step.latencySamples > 0 && {
          dryState: kept?.dryState ?? arena.allocate(stateBytes.ofDelay(step.latencySamples)),
          dry: arena.allocate(QUANTUM * FRAME_BYTES),
        }),
      };
  }
}

/** All kernels over one memory. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly dsp: KernelExports;
  readonly packs: Readonly<Record<string, KernelExports>>;
  readonly placeOf: KernelTable;
}

export async function instantiateAll(modules: CompiledModules, memory: WebAssembly.Memory): Promise<Kernels> {
  const packs: Record<string, KernelExports> = {};
  for (const [name, module] of Object.entries(modules.packs)) packs[name] = await instantiateKernels(module, memory);
  const dsp = await instantiateKernels(modules.dsp, memory);
  return { memory, dsp, packs, placeOf: createKernelTable(dsp, packs) };
}

/** Both ends of every parameter's ramp at its plain value. */
export function writeParameters(memory: WebAssembly.Memory, address: number, values: readonly number[]): void {
  const block = new Float64Array(memory.buffer, address, values.length * 2);
  values.forEach((value, index) => (block[2 * index] = block[2 * index + 1] = value));
}

/** Brings what `Arena` has handed out to zero. Double by double: shared memory is filled element by element. */
export function clear(memory: WebAssembly.Memory, address: number, bytes: number): void {
  new Float64Array(memory.buffer, address, Math.ceil(bytes / 8)).fill(0);
}

/** Address of a buffer at the start of a chunk's slot. Local buffers have one place only. */
export function addressOfBuffer(layout: Layout, job: number, buffer: BufferRef, slot: number): number {
  if (buffer.scope === "local") return layout.jobs[job]!.locals[buffer.index]!;
  const row = buffer.scope === "shared" ? layout.shared : layout.sources;
  return row[buffer.index]! + slot * chunkBytes(layout);
}
