import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import {
  compareNaturally,
  fault,
  isAudioName,
  MOST_RECORDINGS,
  refuseIllegalName,
  TwobusError,
  type IntakeFile,
  type Problem,
} from "@twobus/core";
import { describeFileError, isWithin, openSource, realPathOf } from "@twobus/renderer-node";

/** What a folder holds: files that can be played, and why others cannot. */
export interface AudioFolder {
  readonly files: readonly IntakeFile[];
  readonly unusable: readonly Problem[];
}

/** Files and folders of any kind that are looked at: enough for any song, over quickly for a whole disk. */
const MAXIMUM_ENTRIES = 100_000;

/**
 * Looks at every audio file in a folder and below it. Paths in the result are relative to `mixFolder`, which the folder
 * must lie in: a mix names nothing outside its own folder.
 */
export async function readAudioFolder(folder: string, mixFolder: string): Promise<AudioFolder> {
  const [root, home] = [await folderAt(folder), await folderAt(mixFolder)];
  if (!isWithin(home, root)) {
    throw fault(
      "mix-outside-sources",
      mixFolder,
      `a mix must lie in the folder of its recordings or above it; write it to ${folder}, or copy the recordings here`,
    );
  }
  const unusable: Problem[] = [];
  const paths = await audioFilesIn(folder, root, unusable);
  if (paths.length === 0) throw fault("no-audio-files", folder, "there are no audio files in this folder");
  if (paths.length > MOST_RECORDINGS) {
    throw fault(
      "too-many-files",
      folder,
      `${paths.length} audio files are too many for one mix; ${MOST_RECORDINGS} are possible`,
    );
  }
  const files: IntakeFile[] = [];
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

async function folderAt(path: string): Promise<string> {
  try {
    return await realPathOf(path);
  } catch (error) {
    if (!(error instanceof TwobusError) || error.problems[0]?.code !== "enoent") throw error;
    throw fault("enoent", path, "there is no such folder");
  }
}

/** Every audio file below `root`, hidden ones left out. A folder within that cannot be read is said and left out. */
async function audioFilesIn(folder: string, root: string, unusable: Problem[]): Promise<string[]> {
  const paths: string[] = [];
  const waiting = [root];
  let seen = 0;
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const entries = await entriesOf(place, place === root ? undefined : unusable);
    seen += entries.length;
    if (seen > MAXIMUM_ENTRIES) {
      throw fault("too-many-files", folder, "there is far too much below this folder; give the folder of one song");
    }
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const path = join(place, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (isAudioName(entry.name)) paths.push(path);
    }
  }
  return paths.toSorted(compareNaturally);
}

async function entriesOf(place: string, unusable: Problem[] | undefined): Promise<Dirent[]> {
  try {
    return await readdir(place, { withFileTypes: true });
  } catch (error) {
    const said = describeFileError(error, place);
    if (unusable === undefined || !(said instanceof TwobusError)) throw said;
    unusable.push(...said.problems);
    return [];
  }
}

async function describeFile(mixFolder: string, file: string): Promise<IntakeFile> {
  refuseIllegalName(file);
  const source = await openSource(mixFolder, file);
  const { channels, sampleRate, frames } = source.format;
  await source.close();
  return { file, channels, sampleRate, frames };
}
