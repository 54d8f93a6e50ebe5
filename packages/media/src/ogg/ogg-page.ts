import { letters, uint64, viewOf } from "../source/header-reader.ts";

const HEADER_BYTES = 27;

/** The longest page: header, 255 segment sizes, 255 segments of 255 bytes. */
export const HIGHEST_PAGE_BYTES: number = HEADER_BYTES + 255 + 255 * 255;

const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;
const NO_GRANULE = 0xffffffff;

/** One page of an Ogg file (RFC 3533, section 6). */
export interface OggPage {
  readonly serial: number;
  readonly sequence: number;
  /** Codec's clock at the end of the last packet that ends here; undefined where none does. */
  readonly granule: number | undefined;
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Sizes of the segments; one below 255 ends a packet. */
  readonly segments: Uint8Array;
  readonly body: Uint8Array;
  /** Bytes of the whole page. */
  readonly bytes: number;
}

/** Reads the page at `at`; undefined where there is none, it is cut off or its checksum is wrong. */
export function parseOggPage(bytes: Uint8Array, at: number, end: number): OggPage | undefined {
  if (at + HEADER_BYTES > end || letters(bytes, at) !== "OggS" || bytes[at + 4] !== 0) return undefined;
  const bodyAt = at + HEADER_BYTES + bytes[at + 26]!;
  if (bodyAt > end) return undefined;
  const segments = bytes.subarray(at + HEADER_BYTES, bodyAt);
  const pageEnd = bodyAt + segments.reduce((sum, size) => sum + size, 0);
  if (pageEnd > end || !isSound(bytes, at, pageEnd)) return undefined;
  const view = viewOf(bytes.subarray(at, bodyAt));
  const flags = view.getUint8(5);
  return {
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    granule: granuleOf(view.getUint32(6, true), view.getUint32(10, true)),
    isContinued: (flags & CONTINUED) !== 0,
    isFirst: (flags & FIRST) !== 0,
    isLast: (flags & LAST) !== 0,
    segments,
    body: bytes.subarray(bodyAt, pageEnd),
    bytes: pageEnd - at,
  };
}

function granuleOf(low: number, high: number): number | undefined {
  if (low === NO_GRANULE && high === NO_GRANULE) return undefined;
  const granule = uint64(low, high);
  return Number.isSafeInteger(granule) ? granule : undefined;
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let i = 0; i < 8; i++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  return crc;
});

/** Bytes 22 to 25 hold the checksum and count as zeros. */
function isSound(bytes: Uint8Array, from: number, to: number): boolean {
  let crc = 0;
  for (let i = from; i < to; i++) {
    const byte = i - from >= 22 && i - from < 26 ? 0 : bytes[i]!;
    crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ byte]!;
  }
  return crc === viewOf(bytes).getInt32(from + 22, true);
}
