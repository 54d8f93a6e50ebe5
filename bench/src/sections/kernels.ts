import { setFlagsFromString } from "node:v8";
import { QUANTUM } from "@twobus/core";
import { blockCases } from "../kernels/block-cases.ts";
import type { KernelCase } from "../kernels/kernel-case.ts";
import { bellsCase, nodeCases } from "../kernels/node-cases.ts";
import { plainBiquads } from "../kernels/plain-biquads.ts";
import { resamplerCases } from "../kernels/resampler-cases.ts";
import { interleaved, spreadOf, type Spread } from "../rounds.ts";
import type { Section } from "../section.ts";
import { SAMPLE_RATE } from "../session/topology.ts";
import { cellText, type Table } from "../tables.ts";

/** Short, so that some rounds pass without the system coming between: they set the least figure. */
const ROUND_FRAMES = 96 * QUANTUM;
const WARM_UP_FRAMES = SAMPLE_RATE;
const ROUNDS = 100;

export const kernels: Section = {
  name: "kernels",
  summary: "nanoseconds per stereo frame of every node and building block, one thread",
  measure: async ({ only }) => {
    setFlagsFromString("--no-liftoff"); // else the optimising tier would arrive somewhere in the middle
    if (only !== undefined) return [await nodeTable(only)];
    return [
      tableOf("Nodes", COMMAND, nodeCases, await timed(nodeCases)),
      tableOf("Building blocks", COMMAND, blocks, await timed(blocks)),
      await bellTable(),
    ];
  },
};

const blocks: readonly KernelCase[] = [...blockCases, ...resamplerCases];

async function nodeTable(node: string): Promise<Table> {
  const cases = nodeCases.filter((kernelCase) => kernelCase.node === node);
  if (cases.length === 0)
    throw new RangeError(`--only wants a node's type without its pack, such as gate, not "${node}"`);
  return tableOf("Nodes", `${COMMAND} --only ${node}`, cases, await timed(cases));
}

/** Nanoseconds per stereo frame of each. */
async function timed(cases: readonly KernelCase[]): Promise<readonly Spread[]> {
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
  return (await interleaved(ROUNDS, sides)).map(spreadOf);
}

const COMMAND = "npm run bench -- kernels";
const METHOD = `Wall-clock time of one thread, ${ROUNDS} interleaved rounds of ${ROUND_FRAMES / SAMPLE_RATE} s of sound in quanta of 128 frames at ${SAMPLE_RATE} Hz; steady parameters, decaying noise, code optimised from the start (--no-liftoff). At 10 ns a frame, one core runs 2083 of them in real time.`;

/** What a row says where its figure is missed. */
const MISSED = "missed";

function tableOf(title: string, command: string, cases: readonly KernelCase[], spreads: readonly Spread[]): Table {
  const isAsked = cases.some(({ askedNanoseconds }) => askedNanoseconds !== undefined);
  const isMissed = ({ askedNanoseconds = Infinity }: KernelCase, index: number): boolean =>
    spreads[index]!.minimum > askedNanoseconds;
  const rows = cases.map((kernelCase, index) => {
    const { name, study, askedNanoseconds } = kernelCase;
    const { minimum, median } = spreads[index]!;
    const ratio = study === undefined ? undefined : minimum / study.nanoseconds;
    const compared = [study?.nanoseconds, ratio, study && `§${study.section}: ${study.kernel}`];
    const asked = [askedNanoseconds, isMissed(kernelCase, index) ? MISSED : undefined];
    return [name, minimum, median, ...(isAsked ? asked : []), ...compared];
  });
  const missed = cases.flatMap((kernelCase, index) =>
    isMissed(kernelCase, index)
      ? [`${kernelCase.name} takes ${cellText(spreads[index]!.minimum)} of ${kernelCase.askedNanoseconds}`]
      : [],
  );
  const asked = isAsked ? ["asked: at most", ""] : [];
  return {
    title: `${title}: nanoseconds per stereo frame`,
    command,
    columns: ["", "least", "median", ...asked, "study", "least / study", "kernel of the study"],
    rows,
    notes: [
      METHOD,
      ...(isAsked ? [EXEMPTIONS] : []),
      "The study timed prototypes before the engine was written (kernels.md, by section), on an AMD EPYC with two virtual cores and Node 20.20.2. They did less: no mix or range controls, shorter half-bands, a plain tanh.",
    ],
    missed,
  };
}

const EXEMPTIONS =
  "Nothing is asked of reverb, linear phase, many bands, and oversampling by more than four; what is asked of the others is asked of the least.";

/** How many times a plain biquad a bell of the equaliser may cost. */
const ASKED_OF_A_BELL = 1.3;
const BELL_COUNTS = [1, 8];

async function bellTable(): Promise<Table> {
  const cases = BELL_COUNTS.flatMap((count) => [plainBiquads(count), bellsCase(count)]);
  const spreads = await timed(cases);
  const missed: string[] = [];
  const rows = cases.map(({ name }, index) => {
    const { minimum, median } = spreads[index]!;
    const isBell = index % 2 === 1;
    const against = isBell ? minimum / spreads[index - 1]!.minimum : undefined;
    if (against !== undefined && against > ASKED_OF_A_BELL)
      missed.push(`${name}, ${cellText(against)} times the biquad`);
    return [name, minimum, median, against, isBell ? ASKED_OF_A_BELL : undefined];
  });
  return {
    title: "A bell beside a plain biquad: nanoseconds per stereo frame",
    command: COMMAND,
    columns: ["", "least", "median", "against the biquad", "asked: at most"],
    rows,
    notes: [METHOD, "The plain ones are set by the cookbook and run without an equaliser around them."],
    missed,
  };
}
