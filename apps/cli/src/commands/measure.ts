import { readFile } from "node:fs/promises";
import { TwobusError, type Problem } from "@twobus/core";
import { loadMeterKernels, measureStream, type Measurement } from "@twobus/measure";
import { openRecording } from "@twobus/renderer-node";
import { formatLevel } from "../numbers.ts";
import type { Report } from "../report.ts";

interface MeasuredFile extends Measurement {
  readonly file: string;
  readonly bitDepth: number;
}

/** Measures files one after another. One that cannot be measured is said and does not keep the others back. */
export async function measure(files: readonly string[]): Promise<Report> {
  const kernels = await loadMeterKernels(readFile);
  const measured: MeasuredFile[] = [];
  const warnings: Problem[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      const recording = await openRecording(file);
      const measurement = await measureStream(kernels, async () => recording);
      measured.push({ file, bitDepth: recording.format.bitDepth, ...measurement });
      warnings.push(...recording.warnings);
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, at: file })));
    }
  }
  const [only] = measured;
  if (only === undefined) throw new TwobusError(problems);
  const json = files.length === 1 ? { ...only } : { files: measured, problems };
  return {
    json,
    text: measured.map(describeFile).join("\n\n"),
    warnings,
    problems,
    exitCode: problems.length === 0 ? 0 : 2,
  };
}

function describeFile(file: MeasuredFile): string {
  const rows: [string, string][] = [
    ["integrated", formatLevel(file.integratedLufs, "LUFS")],
    ["momentary, max", formatLevel(file.momentaryMaxLufs, "LUFS")],
    ["short-term, max", formatLevel(file.shortTermMaxLufs, "LUFS")],
    ["loudness range", formatLevel(file.loudnessRangeLu, "LU")],
    ["true peak", formatLevel(file.truePeakDbtp, "dBTP", 2)],
    ["sample peak", formatLevel(file.samplePeakDbfs, "dBFS", 2)],
    ["peak to loudness", formatLevel(file.plrDb, "dB")],
    ["correlation", formatLevel(file.correlation, "", 2)],
    ["DC offset", formatLevel(file.dcOffset, "", 6)],
  ];
  const depth = file.bitDepth === 0 ? "lossy" : `${file.bitDepth} bit`;
  const title = `${file.file}: ${file.durationSeconds.toFixed(2)} s, ${file.sampleRate} Hz, ${file.channels} ch, ${depth}`;
  return [title, ...rows.map(([name, value]) => `  ${name.padEnd(18)}${value.trimEnd()}`)].join("\n");
}
