import type { Kernels } from "./layout.ts";
import type { PlainStep } from "./plain-step.ts";
import { rewindJob } from "./records.ts";

/** The steps of one job, as its record in memory says. */
export interface StepLoop {
  /** Back to the first step of the first quantum. */
  rewind(): void;
  /** Goes on until the first `quanta` quanta are done. */
  runTo(quanta: number): void;
}

/**
 * The loop itself is `runSteps` in WebAssembly. What is left here: processors in plain TypeScript where the loop comes to
 * one, and what happens when a processor throws or traps: its input stands in for it from then on, and the rest of the mix
 * goes on. That it has failed lies in the memory, where the threads that take turns at it all see it.
 */
export function createStepLoop(
  { dsp, memory }: Pick<Kernels, "dsp" | "memory">,
  record: number,
  plain: readonly (PlainStep | undefined)[],
): StepLoop {
  const words = new Int32Array(memory.buffer);
  const runSteps = dsp["runSteps"]!;
  const finishStep = dsp["finishStep"]!;
  const failStep = dsp["failStep"]!;
  return {
    rewind: () => rewindJob(words, record),
    runTo: (quanta) => {
      for (let waiting = 0; waiting >= 0;) {
        try {
          waiting = runSteps(record, quanta);
          if (waiting < 0) return;
          plain[waiting]!.run();
          finishStep(record);
        } catch (error) {
          if (failStep(record) === 0) throw error;
        }
      }
    },
  };
}
