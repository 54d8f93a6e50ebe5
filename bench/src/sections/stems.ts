import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runScript } from "../child.ts";
import { interleaved, spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { writeRecordings } from "../session/recordings.ts";
import { twobusScript, type TwobusRun, type TwobusTask } from "../session/twobus-task.ts";
import type { Table } from "../tables.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";

/** Stems of k buses should take no more than k renders and this many on top: for the rest and the writing. */
const ASKED_ON_TOP = 1.5;

export const stems: Section = {
  name: "stems",
  summary: "stems of the reference session's buses beside one render of it",
  measure: (options) =>
    inTemporaryFolder(async (folder) => {
      const shape = { tracks: 32, buses: 6, seconds: options.seconds ?? 30 };
      const rounds = options.rounds ?? 3;
      await writeRecordings(folder, shape);
      const task: TwobusTask = { folder, shape, threads: 1 };
      const stemsFolder = join(folder, "stems");
      const [mixes, split] = await interleaved(rounds, [
        () => runScript<TwobusRun>(twobusScript, { ...task, path: join(folder, "mix.wav") }),
        async () => {
          await rm(stemsFolder, { recursive: true, force: true });
          return runScript<TwobusRun>(twobusScript, { ...task, stemsFolder });
        },
      ]);
      return [tableOf(mixes!, split!, shape, rounds)];
    }),
};

function tableOf(
  mixes: readonly TwobusRun[],
  split: readonly TwobusRun[],
  { buses, seconds }: { readonly buses: number; readonly seconds: number },
  rounds: number,
): Table {
  const [mix, parts] = [mixes, split].map((runs) => spreadOf(runs.map((run) => run.cpuSeconds)));
  return {
    title: `Stems: the ${buses} buses of the reference session, ${seconds} s`,
    command: `npm run bench -- stems --seconds ${seconds} --rounds ${rounds}`,
    columns: ["", "CPU s, least", "CPU s, median", "against one render", "asked: at most"],
    rows: [
      ["one render", mix!.minimum, mix!.median, 1, undefined],
      [
        `${split[0]!.stems} stems and the mix`,
        parts!.minimum,
        parts!.median,
        parts!.median / mix!.median,
        buses + ASKED_ON_TOP,
      ],
    ],
    notes: [
      `${rounds} interleaved rounds, one thread each, every one a process of its own; what counts is user and system time of all of it. Stems: one for each bus, what is left, and the mix, as 24-bit files that add up to it. Asked: for k stems k renders and ${ASKED_ON_TOP} on top.`,
    ],
  };
}
