import { openAudio } from "@twobus/media";
import { compareAudio } from "@twobus/measure";
import { openFile } from "@twobus/renderer-node";
import { formatLevel } from "../numbers.ts";
import type { Report } from "../report.ts";

/** Subtracts one file from another. Ends with 1 where anything is left. */
export async function nullTest(a: string, b: string): Promise<Report> {
  const result = await compareAudio(opener(a), opener(b));
  const { identical, residualPeakDbfs, residualRmsDbfs, residualRelativeDb, offsetSamples } = result;
  const text = identical
    ? "identical: every sample is equal"
    : [
        `residual: peak ${formatLevel(residualPeakDbfs, "dBFS")}, rms ${formatLevel(residualRmsDbfs, "dBFS")}, ${formatLevel(residualRelativeDb, "dB")} against ${a}`,
        ...(offsetSamples === 0 ? [] : [`after moving ${b} by ${offsetSamples} samples`]),
      ].join("\n");
  return { json: { ...result }, text, exitCode: identical ? 0 : 1 };
}

type Opener = Parameters<typeof compareAudio>[0];

const opener =
  (path: string): Opener =>
  async () => {
    const source = await openFile(path);
    const reader = await openAudio(source);
    return {
      format: reader.format,
      read: (channels) => reader.read(channels),
      close: () => {
        reader.close();
        void source.close();
      },
    };
  };
