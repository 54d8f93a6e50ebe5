import { compareNaturally, isAudioName } from "@twobus/core";

/** A file that a person chose or dropped, with its path in what was chosen. */
export interface ChosenFile {
  /** With forward slashes. */
  readonly path: string;
  readonly file: File;
}

/** The files of an input; those of a folder with their path in it. */
export const filesOf = (list: Iterable<File>): ChosenFile[] =>
  [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Everything that was dropped, folders with all that is in them. Must be called while the drop is handled. */
export async function droppedFiles(transfer: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map(filesUnder))).flat();
}

async function filesUnder(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (entry.name.startsWith(".")) return [];
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const entries: FileSystemEntry[] = [];
  // A reader gives a hundred at a time.
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (more.length === 0) break;
    entries.push(...more);
  }
  return (await Promise.all(entries.map(filesUnder))).flat();
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const MIX_NAME = /\.mix\.json$/i;
const BUNDLE_NAME = /\.twobus\.zip$/i;
/** What a mix may be called where no recordings are beside it: with them it is as likely the manifest of stems. */
const LOOSE_MIX_NAME = /\.json$/i;
const LOOSE_BUNDLE_NAME = /\.zip$/i;

/** What was chosen, by what it is: a mix to open, with its recordings or alone, or recordings in natural order. */
export function sortFiles(files: readonly ChosenFile[]): {
  readonly bundle: ChosenFile | undefined;
  readonly mix: ChosenFile | undefined;
  readonly recordings: readonly ChosenFile[];
} {
  const visible = files.filter(({ path }) => !path.split("/").some((name) => name.startsWith(".")));
  const named = (name: RegExp): ChosenFile | undefined => visible.find(({ path }) => name.test(path));
  const recordings = visible.filter(({ path }) => isAudioName(path));
  const isAlone = recordings.length === 0;
  return {
    bundle: named(isAlone ? LOOSE_BUNDLE_NAME : BUNDLE_NAME),
    mix: named(MIX_NAME) ?? (isAlone ? named(LOOSE_MIX_NAME) : undefined),
    recordings: recordings.toSorted((a, b) => compareNaturally(a.path, b.path)),
  };
}
