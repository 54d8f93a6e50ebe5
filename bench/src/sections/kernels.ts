import { setFlagsFromString } from "node:v8";
import { QUANTUM } from "@twobus/core";
import { blockCases } from "../kernels/block-cases.ts";
import type { KernelCase } from "../kernels/kernel-case.ts";
import { nodeCases } from "../kernels/node-cases.ts";
import { resamplerCases } from "../kernels/resampler-cases.ts";
import { interleaved, spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { SAMPLE_RATE } from "../session/topology.ts";
import type { Table } from "../tables.ts";

/** Short, so that some rounds pass without the system coming between: they set the least figure. */
const ROUND_FRAMES = 96 * QUANTUM;
const WARM_UP_FRAMES = SAMPLE_RATE;
const ROUNDS = 100;

export const kernels: Section = {
  name: "kernels",
  summary: "nanoseconds per stereo frame of every node and building block, one thread",
  measure: async () => {
    setFlagsFromString("--no-liftoff"); // else the optimising tier would arrive somewhere in the middle
    return [await timed("Nodes", nodeCases), await timed("Building blocks", [...blockCases, ...resamplerCases])];
  },
};

async function timed(title: string, cases: readonly KernelCase[]): Promise<Table> {
  const sides = await Promise.all(
    cases.map(async (kernelCase) => {
      const run = await kernelCase.prepare();
      await run(WARM_UP_FRAMES);
      return async () => {
        const started = performance.now();
        await run(ROUND_FRAMES);
        return ((performance.now() - started) * 1e6) / ROUND_FRAMES;
      };
    }),
  );
  const results = await interleaved(ROUNDS, sides);
  const rows = cases.map(({ name, study }, index) => {
    const { minimum, median } = spreadOf(results[index]!);
    const ratio = study === undefined ? undefined : minimum / study.nanoseconds;
    return [name, minimum, median, study?.nanoseconds, ratio, study && `§${study.section}: ${study.kernel}`];
  });
  return {
    title: `${title}: nanoseconds per stereo frame`,
    command: `npm run bench -- kernels`,
    columns: ["", "least", "median", "study", "least / study", "kernel of the study"],
    rows,
    notes: [
      `Wall-clock time of one thread, ${ROUNDS} interleaved rounds of ${ROUND_FRAMES / SAMPLE_RATE} s of sound in quanta of 128 frames at ${SAMPLE_RATE} Hz; steady parameters, decaying noise, code optimised from the start (--no-liftoff). At 10 ns a frame, one core runs 2083 of them in real time.`,
      "The study timed prototypes before the engine was written (kernels.md, by section), on an AMD EPYC with two virtual cores and Node 20.20.2. They did less: no mix or range controls, shorter half-bands, a plain tanh.",
    ],
  };
}
