import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fault, TwobusError, type IntakeFile, type Problem } from "@twobus/core";
import { describeFileError, isWithin, openSource, realPathOf } from "@twobus/renderer-node";

/** What a folder holds: files that can be played, and why others cannot. */
export interface AudioFolder {
  readonly files: readonly IntakeFile[];
  readonly unusable: readonly Problem[];
}

const AUDIO_NAME = /\.(wav|wave|bwf|rf64|w64|aif|aiff|aifc|flac|mp3|ogg|oga|opus|m4a|aac|caf|wma|wv)$/i;
const MAXIMUM_FILES = 2000;

/**
 * Looks at every audio file in a folder and below it. Paths in the result are relative to `mixFolder`, which the folder
 * must lie in: a mix names nothing outside its own folder.
 */
export async function readAudioFolder(folder: string, mixFolder: string): Promise<AudioFolder> {
  const [root, home] = [await realPathOf(folder), await realPathOf(mixFolder)];
  if (!isWithin(home, root)) {
    throw fault(
      "mix-outside-sources",
      mixFolder,
      `a mix must lie in the folder of its recordings or above it; write it to ${folder}, or copy the recordings here`,
    );
  }
  const paths = await audioFilesIn(folder, root);
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
    const file = relative(home, path).split(sep).join("/");
    try {
      files.push(await describeFile(home, file));
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      unusable.push(...error.problems.map((problem) => ({ ...problem, at: file })));
    }
  }
  if (files.length === 0) throw new TwobusError(unusable);
  return { files, unusable };
}

async function audioFilesIn(folder: string, root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const isHidden = (path: string): boolean =>
      relative(root, path)
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

async function describeFile(mixFolder: string, file: string): Promise<IntakeFile> {
  if (/[\\\p{Cc}]/u.test(file)) {
    throw fault("illegal-name", file, "a mix cannot hold this name: rename it without backslashes and line breaks");
  }
  const source = await openSource(mixFolder, file);
  const { channels, sampleRate, frames } = source.format;
  await source.close();
  return { file, channels, sampleRate, frames };
}
