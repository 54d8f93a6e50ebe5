import { ensureBytes } from "@twobus/dsp";
import type { RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import { clear, createStateSizer, layOutWith, type KeptState, type Layout, type StateSizer } from "../engine/layout.ts";
import type { CompiledModules } from "../engine/modules.ts";
import { writeSeam } from "../engine/seam.ts";
import { createSlotMemories, createSlots } from "../player/slots.ts";
import { ringsOn, type Seams } from "./seams.ts";

/** Where voices are made ready, each in a memory of its own. */
export interface Workshop {
  /** What the player must run over, where they are shared. */
  readonly memories: readonly WebAssembly.Memory[];
  /** Lays a plan out in a slot that nothing runs in and brings it to its initial state. */
  build(plan: RenderPlan, slot: number, after?: Predecessor): Promise<BuiltVoice>;
  /** A copy of what a slot holds. */
  content(slot: number, bytes: number): ArrayBuffer;
}

/** What a voice takes over, and how it goes over from there. */
export interface Predecessor {
  readonly kept: ReadonlyMap<Step, KeptState>;
  readonly seams: Seams;
}

export interface BuiltVoice {
  readonly layout: Layout;
  readonly engine: Engine;
}

export async function createWorkshop(modules: CompiledModules, registry: Registry): Promise<Workshop> {
  const memories = createSlotMemories(modules.shared);
  const kernels = await createSlots(modules, memories);
  const sizers = new Map<number, StateSizer>();
  const sizerFor = async (sampleRate: number): Promise<StateSizer> => {
    const sizer = sizers.get(sampleRate) ?? (await createStateSizer(sampleRate, modules));
    sizers.set(sampleRate, sizer);
    return sizer;
  };
  return {
    memories,
    build: async (plan, slot, after) => {
      const layout = layOutWith(plan, await sizerFor(plan.sampleRate), {
        chunkQuanta: 1,
        slots: 1,
        withLevels: true,
        hasSeam: (step) => after?.seams.has(step) === true || ringsOn(step, registry),
        ...(after !== undefined && { kept: after.kept }),
      });
      ensureBytes(memories[slot]!, layout.bytes);
      clear(memories[slot]!, 0, layout.bytes);
      const engine = createEngine(plan, layout, kernels[slot]!, registry);
      engine.reset(after?.kept);
      if (after !== undefined) writeSeams(memories[slot]!, plan, layout, after.seams);
      return { layout, engine };
    },
    content: (slot, bytes) => (memories[slot]!.buffer as ArrayBuffer).slice(0, bytes),
  };
}

function writeSeams(memory: WebAssembly.Memory, { jobs }: RenderPlan, layout: Layout, seams: Seams): void {
  const words = new Int32Array(memory.buffer);
  jobs.forEach(({ steps }, job) =>
    steps.forEach((step, index) => {
      const seam = seams.get(step);
      if (seam !== undefined) writeSeam(words, layout.jobs[job]!.steps[index]!, seam);
    }),
  );
}
