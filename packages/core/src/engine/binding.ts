import { FRAME_BYTES } from "@twobus/dsp";
import type { BufferRef, RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import { addressOfBuffer, QUANTUM, type Kernels, type Layout, type StepLayout } from "./layout.ts";

/** One step of a job, bound to memory. */
export interface RunStep {
  reset(): void;
  /** Points at a chunk's slot; called before its first quantum. */
  enterSlot(slot: number): void;
  /** Runs one quantum. `position` is its first frame since the start of the mix. */
  run(quantum: number, position: number): void;
}

export interface Binding<S extends Step = Step> {
  readonly plan: RenderPlan;
  readonly layout: Layout;
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  readonly registry: Registry | undefined;
  readonly job: number;
  readonly step: S;
  readonly place: StepLayout;
}

export const QUANTUM_BYTES: number = QUANTUM * FRAME_BYTES;

/** A row of buffer pointers that move on with slot and quantum; local buffers stay where they are. */
export class Pointers {
  readonly #starts: Uint32Array;
  readonly #strides: Uint32Array;
  /** Whether any moves from quantum to quantum, and not only from slot to slot. */
  readonly #areMoving: boolean;
  readonly #slotAddresses: readonly (readonly number[])[];

  constructor(layout: Layout, job: number, buffers: readonly (BufferRef | null)[]) {
    this.#starts = new Uint32Array(buffers.length);
    this.#strides = Uint32Array.from(buffers, (buffer) =>
      buffer === null || buffer.scope === "local" ? 0 : QUANTUM_BYTES,
    );
    this.#areMoving = this.#strides.some((stride) => stride > 0);
    this.#slotAddresses = Array.from({ length: layout.slots }, (_, slot) =>
      buffers.map((buffer) => (buffer === null ? 0 : addressOfBuffer(layout, job, buffer, slot))),
    );
  }

  enterSlot(slot: number): void {
    const addresses = this.#slotAddresses[slot]!;
    for (let index = 0; index < addresses.length; index++) this.#starts[index] = addresses[index]!;
  }

  at(index: number, quantum: number): number {
    return this.#starts[index]! + quantum * this.#strides[index]!;
  }

  /** Writes the row to a table that nobody else writes: where nothing moves, once per chunk is enough. */
  writeTo(table: Uint32Array, quantum: number): void {
    if (quantum > 0 && !this.#areMoving) return;
    for (let index = 0; index < table.length; index++) table[index] = this.at(index, quantum);
  }
}
