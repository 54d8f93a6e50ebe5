import { join } from "node:path";
import { runScript } from "../child.ts";
import { interleaved, spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { peers } from "../session/peers.ts";
import { writeRecordings } from "../session/recordings.ts";
import type { SessionShape } from "../session/topology.ts";
import { twobusScript, type TwobusRun, type TwobusTask } from "../session/twobus-task.ts";
import type { Used } from "../session/used.ts";
import type { Table } from "../tables.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";

interface Side {
  readonly name: string;
  readonly askedRatio?: number;
  render(): Promise<Used>;
}

export const session: Section = {
  name: "session",
  summary: "the reference session (32 tracks, 6 buses, stereo bus) beside node-web-audio-api and ffmpeg",
  measure: (options) =>
    inTemporaryFolder(async (folder) => {
      const shape = { tracks: 32, buses: 6, seconds: options.seconds ?? 30 };
      const rounds = options.rounds ?? 5;
      await writeRecordings(folder, shape);
      const sides = await sidesOf(folder, shape);
      const runs = await interleaved(
        rounds,
        sides.map((side) => side.render),
      );
      return [tableOf(sides, runs, shape, rounds)];
    }),
};

/** Twobus first: the others are compared with it. */
async function sidesOf(folder: string, shape: SessionShape): Promise<Side[]> {
  const task: TwobusTask = { folder, shape, threads: 1 };
  const sides: Side[] = [
    { name: "Twobus", render: () => runScript<TwobusRun>(twobusScript, task) },
    {
      name: "Twobus, into a file, measured and hashed",
      render: () => runScript<TwobusRun>(twobusScript, { ...task, path: join(folder, "mix.wav") }),
    },
  ];
  for (const { name, askedRatio, version, render } of peers) {
    const found = await version();
    if (found === undefined) console.error(`${name} does not run here and is left out`);
    else sides.push({ name: `${name} ${found}`, askedRatio, render: () => render(folder, shape) });
  }
  return sides;
}

function tableOf(
  sides: readonly Side[],
  runs: readonly (readonly Used[])[],
  { tracks, buses, seconds }: SessionShape,
  rounds: number,
): Table {
  const cpu = runs.map((side) => spreadOf(side.map((run) => run.cpuSeconds)));
  const own = cpu[0]!.median;
  const rows = sides.map(({ name, askedRatio }, index) => {
    const { minimum, median } = cpu[index]!;
    const wall = spreadOf(runs[index]!.map((run) => run.wallSeconds)).median;
    return [name, minimum, median, wall, seconds / median, median / own, askedRatio];
  });
  return {
    title: `The reference session: ${tracks} tracks, ${buses} buses, ${seconds} s`,
    command: `npm run bench -- session --seconds ${seconds} --rounds ${rounds}`,
    columns: ["", "CPU s, least", "CPU s, median", "wall s", "× real time per core", "CPU against Twobus", "asked"],
    rows,
    notes: [
      methodOf(tracks, rounds),
      ...sides.flatMap(({ name }, index) => loadingOf(name, runs[index]!, own)),
      DIFFERENCES,
    ],
  };
}

/** What is left of a side when it is spared the loading of the recordings. */
function loadingOf(name: string, runs: readonly Used[], own: number): string[] {
  const loads = runs.flatMap(({ loadCpuSeconds }) => loadCpuSeconds ?? []);
  if (loads.length === 0) return [];
  const load = spreadOf(loads).median;
  const rest = spreadOf(runs.map((run) => run.cpuSeconds)).median - load;
  return [
    `${name} spends ${load.toFixed(2)} s of its CPU time before it renders. The rest alone is ${(rest / own).toFixed(2)} times all that Twobus takes.`,
  ];
}

const methodOf = (tracks: number, rounds: number): string =>
  `${rounds} interleaved rounds, one thread each. Every side is a process of its own that reads ${tracks} stereo float32 WAV files at 48 kHz; what counts is user and system time of all of it, start-up included. Twobus and node-web-audio-api keep the mix in memory, ffmpeg encodes it to float32 and throws it away; the second row is what \`twobus render\` does.`;

const DIFFERENCES =
  "Number and kind of processors agree, laws and outputs do not. Twobus: double precision, strips with trim, delay, fader, pan and width, a detector high-pass in every compressor, latency compensation, a check of every output for NaN, a saturator whose bias moves, an antialiased clipper, a true-peak limiter. node-web-audio-api: 32-bit buses, compressors with automatic make-up, table-based shapers, a second compressor for a limiter. ffmpeg: 64-bit filters, compressors without a detector filter, a sample-peak limiter.";
