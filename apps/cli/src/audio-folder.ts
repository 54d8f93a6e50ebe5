import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fault, TwobusError, type IntakeFile, type Problem } from "@twobus/core";
import { openAudio } from "@twobus/media";
import { describeFileError, openFile } from "@twobus/renderer-node";

/** What a folder holds: files that can be played, and why others cannot. */
export interface AudioFolder {
  readonly files: readonly IntakeFile[];
  readonly unusable: readonly Problem[];
}

const AUDIO_NAME = /\.(wav|wave|bwf|rf64|w64|aif|aiff|aifc|flac|mp3|ogg|oga|opus|m4a|aac|caf|wma|wv)$/i;
const MAXIMUM_FILES = 2000;

/** Looks at every audio file in a folder and below it. Paths in the result are relative to `mixFolder`. */
export async function readAudioFolder(folder: string, mixFolder: string): Promise<AudioFolder> {
  const paths = await audioFilesIn(folder);
  if (paths.length === 0) throw fault("no-audio-files", folder, "there are no audio files in this folder");
  if (paths.length > MAXIMUM_FILES) {
    throw fault(
      "too-many-files",
      folder,
      `${paths.length} audio files are too many for one mix; ${MAXIMUM_FILES} are possible`,
    );
  }
  const files: IntakeFile[] = [];
  const unusable: Problem[] = [];
  for (const path of paths) {
    try {
      files.push(await describeFile(path, mixFolder));
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      unusable.push(...error.problems);
    }
  }
  if (files.length === 0) throw new TwobusError(unusable);
  return { files, unusable };
}

async function audioFilesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const isHidden = (path: string): boolean =>
      relative(folder, path)
        .split(sep)
        .some((step) => step.startsWith("."));
    return entries
      .filter((entry) => !entry.isDirectory() && AUDIO_NAME.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !isHidden(path))
      .toSorted();
  } catch (error) {
    throw describeFileError(error, folder);
  }
}

async function describeFile(path: string, mixFolder: string): Promise<IntakeFile> {
  const source = await openFile(path);
  try {
    const reader = await openAudio(source);
    const { channels, sampleRate, frames } = reader.format;
    reader.close();
    return { file: relative(mixFolder, path).split(sep).join("/"), channels, sampleRate, frames };
  } finally {
    await source.close();
  }
}
