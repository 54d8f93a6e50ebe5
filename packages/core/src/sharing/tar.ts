import { fault } from "../problem.ts";
import type { Bytes } from "./compress.ts";

/** A file of an archive: its path with forward slashes. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: Bytes;
}

// POSIX.1-1988 ustar: a header of 512 bytes, then the file, filled up to whole blocks. Places of the header's fields:
const BLOCK = 512;
const NAME = { at: 0, length: 100 };
const MODE = { at: 100, length: 8 };
const SIZE = { at: 124, length: 12 };
const TIME = { at: 136, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const TYPE = 156;
const MAGIC = { at: 257, length: 6 };
const PREFIX = { at: 345, length: 155 };

/** 26 October 1985, 8:15 UTC, as npm dates what it packs: the same files make the same archive. */
const PACKED_AT_SECONDS = 499162500;

/**
 * The files of a tar archive. Only files and folders are known: links, devices and extensions of the format are refused, as
 * is a header that is damaged or promises more than there is. `at` names the archive in problems.
 */
export function readTar(archive: Bytes, at: string): PackedFile[] {
  const files: PackedFile[] = [];
  for (let start = 0; start < archive.length;) {
    const header = archive.subarray(start, start + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    if (header.length < BLOCK || numberIn(header, CHECKSUM) !== checksumOf(header)) {
      throw fault("damaged", at, "this is no tar archive, or it is damaged: copy it again");
    }
    const name = nameIn(header);
    const size = numberIn(header, SIZE);
    const type = String.fromCharCode(header[TYPE]!);
    const end = start + BLOCK + size;
    if (Number.isNaN(size) || end > archive.length) {
      throw fault("false-size", at, `${name} claims to be larger than the archive; copy or pack it again`);
    }
    if (type === "0" || type === "\0") files.push({ name, bytes: archive.slice(start + BLOCK, end) });
    else if (type !== "5") {
      const message = `${name} is a link or another special entry (type ${type}); a package of chains holds plain files only`;
      throw fault("special-entry", at, message);
    }
    start = start + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** An archive of files in a folder. The same files make the same bytes. */
export function writeTar(files: readonly PackedFile[], folder: string): Bytes {
  const blocks = files.map(({ bytes }) => 1 + Math.ceil(bytes.length / BLOCK));
  const archive = new Uint8Array(BLOCK * (blocks.reduce((sum, count) => sum + count, 0) + 2));
  let start = 0;
  files.forEach(({ name, bytes }, index) => {
    archive.set(headerOf(`${folder}/${name}`, bytes.length), start);
    archive.set(bytes, start + BLOCK);
    start += BLOCK * blocks[index]!;
  });
  return archive;
}

interface Field {
  readonly at: number;
  readonly length: number;
}

function headerOf(name: string, size: number): Bytes {
  const header = new Uint8Array(BLOCK);
  const write = ({ at, length }: Field, text: string): void => {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length > length)
      throw fault("name-too-long", name, `this name is longer than ${length} bytes; shorten it`);
    header.set(bytes, at);
  };
  const octal = (value: number, { length }: Field): string => value.toString(8).padStart(length - 1, "0");
  write(NAME, name);
  write(MODE, octal(0o644, MODE));
  write(SIZE, octal(size, SIZE));
  write(TIME, octal(PACKED_AT_SECONDS, TIME));
  write({ at: TYPE, length: 1 }, "0");
  write({ at: MAGIC.at, length: 8 }, "ustar\u000000");
  write(CHECKSUM, `${checksumOf(header).toString(8).padStart(6, "0")}\0 `);
  return header;
}

/** The sum of the header's bytes, the checksum's own counted as spaces. */
function checksumOf(header: Bytes): number {
  const isChecksum = (n: number): boolean => n >= CHECKSUM.at && n < CHECKSUM.at + CHECKSUM.length;
  return header.reduce((sum, byte, n) => sum + (isChecksum(n) ? 0x20 : byte), 0);
}

function textIn(header: Bytes, { at, length }: Field): string {
  const bytes = header.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function numberIn(header: Bytes, field: Field): number {
  const digits = textIn(header, field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function nameIn(header: Bytes): string {
  const prefix = textIn(header, MAGIC) === "ustar" ? textIn(header, PREFIX) : "";
  const name = textIn(header, NAME);
  return prefix === "" ? name : `${prefix}/${name}`;
}
