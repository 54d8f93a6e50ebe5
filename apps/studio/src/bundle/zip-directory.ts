import { fault } from "@twobus/core";

// The directory of a zip archive whose files are stored as they are, after PKWARE's APPNOTE.TXT (4.3.12 to 4.3.16, 4.5.3). Nothing
// is unpacked: a file of the archive is a part of it, so none can be larger than the archive itself.

/** A file in an archive. */
export interface ZipEntry {
  readonly path: string;
  readonly content: Blob;
}

const END = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff } as const;
const END_64_PLACE = { signature: 0x07064b50, bytes: 20 } as const;
const END_64 = { signature: 0x06064b50, bytes: 56 } as const;
const RECORD = { signature: 0x02014b50, bytes: 46 } as const;
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;

const MOST_ENTRIES = 10_000;
const MOST_DIRECTORY_BYTES = 32 * 1024 * 1024;

/** A figure that stands in the 64-bit extension instead. */
const ELSEWHERE = 0xffffffff;
const EXTENSION_64 = 1;
const ENCRYPTED = 1;
const STORED = 0;
const MADE_BY_UNIX = 3;
const FILE_KIND = 0o170000;
const REGULAR_FILE = 0o100000;

/** What an archive holds, folders left out. Throws `illegal-bundle` for one that is broken, compressed, or up to something. */
export async function readZip(archive: Blob): Promise<ZipEntry[]> {
  const { position, bytes, count } = await directoryOf(archive);
  if (count > MOST_ENTRIES || bytes > MOST_DIRECTORY_BYTES) {
    throw illegal("archive", `it names ${count} files; ${MOST_ENTRIES} are allowed`);
  }
  if (position + bytes > archive.size) throw broken();
  const view = await viewOf(archive, position, bytes);
  const records: DirectoryRecord[] = [];
  for (let at = 0; at < bytes;) {
    const record = readRecord(view, at);
    records.push(record);
    at += record.recordBytes;
  }
  if (records.length !== count) throw broken();
  const files = records.filter(({ path }) => !path.endsWith("/"));
  files.forEach(refuseRecord);
  if (new Set(files.map(({ path }) => path)).size !== files.length) throw illegal("archive", "two files have one name");
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (totalBytes > archive.size) throw illegal("archive", "its files are said to be larger than it is itself");
  return Promise.all(
    files.map(async (file) => ({ path: file.path, content: await contentOf(archive, file, position) })),
  );
}

interface Directory {
  readonly position: number;
  readonly bytes: number;
  readonly count: number;
}

interface DirectoryRecord {
  readonly recordBytes: number;
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly storedBytes: number;
  readonly bytes: number;
  /** Of the file's own header. */
  readonly position: number;
  /** Of Unix; 0 where another system made it. */
  readonly mode: number;
}

async function directoryOf(archive: Blob): Promise<Directory> {
  const tailBytes = Math.min(archive.size, END.bytes + END.longestComment);
  const tailPosition = archive.size - tailBytes;
  const tail = await viewOf(archive, tailPosition, tailBytes);
  let at = tailBytes - END.bytes;
  while (at >= 0 && tail.getUint32(at, true) !== END.signature) at--;
  if (at < 0) throw illegal("archive", "this is no zip archive, or its end is missing");
  const short = {
    count: tail.getUint16(at + 10, true),
    bytes: tail.getUint32(at + 12, true),
    position: tail.getUint32(at + 16, true),
  };
  const isLong = short.count === 0xffff || short.bytes === ELSEWHERE || short.position === ELSEWHERE;
  if (!isLong) return short;
  const place = at - END_64_PLACE.bytes;
  if (place < 0 || tail.getUint32(place, true) !== END_64_PLACE.signature) throw broken();
  const end = await viewOf(archive, long(tail, place + 8), END_64.bytes);
  if (end.getUint32(0, true) !== END_64.signature) throw broken();
  return { count: long(end, 32), bytes: long(end, 40), position: long(end, 48) };
}

function readRecord(view: DataView, at: number): DirectoryRecord {
  if (at + RECORD.bytes > view.byteLength || view.getUint32(at, true) !== RECORD.signature) throw broken();
  const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
  const recordBytes = RECORD.bytes + nameBytes! + extraBytes! + commentBytes!;
  if (at + recordBytes > view.byteLength) throw broken();
  const bytesAt = (from: number, length: number): Uint8Array =>
    new Uint8Array(view.buffer, view.byteOffset + from, length);
  const figures = [24, 20, 42].map((offset) => view.getUint32(at + offset, true));
  const [bytes, storedBytes, position] = withExtension(figures, view, at + RECORD.bytes + nameBytes!, extraBytes!);
  return {
    recordBytes,
    path: new TextDecoder().decode(bytesAt(at + RECORD.bytes, nameBytes!)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    bytes: bytes!,
    storedBytes: storedBytes!,
    position: position!,
    mode: view.getUint8(at + 5) === MADE_BY_UNIX ? view.getUint32(at + 38, true) >>> 16 : 0,
  };
}

/** Figures that did not fit stand one after the other in the extension. */
function withExtension(figures: readonly number[], view: DataView, from: number, length: number): number[] {
  let at = from;
  while (at + 4 <= from + length && view.getUint16(at, true) !== EXTENSION_64) at += 4 + view.getUint16(at + 2, true);
  let next = at + 4;
  return figures.map((figure) => {
    if (figure !== ELSEWHERE) return figure;
    if (next + 8 > from + length) throw broken();
    next += 8;
    return long(view, next - 8);
  });
}

function refuseRecord({ path, flags, method, bytes, storedBytes, mode }: DirectoryRecord): void {
  const isOutside =
    /^(?:\/|[A-Za-z]:)|\\|\p{Cc}|\uFFFD/u.test(path) || path.split("/").some((name) => OUTSIDE.has(name));
  if (isOutside) throw illegal(path, "this name leads out of the bundle, or is none");
  if (mode !== 0 && (mode & FILE_KIND) !== 0 && (mode & FILE_KIND) !== REGULAR_FILE) {
    throw illegal(path, "this is a link or a device, not a file");
  }
  if ((flags & ENCRYPTED) !== 0) throw illegal(path, "it is encrypted: make the bundle again without a password");
  if (method !== STORED) throw illegal(path, "it is compressed: make the bundle in Twobus, or with `zip -0`");
  if (bytes !== storedBytes) throw illegal(path, "its size is said in two ways");
}

const OUTSIDE = new Set(["", ".", ".."]);

/** The part of an archive that is a file. */
async function contentOf(archive: Blob, file: DirectoryRecord, directoryPosition: number): Promise<Blob> {
  const header = await viewOf(archive, file.position, LOCAL.bytes);
  if (header.getUint32(0, true) !== LOCAL.signature) throw broken();
  const from = file.position + LOCAL.bytes + header.getUint16(26, true) + header.getUint16(28, true);
  if (from + file.bytes > directoryPosition) throw broken();
  return archive.slice(from, from + file.bytes);
}

async function viewOf(archive: Blob, position: number, bytes: number): Promise<DataView> {
  if (position + bytes > archive.size) throw broken();
  return new DataView(await archive.slice(position, position + bytes).arrayBuffer());
}

/** Larger than any archive where a number cannot hold it. */
const long = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

const illegal = (at: string, message: string): Error => fault("illegal-bundle", at, message);
const broken = (): Error => illegal("archive", "it is broken, or not complete: export or copy it again");
