// Compares our meter with ffmpeg's ebur128 filter, on noise and on the files given. A developer's tool; needs ffmpeg.
//
//   node --conditions=source packages/measure/oracle/compare-ffmpeg.ts [file …]
//
// Prints both readings and exits with 1 where they lie further apart than the tolerance. Peaks may differ upwards: ffmpeg
// interpolates by four and reads up to 0.6 dB low.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createMeter, loadMeterKernels, type Measurement } from "../src/index.ts";

const FIGURES = ["integratedLufs", "shortTermMaxLufs", "loudnessRangeLu", "samplePeakDbfs", "truePeakDbtp"] as const;
type Figures = Record<(typeof FIGURES)[number], number>;

/**
 * How far ours may lie below and above ffmpeg's. It rounds loudness to 0.001 and peaks to 0.1, steps by 100 ms, and takes
 * the percentiles of the range from a histogram, which shows on a few seconds of sparse music.
 */
const TOLERANCES: Record<keyof Figures, readonly [below: number, above: number]> = {
  integratedLufs: [0.1, 0.1],
  shortTermMaxLufs: [0.02, 0.1],
  loudnessRangeLu: [0.5, 0.5],
  samplePeakDbfs: [0.051, 0.051],
  truePeakDbtp: [0.15, 0.6],
};

function noise(colour: string, sampleRate: number): string[] {
  return ["-f", "lavfi", "-i", `anoisesrc=color=${colour}:amplitude=0.5:duration=20:sample_rate=${sampleRate}:seed=7`];
}

function ffmpeg(words: readonly string[]): { output: Buffer; log: string } {
  const { status, stdout, stderr } = spawnSync("ffmpeg", ["-hide_banner", "-nostdin", ...words], {
    maxBuffer: 2 ** 31,
  });
  if (status !== 0) throw new Error(`ffmpeg failed:\n${String(stderr)}`);
  return { output: stdout, log: stderr.toString() };
}

function readByFfmpeg(input: readonly string[]): Figures {
  const filter = "ebur128=peak=sample+true:metadata=1,ametadata=mode=print:file=-";
  const { output, log } = ffmpeg([...input, "-af", filter, "-f", "null", "/dev/null"]);
  const series = (name: string): number[] =>
    [...output.toString().matchAll(new RegExp(`^lavfi\\.r128\\.${name}=(.*)$`, "gm"))].map(([, value]) =>
      Number(value),
    );
  const peak = (name: string): number => Number(new RegExp(`${name} peak:\\s+Peak:\\s+(\\S+)`).exec(log)![1]);
  return {
    integratedLufs: series("I").at(-1)!,
    shortTermMaxLufs: series("S").reduce((most, value) => Math.max(most, value)),
    loudnessRangeLu: series("LRA").at(-1)!,
    samplePeakDbfs: peak("Sample"),
    truePeakDbtp: peak("True"),
  };
}

const kernels = await loadMeterKernels(readFile);

function readByOurs(input: readonly string[]): Measurement {
  const { log } = ffmpeg([...input, "-t", "0", "-f", "null", "/dev/null"]);
  const [, rate, layout] = /Audio: .*?, (\d+) Hz, (\w+)/.exec(log)!;
  const channels = layout === "mono" ? 1 : 2;
  const { output } = ffmpeg([...input, "-ac", String(channels), "-f", "f64le", "-"]);
  const samples = new Float64Array(output.buffer.slice(output.byteOffset, output.byteOffset + output.length));
  const frames = samples.length / channels;
  const planar = Array.from({ length: channels }, (_, channel) =>
    Float64Array.from({ length: frames }, (__, frame) => samples[frame * channels + channel]!),
  );
  const meter = createMeter({ kernels, sampleRate: Number(rate), channels });
  meter.push(planar, frames);
  return meter.finish();
}

const programmes: [name: string, input: readonly string[]][] = [
  ["white noise 48 kHz", noise("white", 48000)],
  ["pink noise 44.1 kHz", noise("pink", 44100)],
  ["brown noise 96 kHz", noise("brown", 96000)],
  ...process.argv.slice(2).map((file): [string, string[]] => [file.split("/").at(-1)!, ["-i", file]]),
];

for (const [name, input] of programmes) {
  const [theirs, ours] = [readByFfmpeg(input), readByOurs(input)];
  for (const figure of FIGURES) {
    const [expected, actual] = [theirs[figure], ours[figure] ?? -Infinity];
    const difference = actual - expected;
    const [below, above] = TOLERANCES[figure];
    const within = difference >= -below && difference <= above;
    if (!within) process.exitCode = 1;
    const columns = [actual, expected, difference].map((value) => value.toFixed(3).padStart(9));
    console.log(`${name.padEnd(20)} ${figure.padEnd(17)}${columns.join("")}${within ? "" : "  outside"}`);
  }
}
