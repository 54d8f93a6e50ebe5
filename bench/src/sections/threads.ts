import { join } from "node:path";
import { runScript } from "../child.ts";
import { interleaved, spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { writeRecordings } from "../session/recordings.ts";
import { twobusScript, type TwobusRun, type TwobusTask } from "../session/twobus-task.ts";
import type { Table } from "../tables.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";

const THREADS = [1, 2, 4];
/** How many times faster than one thread it should be at least, on a quiet machine with as many cores. */
const ASKED: Readonly<Record<number, number>> = { 2: 1.7 };

export const threads: Section = {
  name: "threads",
  summary: "wall time of the reference session on 1, 2 and 4 threads, and that the samples stay the same",
  measure: (options) =>
    inTemporaryFolder(async (folder) => {
      const shape = { tracks: 32, buses: 6, seconds: options.seconds ?? 60 };
      await writeRecordings(folder, shape);
      const rounds = options.rounds ?? 3;
      const runs = await interleaved(
        rounds,
        THREADS.map((count) => (): Promise<TwobusRun> => {
          const task: TwobusTask = { folder, shape, threads: count, path: join(folder, "mix.wav") };
          return runScript<TwobusRun>(twobusScript, task);
        }),
      );
      const hash = onlyHash(runs.flat());
      return [tableOf(runs, shape.seconds, rounds, hash)];
    }),
};

/** Throws when renders differ: then there is nothing to compare. */
function onlyHash(runs: readonly TwobusRun[]): string {
  const hashes = new Set(runs.map((run) => run.pcmSha256 ?? "none"));
  if (hashes.size !== 1) throw new Error(`the samples depend on the number of threads: ${[...hashes].join(", ")}`);
  return [...hashes][0]!;
}

function tableOf(runs: readonly (readonly TwobusRun[])[], seconds: number, rounds: number, hash: string): Table {
  const wall = runs.map((side) => spreadOf(side.map((run) => run.renderSeconds)));
  const rows = THREADS.map((count, index) => {
    const { minimum, median } = wall[index]!;
    const cpu = spreadOf(runs[index]!.map((run) => run.cpuSeconds)).median;
    return [String(count), minimum, median, cpu, seconds / median, wall[0]!.median / median, ASKED[count]];
  });
  return {
    title: `Threads: the reference session, ${seconds} s`,
    command: `npm run bench -- threads --seconds ${seconds} --rounds ${rounds}`,
    columns: ["threads", "wall s, least", "wall s, median", "CPU s", "× real time", "gain", "asked"],
    rows,
    notes: [
      `${rounds} interleaved rounds, each render a process of its own: 32 float32 WAV files into one, measured and hashed. Wall time from the mix as a document to the complete file, without the start of the process. All renders gave the same samples: pcmSha256 ${hash.slice(0, 16)}….`,
    ],
  };
}
