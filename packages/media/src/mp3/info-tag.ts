import { letters, viewOf } from "../source/header-reader.ts";
import type { Mp3Header } from "./frame-header.ts";

const HEADER_BYTES = 4;

/** What encoders write into a first frame without sound: how long the stream is and how much of it is theirs. */
export interface InfoTag {
  /** Frames of MPEG in the stream, without this one; undefined where it is not told. */
  readonly frameCount: number | undefined;
  /** Frames of sound that the encoder put before and after; undefined where it is not told. */
  readonly delay: number | undefined;
  readonly padding: number;
}

const NOTHING: InfoTag = { frameCount: undefined, delay: undefined, padding: 0 };

const HAS_FRAMES = 1;
const HAS_BYTES = 2;
const HAS_SEEK_TABLE = 4;
const HAS_QUALITY = 8;
const SEEK_TABLE_BYTES = 100;

/** Offset of the two 12-bit numbers delay and padding from the encoder's name in the LAME extension. */
const DELAY_OFFSET = 21;

/** Reads a Xing, Info (LAME) or VBRI tag out of a frame; undefined where the frame is sound. */
export function parseInfoTag(frame: Uint8Array, header: Mp3Header): InfoTag | undefined {
  if (letters(frame, HEADER_BYTES + 32) === "VBRI") return NOTHING;
  const tables = [header.sideBytes, header.sideBytes - 2].map((bytes) => HEADER_BYTES + bytes);
  const start = tables.find((at) => ["Xing", "Info"].includes(letters(frame, at)));
  if (start === undefined || frame.length < start + 8) return undefined;
  const view = viewOf(frame);
  const flags = view.getUint32(start + 4);
  let at = start + 8;
  let frameCount: number | undefined;
  if ((flags & HAS_FRAMES) !== 0) {
    if (frame.length < at + 4) return NOTHING;
    frameCount = view.getUint32(at);
    at += 4;
  }
  if ((flags & HAS_BYTES) !== 0) at += 4;
  if ((flags & HAS_SEEK_TABLE) !== 0) at += SEEK_TABLE_BYTES;
  if ((flags & HAS_QUALITY) !== 0) at += 4;
  if (frame.length < at + DELAY_OFFSET + 3 || frame[at] === 0) return { ...NOTHING, frameCount };
  const packed =
    (frame[at + DELAY_OFFSET]! << 16) | (frame[at + DELAY_OFFSET + 1]! << 8) | frame[at + DELAY_OFFSET + 2]!;
  return { frameCount, delay: packed >> 12, padding: packed & 0xfff };
}
