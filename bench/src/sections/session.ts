import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { runScript } from "../child.ts";
import { interleaved, spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { writeRecordings } from "../session/recordings.ts";
import { ffmpegVersion, renderWithFfmpeg } from "../session/render-ffmpeg.ts";
import type { WebAudioRun, WebAudioTask } from "../session/render-web-audio.ts";
import type { SessionShape } from "../session/topology.ts";
import { twobusScript, type TwobusRun, type TwobusTask } from "../session/twobus-task.ts";
import type { Table } from "../tables.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";

const webAudioScript = new URL("../session/render-web-audio.ts", import.meta.url);

interface Used {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly loadCpuSeconds?: number;
}

interface Side {
  readonly name: string;
  /** How many times the CPU seconds of Twobus it should take at least. */
  readonly askedRatio?: number;
  render(): Promise<Used>;
}

export const session: Section = {
  name: "session",
  summary: "the reference session (32 tracks, 6 buses, stereo bus) beside node-web-audio-api and ffmpeg",
  measure: (options) =>
    inTemporaryFolder(async (folder) => {
      const shape = { tracks: 32, buses: 6, seconds: options.seconds ?? 30 };
      await writeRecordings(folder, shape);
      const version = await ffmpegVersion();
      const sides = sidesOf(folder, shape, version);
      const rounds = options.rounds ?? 5;
      const runs = await interleaved(
        rounds,
        sides.map((side) => side.render),
      );
      return [tableOf(sides, runs, shape, rounds, version)];
    }),
};

function sidesOf(folder: string, shape: SessionShape, ffmpeg: string | undefined): Side[] {
  const twobus = (path?: string): Promise<Used> => {
    const task: TwobusTask = { folder, shape, threads: 1, ...(path === undefined ? {} : { path }) };
    return runScript<TwobusRun>(twobusScript, task);
  };
  const task: WebAudioTask = { folder, shape };
  const peers: Side[] = [
    {
      name: `node-web-audio-api ${manifest.devDependencies["node-web-audio-api"]}`,
      askedRatio: 3.5,
      render: () => runScript<WebAudioRun>(webAudioScript, task),
    },
  ];
  if (ffmpeg !== undefined) {
    peers.push({ name: `ffmpeg ${ffmpeg}`, askedRatio: 4, render: () => renderWithFfmpeg(folder, shape) });
  }
  return [
    { name: "Twobus, one thread", render: () => twobus() },
    { name: "Twobus, into a file, measured and hashed", render: () => twobus(join(folder, "mix.wav")) },
    ...peers,
  ];
}

function tableOf(
  sides: readonly Side[],
  runs: readonly (readonly Used[])[],
  shape: SessionShape,
  rounds: number,
  ffmpeg: string | undefined,
): Table {
  const cpu = runs.map((side) => spreadOf(side.map((run) => run.cpuSeconds)));
  const own = cpu[0]!.median;
  const rows = sides.map(({ name, askedRatio }, index) => {
    const { minimum, median } = cpu[index]!;
    const wall = spreadOf(runs[index]!.map((run) => run.wallSeconds)).median;
    return [name, minimum, median, wall, shape.seconds / median, median / own, askedRatio];
  });
  const loading = spreadOf(runs.flatMap((side) => side.flatMap((run) => run.loadCpuSeconds ?? []))).median;
  const webAudio = cpu[2]!.median - loading;
  return {
    title: `The reference session: ${shape.tracks} tracks, ${shape.buses} buses, ${shape.seconds} s`,
    command: `npm run bench -- session --seconds ${shape.seconds} --rounds ${rounds}`,
    columns: ["", "CPU s, least", "CPU s, median", "wall s", "× real time per core", "CPU against Twobus", "asked"],
    rows,
    notes: [
      `${rounds} interleaved rounds. Every side is a process of its own that reads ${shape.tracks} stereo float32 WAV files; user and system time of all of it, start-up included. ${SINKS}`,
      `Of its CPU time node-web-audio-api spends ${loading.toFixed(2)} s before it renders; without that it takes ${(webAudio / own).toFixed(2)} times what Twobus takes in all.`,
      DIFFERENCES,
      ...(ffmpeg === undefined ? ["ffmpeg is not installed here and was left out."] : []),
    ],
  };
}

const SINKS =
  "Twobus and node-web-audio-api keep the mix in memory, ffmpeg encodes it to float32 and throws it away; the second row is what `twobus render` does.";

const DIFFERENCES =
  "Number and kind of processors agree, laws and outputs do not. Twobus: double precision, strips with trim, delay, fader, pan and width, a detector high-pass in every compressor, latency compensation, a check of every output for NaN, a saturator whose bias moves, an antialiased clipper, a true-peak limiter. node-web-audio-api: 32-bit buses, compressors with automatic make-up, table-based shapers, a second compressor for a limiter. ffmpeg: 64-bit filters, compressors without a detector filter, a sample-peak limiter.";
