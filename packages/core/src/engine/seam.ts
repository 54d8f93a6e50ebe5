import { FRAME_BYTES } from "@twobus/dsp";
import type { Step } from "../compile/plan.ts";
import type { StepLayout } from "./places.ts";
import { QUANTUM } from "./quantum.ts";
import { setSeam } from "./records.ts";

// Memory of a seam, as `dsp/assembly/seam.ts` has it: four words, room for pointers, a row for each input.

const WORD_BYTES = 4;
const HEADER_BYTES = 16;
const ROW_BYTES = QUANTUM * FRAME_BYTES;

/** How the inputs of a step go over from one mix into another. */
export interface Seam {
  /** Quanta for which only the old sound is heard. */
  readonly waitQuanta: number;
  /** Frames that it takes to give way. */
  readonly frames: number;
  /** The old sound is silence. */
  readonly isNew: boolean;
}

const inputsOf = (step: Step): number => (step.kind === "process" ? step.inputs.length : 1);

const rowsOffset = (step: Step): number => HEADER_BYTES + Math.ceil((inputsOf(step) * WORD_BYTES) / 16) * 16;

export const seamBytes = (step: Step): number => rowsOffset(step) + inputsOf(step) * ROW_BYTES;

/** Where a step has, or is given, what it has heard: all its inputs, one after the other. */
export const heardRows = (step: Step, { seam }: Pick<StepLayout, "seam">): { address: number; bytes: number } => ({
  address: seam + rowsOffset(step),
  bytes: inputsOf(step) * ROW_BYTES,
});

/** Has a step begin with a seam. */
export function writeSeam(words: Int32Array, place: StepLayout, { waitQuanta, frames, isNew }: Seam): void {
  words.set([waitQuanta, frames, frames, isNew ? 1 : 0], place.seam >> 2);
  setSeam(words, place);
}
