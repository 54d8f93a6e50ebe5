import { ensureBytes } from "@twobus/dsp";
import type { RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import { createStateSizer, layOutWith, type KeptState, type Layout, type StateSizer } from "../engine/layout.ts";
import type { CompiledModules } from "../engine/modules.ts";
import { createSlotMemories, createSlots } from "../player/slots.ts";

/** Where voices are made ready, each in a memory of its own. */
export interface Workshop {
  /** What the player must run over, where they are shared. */
  readonly memories: readonly WebAssembly.Memory[];
  /** Lays a plan out in a slot that nothing runs in and brings it to its initial state. */
  build(plan: RenderPlan, slot: number, kept?: ReadonlyMap<Step, KeptState>): Promise<BuiltVoice>;
  /** A copy of what a slot holds. */
  content(slot: number, bytes: number): ArrayBuffer;
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
    build: async (plan, slot, kept) => {
      const layout = layOutWith(plan, await sizerFor(plan.sampleRate), {
        chunkQuanta: 1,
        slots: 1,
        withLevels: true,
        ...(kept !== undefined && { kept }),
      });
      ensureBytes(memories[slot]!, layout.bytes);
      new Uint8Array(memories[slot]!.buffer, 0, layout.bytes).fill(0);
      const engine = createEngine(plan, layout, kernels[slot]!, registry);
      engine.reset();
      return { layout, engine };
    },
    content: (slot, bytes) => (memories[slot]!.buffer as ArrayBuffer).slice(0, bytes),
  };
}
