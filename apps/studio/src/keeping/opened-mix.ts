import {
  fault,
  mixFromFiles,
  parseMix,
  serialiseMix,
  TwobusError,
  upgradeNodes,
  type MixDocument,
  type Problem,
} from "@twobus/core";
import { openMix } from "../open-mix.ts";
import { registry } from "../registry.ts";
import type { ChosenFile } from "../intake/chosen-files.ts";
import { diskFileNow, etagOf } from "./disk-file.ts";
import { isOnDisk, type MixFile } from "./mix-file.ts";
import type { MixStore } from "./mix-store.ts";
import { mixText } from "./mix-text.ts";
import { isMarkedOpen } from "./open-marks.ts";
import type { KeptMedia, KeptMix } from "./records.ts";

/** A mix that is about to be edited. */
export interface OpenedMix {
  /** Under which it is, or will be, kept. */
  readonly id: string;
  readonly document: MixDocument;
  readonly media: KeptMedia;
  /** Where edits are saved, if it lies in a file that takes them. */
  readonly file?: MixFile;
  /** Whether that file does not hold the document: it was edited, and not saved there. */
  readonly hasUnsavedEdits?: boolean;
  /** Whether it is kept already: others are from their first change on. */
  readonly isKept: boolean;
  /** What a person should know of how it was opened. */
  readonly notice?: Problem;
}

/** Whether recordings that are missing can be brought to where it looks for them: a server that takes edits takes them too. */
export const takesRecordings = (mix: OpenedMix): boolean => mix.media.kind === "opfs" || isServed(mix);

/** Whether the mix lies in a file on a server that takes edits. */
export const isServed = ({ file }: OpenedMix): boolean => file !== undefined && !isOnDisk(file);

/** The folder of the private file system that holds the recordings of a kept mix. */
export const folderOf = (id: string): string => `mixes/${id}`;

/** A mix from nothing but its document; what it names is looked for in a folder of its own. */
export function newMix(document: MixDocument, id: string = crypto.randomUUID()): OpenedMix {
  return { id, document, media: { kind: "opfs", folder: folderOf(id) }, isKept: false };
}

/** A stereo bus and nothing else. */
export const stereoBusAlone = (): OpenedMix => newMix(mixFromFiles({ name: "New mix", files: [], registry }).document);

/** The mix at an address; of a file that takes edits, with those that were kept and did not reach it. */
export async function mixAt(address: string, store: MixStore | undefined): Promise<OpenedMix> {
  const { document, base, file } = await openMix(address);
  const media = { kind: "url", base } as const;
  if (file === undefined) return { id: crypto.randomUUID(), document, media, isKept: false };
  // All tabs that show the same file know it by the same id: one of them may change it.
  const id = `file ${file.identity}`;
  const opened: OpenedMix = { id, document, media, isKept: false, file };
  const record = await store?.read(id);
  return record === undefined ? opened : { ...opened, ...unsavedEdits(record, document, file) };
}

/** Edits go on where the file is still the one that they were made on; otherwise they are a version, and it is said. */
function unsavedEdits(
  { file: known, text, name, savedAtMs }: KeptMix,
  inFile: MixDocument,
  { etag }: MixFile,
): Partial<OpenedMix> {
  if (known === undefined || known.holdsEdits || text === serialiseMix(inFile)) return {};
  const edits = `the edits of ${timeText(savedAtMs)}`;
  if (known.etag !== etag) {
    const message = `${edits} did not reach the file, which another program has changed since; they are the newest of its Versions`;
    return { notice: { code: "edits-kept", at: name, message } };
  }
  const notice = { code: "recovered", at: name, message: `${edits} had not reached the file; here they are` };
  return { document: documentIn(text, name), hasUnsavedEdits: true, notice };
}

/**
 * The mix in a `.mix.json`; where edits can be written to it, with those that were kept and did not reach it. Throws a
 * `TwobusError` that says why it cannot be read.
 */
export async function mixInFile({ file: chosen, handle }: ChosenFile, store: MixStore | undefined): Promise<OpenedMix> {
  const file = (await handle?.getFile()) ?? chosen; // edits of a mix that is open are saved by now
  const document = documentIn(await mixText(file, file.name), file.name);
  if (handle === undefined) return newMix(document);
  const record = await store?.keptFrom(handle);
  const inFile = { handle, etag: etagOf(file) };
  const opened = { ...newMix(document, record?.id), file: inFile };
  if (record === undefined) return opened;
  return { ...opened, media: record.media, isKept: true, ...unsavedEdits(record, document, inFile) };
}

/** The same mix again, as it lies where it lies. */
export const sameMix = ({ id, file }: OpenedMix, store: MixStore | undefined): Promise<OpenedMix> =>
  file !== undefined && !isOnDisk(file) ? mixAt(file.url, store) : keptMix(store, id);

/**
 * A kept mix as it was last saved. One that cannot be read is set aside, and the newest version that can is opened;
 * one from a newer Twobus is left as it is, and refused.
 */
export async function keptMix(store: MixStore | undefined, id: string): Promise<OpenedMix> {
  const record = await store?.read(id);
  if (store === undefined || record === undefined) {
    throw fault("not-kept", id, "this browser keeps no such mix, or cannot read it; choose one of the list");
  }
  const opened = { id, media: record.media, isKept: true };
  try {
    const document = documentIn(record.text, record.name);
    const inFile = await onDisk(record);
    return { ...opened, document, ...inFile, ...(isMarkedOpen(id) && { notice: recovered(record) }) };
  } catch (error) {
    if (!(error instanceof TwobusError) || error.problems[0]!.code === "newer-format") throw error;
    const older = await newestReadable(store, record);
    if (older === undefined) throw error;
    await store.setAside(record, error.message);
    return { ...opened, ...older };
  }
}

/** What the file of a kept mix adds: what another program has made of it, where the browser still lets it be read. */
async function onDisk(record: KeptMix): Promise<Partial<OpenedMix>> {
  const { handle, etag, holdsEdits } = record.file ?? {};
  if (handle === undefined) return {};
  const { name } = handle;
  const asKept = { file: { handle, etag: etag! }, hasUnsavedEdits: holdsEdits !== true };
  try {
    const { file, text } = await diskFileNow(handle);
    if (file.etag === etag) return asKept;
    const document = documentIn(text, name);
    return { document, file, ...unsavedEdits(record, document, file) };
  } catch {
    return asKept;
  }
}

async function newestReadable(
  store: MixStore,
  { id, name }: KeptMix,
): Promise<Pick<OpenedMix, "document" | "notice"> | undefined> {
  for (const { text, savedAtMs } of await store.versions(id)) {
    try {
      const document = documentIn(text, name);
      const message = `the last state could not be read and was set aside; this is the version of ${timeText(savedAtMs)}`;
      return { document, notice: { code: "older-version", at: name, message } };
    } catch {
      // The one before may be whole.
    }
  }
  return undefined;
}

const recovered = ({ name, savedAtMs }: KeptMix): Problem => ({
  code: "recovered",
  at: name,
  message: `the studio ended without being closed; this is the mix as of ${timeText(savedAtMs)}, a second before at most`,
});

/** Reads a mix for the nodes of today. Throws a `TwobusError` that says why it cannot be read. */
export function documentIn(text: string, name: string): MixDocument {
  return upgradeNodes(parseMix(text, name).document, registry).document;
}

/** A time as people write it where they are. */
export const timeText = (ms: number): string =>
  new Date(ms).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
