import { join } from "node:path";
import { fault, playable } from "@twobus/core";
import { openRecordingFrom, type ByteFile, type FileRecording } from "@twobus/media";
import { openFile } from "./file-source.ts";
import { isWithin, realPathOf } from "./real-path.ts";

/** Opens an audio file on disk. */
export async function openRecording(path: string): Promise<FileRecording> {
  return openRecordingFrom(await openFile(path));
}

/** Opens what a mix in `folder` names as a source, to be played. Throws as `openSourceFile`, and `unsupported-sample-rate`. */
export async function openSource(folder: string, file: string): Promise<FileRecording> {
  return playable(await openRecordingFrom(await openSourceFile(folder, file)));
}

/**
 * Opens the file that a mix in `folder` names as a source. A document plays what lies in its folder: a link out of there would let
 * it read files that nobody gave it. Throws `outside-folder`, or why the file cannot be read.
 */
export async function openSourceFile(folder: string, file: string): Promise<ByteFile> {
  const path = join(folder, file);
  if (!isWithin(await realPathOf(folder), await realPathOf(path))) {
    throw fault("outside-folder", path, "this link leads out of the mix's folder; copy the file into it instead");
  }
  return openFile(path);
}
