import { join } from "node:path";
import { fault } from "@twobus/core";
import { sampleRateFault } from "@twobus/dsp";
import { openAudio, type AudioReader } from "@twobus/media";
import { openFile } from "./file-source.ts";
import { isWithin, realPathOf } from "./real-path.ts";

/** An audio file on disk, opened. Close it when done. */
export interface Recording extends Omit<AudioReader, "close"> {
  close(): Promise<void>;
}

export async function openRecording(path: string): Promise<Recording> {
  const file = await openFile(path);
  try {
    const reader = await openAudio(file);
    return {
      name: reader.name,
      format: reader.format,
      read: (channels) => reader.read(channels),
      ...(reader.readStereo !== undefined && { readStereo: reader.readStereo.bind(reader) }),
      get warnings() {
        return reader.warnings;
      },
      close: async () => {
        reader.close();
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Opens what a mix in `folder` names as a source. A document plays what lies in its folder: a link out of there would let
 * it read files that nobody gave it. Throws `outside-folder`, `unsupported-sample-rate`, or why the file cannot be read.
 */
export async function openSource(folder: string, file: string): Promise<Recording> {
  const path = join(folder, file);
  if (!isWithin(await realPathOf(folder), await realPathOf(path))) {
    throw fault("outside-folder", path, "this link leads out of the mix's folder; copy the file into it instead");
  }
  const recording = await openRecording(path);
  const unplayable = sampleRateFault(recording.format.sampleRate);
  if (unplayable === undefined) return recording;
  await recording.close();
  throw fault("unsupported-sample-rate", path, unplayable);
}
