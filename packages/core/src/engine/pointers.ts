import type { BufferRef, Step } from "../compile/plan.ts";
import { addressOfBuffer, MIX_ENTRY_BYTES, type Layout } from "./layout.ts";
import { portsOf } from "./records.ts";

/** The buffer pointers of a job's steps. */
export interface JobPointers {
  /** Writes those that stay where they are, and the row of those that move. */
  reset(): void;
  /** How many move on from quantum to quantum. */
  readonly moving: number;
  /** Points those at a chunk's slot. */
  enterSlot(slot: number): void;
}

export function createPointers(
  steps: readonly Step[],
  layout: Layout,
  job: number,
  memory: WebAssembly.Memory,
): JobPointers {
  const words = new Uint32Array(memory.buffer);
  const { pointers, steps: places } = layout.jobs[job]!;
  const placed = steps.flatMap((step, index) => {
    const { ports, parameters } = places[index]!;
    const row = portsOf(step).map((buffer, port) => ({ at: ports + 4 * port, buffer }));
    if (step.kind !== "mix") return row;
    return [...row, ...step.inputs.map(({ buffer }, entry) => ({ at: parameters + MIX_ENTRY_BYTES * entry, buffer }))];
  });
  const slots = Array.from({ length: layout.slots }, (_, slot) => slot);
  const addressIn = (buffer: BufferRef | null, slot: number): number =>
    buffer === null ? 0 : addressOfBuffer(layout, job, buffer, slot);
  const quanta = layout.slots * layout.chunkQuanta;
  const isMoving = (buffer: BufferRef | null): boolean => buffer !== null && buffer.scope !== "local" && quanta > 1;
  const moving = placed.filter(({ buffer }) => isMoving(buffer));
  const addresses = moving.map(({ buffer }) => slots.map((slot) => addressIn(buffer, slot)));
  return {
    reset: () => {
      for (const { at, buffer } of placed) words[at >> 2] = addressIn(buffer, 0);
      moving.forEach(({ at }, index) => (words[(pointers >> 2) + index] = at));
    },
    moving: moving.length,
    enterSlot: (slot) => {
      for (let index = 0; index < moving.length; index++) words[moving[index]!.at >> 2] = addresses[index]![slot]!;
    },
  };
}
