import { compareNaturally, isAudioName } from "@twobus/core";

/** A file that a person chose or dropped, with its path in what was chosen. */
export interface ChosenFile {
  /** With forward slashes. */
  readonly path: string;
  readonly file: File;
  /** By which it can be written, of a mix where the browser gives it. */
  readonly handle?: FileSystemFileHandle;
}

/** The files of an input; those of a folder with their path in it. */
export const filesOf = (list: Iterable<File>): ChosenFile[] =>
  [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Everything that was dropped, folders with all that is in them. Must be called while the drop is handled. */
export async function droppedFiles(transfer: DataTransfer): Promise<ChosenFile[]> {
  const items: readonly HandingItem[] = [...transfer.items];
  const handles = Promise.allSettled(items.map(async (item) => item.getAsFileSystemHandle?.()));
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files = (await Promise.all(entries.map(filesUnder))).flat();
  const tops = (await handles).map((handle) => (handle.status === "fulfilled" ? handle.value : undefined));
  const withHandle = async (chosen: ChosenFile): Promise<ChosenFile> => {
    if (!LOOSE_MIX_NAME.test(chosen.path)) return chosen;
    const handle = await handleAt(tops, chosen.path).catch(() => undefined);
    return handle === undefined ? chosen : { ...chosen, handle };
  };
  return Promise.all(files.map(withHandle));
}

/** Some browsers hand out what was dropped so that it can be written. */
type HandingItem = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> };

async function handleAt(
  tops: readonly (FileSystemHandle | null | undefined)[],
  path: string,
): Promise<FileSystemFileHandle | undefined> {
  const [first, ...names] = path.split("/");
  let at = tops.find((top) => top?.name === first) ?? undefined;
  for (const [index, name] of names.entries()) {
    const folder = at as FileSystemDirectoryHandle;
    at = await (index < names.length - 1 ? folder.getDirectoryHandle(name) : folder.getFileHandle(name));
  }
  return at as FileSystemFileHandle | undefined;
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
