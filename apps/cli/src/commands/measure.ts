import { readFile } from "node:fs/promises";
import { TwobusError, type Problem } from "@twobus/core";
import { openAudio } from "@twobus/media";
import { loadMeterKernels, measureStream, type Measurement } from "@twobus/measure";
import { openFile } from "@twobus/renderer-node";
import { formatLevel } from "../numbers.ts";
import type { Report } from "../report.ts";

interface MeasuredFile extends Measurement {
  readonly file: string;
  readonly bitDepth: number;
}

/** Measures files one after another. All of them must be readable. */
export async function measure(files: readonly string[]): Promise<Report> {
  const kernels = await loadMeterKernels(readFile);
  const measured: MeasuredFile[] = [];
  const warnings: Problem[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      const source = await openFile(file);
      try {
        const reader = await openAudio(source);
        measured.push({
          file,
          bitDepth: reader.format.bitDepth,
          ...(await measureStream(kernels, async () => reader)),
        });
        warnings.push(...reader.warnings);
      } finally {
        await source.close();
      }
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new TwobusError(problems);
  const [only] = measured;
  const json = measured.length === 1 && only !== undefined ? { ...only } : { files: measured };
  return { json, text: measured.map(describeFile).join("\n\n"), warnings };
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
