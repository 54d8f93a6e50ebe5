import { counted, TwobusError, type Problem } from "@twobus/core";
import { compareAudio, type AudioComparison, type OpenStream } from "@twobus/measure";
import { openRecording, type FileRecording } from "@twobus/renderer-node";
import { formatLevel } from "../numbers.ts";
import type { Report } from "../report.ts";

/** Subtracts one file from another. Ends with 1 where anything is left. */
export async function nullTest(a: string, b: string): Promise<Report> {
  const recordings = new Map<string, FileRecording>();
  const open =
    (path: string): OpenStream =>
    async () => {
      const recording = await openRecording(path);
      recordings.set(path, recording);
      return recording;
    };
  const result = await compare(a, b, open);
  return {
    json: { ...result },
    text: describe(result, a, b),
    warnings: [...recordings.values()].flatMap((recording) => recording.warnings),
    exitCode: result.identical ? 0 : 1,
  };
}

/** Two files that cannot be compared are both named. */
async function compare(a: string, b: string, open: (path: string) => OpenStream): Promise<AudioComparison> {
  try {
    return await compareAudio(open(a), open(b));
  } catch (error) {
    if (!(error instanceof TwobusError)) throw error;
    const isOfBoth = ({ code }: Problem): boolean => code.startsWith("different-");
    throw new TwobusError(
      error.problems.map((problem) => (isOfBoth(problem) ? { ...problem, at: `${a} and ${b}` } : problem)),
    );
  }
}

function describe(result: AudioComparison, a: string, b: string): string {
  if (result.identical) return "identical: every sample is equal";
  const { residualPeakDbfs, residualRmsDbfs, residualRelativeDb, offsetSamples } = result;
  const figures = [
    `peak ${formatLevel(residualPeakDbfs, "dBFS")}`,
    `rms ${formatLevel(residualRmsDbfs, "dBFS")}`,
    `${formatLevel(residualRelativeDb, "dB")} against ${a}`,
  ];
  const alignment =
    offsetSamples === 0
      ? "in place: no better alignment was found within 1 s"
      : `after moving ${b} by ${counted(offsetSamples, "sample")}`;
  return `residual: ${figures.join(", ")}\n${alignment}`;
}
