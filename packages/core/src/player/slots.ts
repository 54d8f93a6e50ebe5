import { createGrowingMemory } from "@twobus/dsp";
import { instantiateAll, type Kernels } from "../engine/layout.ts";
import type { CompiledModules } from "../engine/modules.ts";

/** So many voices can lie in memory: one that sounds, one that takes over, one that waits for a loop's end. */
export const SLOTS = 3;

export const createSlotMemories = (isShared: boolean): readonly WebAssembly.Memory[] =>
  Array.from({ length: SLOTS }, () => createGrowingMemory(isShared));

/** Kernels over each slot's memory: the director's memories where they are shared, own ones otherwise. */
export async function createSlots(
  modules: CompiledModules,
  memories: readonly WebAssembly.Memory[] = createSlotMemories(false),
): Promise<readonly Kernels[]> {
  return Promise.all(memories.map((memory) => instantiateAll(modules, memory)));
}
