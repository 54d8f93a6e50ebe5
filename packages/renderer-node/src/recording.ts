import { join } from "node:path";
import { fault, playable, type Recording } from "@twobus/core";
import { openAudio, type AudioFormat } from "@twobus/media";
import { openFile } from "./file-source.ts";
import { isWithin, realPathOf } from "./real-path.ts";

/** An audio file on disk, opened. */
export interface FileRecording extends Recording {
  readonly format: AudioFormat;
}

export async function openRecording(path: string): Promise<FileRecording> {
  const file = await openFile(path);
  try {
    const reader = await openAudio(file);
    return {
      name: reader.name,
      format: reader.format,
      read: (channels) => reader.read(channels),
      ...(reader.readStereo !== undefined && { readStereo: reader.readStereo.bind(reader) }),
      ...(reader.skip !== undefined && { skip: reader.skip.bind(reader) }),
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
export async function openSource(folder: string, file: string): Promise<FileRecording> {
  const path = join(folder, file);
  if (!isWithin(await realPathOf(folder), await realPathOf(path))) {
    throw fault("outside-folder", path, "this link leads out of the mix's folder; copy the file into it instead");
  }
  return playable(await openRecording(path));
}
