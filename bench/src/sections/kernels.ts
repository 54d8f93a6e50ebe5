import { blockCases } from "../kernels/block-cases.ts";
import type { KernelCase } from "../kernels/kernel-case.ts";
import { nodeCases } from "../kernels/node-cases.ts";
import { resamplerCases } from "../kernels/resampler-cases.ts";
import { interleaved, spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { SAMPLE_RATE } from "../session/topology.ts";
import type { Table } from "../tables.ts";

const ROUND_FRAMES = SAMPLE_RATE * 2;
const WARM_UP_FRAMES = SAMPLE_RATE;

export const kernels: Section = {
  name: "kernels",
  summary: "nanoseconds per stereo frame of every node and building block, one thread",
  measure: async (options) => {
    const rounds = options.rounds ?? 15;
    return [
      await timed("Nodes", nodeCases, rounds),
      await timed("Building blocks", [...blockCases, ...resamplerCases], rounds),
    ];
  },
};

async function timed(title: string, cases: readonly KernelCase[], rounds: number): Promise<Table> {
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
  const results = await interleaved(rounds, sides);
  const rows = cases.map(({ name, study }, index) => {
    const { minimum, median } = spreadOf(results[index]!);
    const ratio = study === undefined ? undefined : minimum / study.nanoseconds;
    return [name, minimum, median, study?.nanoseconds, ratio, study && `§${study.section}: ${study.kernel}`];
  });
  return {
    title: `${title}: nanoseconds per stereo frame`,
    command: `npm run bench -- kernels --rounds ${rounds}`,
    columns: ["", "least", "median", "study", "least / study", "kernel of the study"],
    rows,
    notes: [
      `Wall-clock time, one thread, ${rounds} interleaved rounds of ${ROUND_FRAMES / SAMPLE_RATE} s in quanta of 128 frames at ${SAMPLE_RATE} Hz; steady parameters, decaying noise. At 10 ns a frame, one core runs 2083 of them in real time.`,
      "The study is kernels.md, made with prototypes before the engine was written, on an AMD EPYC with two virtual cores and Node 20.20.2. Its kernels did less: no mix or range controls, shorter half-bands, a plain tanh.",
    ],
  };
}
