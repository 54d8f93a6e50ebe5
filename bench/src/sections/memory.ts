import { join } from "node:path";
import { runScript } from "../child.ts";
import type { Section } from "../section.ts";
import { linkRecordings, writeRecording } from "../session/recordings.ts";
import { indices } from "../session/topology.ts";
import { twobusScript, type TwobusRun, type TwobusTask } from "../session/twobus-task.ts";
import type { Table } from "../tables.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import type { MemorySample } from "../watch-memory.ts";

const TRACKS = 107;
const BUSES = 12;
const THREADS = 2;
const ASKED_PEAK_MIB = 600;
const ROWS = 10;

export const memory: Section = {
  name: "memory",
  summary: `resident memory over time while ${TRACKS} tracks are rendered`,
  measure: (options) =>
    inTemporaryFolder(async (folder) => {
      const minutes = options.minutes ?? 10;
      const shape = { tracks: TRACKS, buses: BUSES, seconds: minutes * 60 };
      const recording = join(folder, "recording.wav");
      await writeRecording(recording, 1, shape.seconds, "int24");
      await linkRecordings(recording, folder, shape);
      const task: TwobusTask = { folder, shape, threads: THREADS, path: join(folder, "mix.wav") };
      return [tableOf(await runScript<TwobusRun>(twobusScript, task), minutes)];
    }),
};

const mebibytes = (bytes: number): number => bytes / 2 ** 20;

function tableOf({ memory: samples, peakBytes, renderSeconds }: TwobusRun, minutes: number): Table {
  const rows = indices(ROWS + 1).map((row) => {
    const { seconds, bytes } = samples[Math.round((row * (samples.length - 1)) / ROWS)]!;
    return [seconds, (minutes * seconds) / renderSeconds, Math.round(mebibytes(bytes))];
  });
  const slope = slopeOf(samples.slice(samples.length >> 1)) * (renderSeconds / minutes);
  return {
    title: `Memory: ${TRACKS} stereo tracks of ${minutes} min`,
    command: `npm run bench -- memory --minutes ${minutes}`,
    columns: ["after s", "minute of the song, about", "resident MiB"],
    rows,
    notes: [
      `Peak ${Math.round(mebibytes(peakBytes))} MiB; asked: at most ${ASKED_PEAK_MIB} MiB. In the second half it changes by ${mebibytes(slope).toFixed(2)} MiB per minute of the song; asked: flat.`,
      `${TRACKS} tracks and ${BUSES} buses with the chains of the reference session at 48 kHz, ${THREADS} threads, from 24-bit WAV files into a float32 WAV file. All names lead to one recording; each is opened and decoded on its own.`,
    ],
  };
}

/** Bytes per second: the straight line that fits the samples best. */
function slopeOf(samples: readonly MemorySample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middleSeconds = mean(samples.map((sample) => sample.seconds));
  const middleBytes = mean(samples.map((sample) => sample.bytes));
  let products = 0;
  let squares = 0;
  for (const { seconds, bytes } of samples) {
    products += (seconds - middleSeconds) * (bytes - middleBytes);
    squares += (seconds - middleSeconds) ** 2;
  }
  return products / squares;
}
