import type { ByteSource } from "../audio-reader.ts";
import { uint64, viewOf } from "../source/header-reader.ts";

/** Where a SEEKTABLE lies in the file. */
export interface SeekTablePlace {
  readonly position: number;
  readonly bytes: number;
}

/** A frame of the stream, and the byte of the file at which a block with it starts. */
export interface SeekPoint {
  readonly frame: number;
  readonly position: number;
}

const POINT_BYTES = 18;
const HIGHEST_POINTS = 65536;

/** Reads a SEEKTABLE (RFC 9639, section 8.5), as far as it can be right: rising, and inside the file. */
export async function readSeekTable(
  source: ByteSource,
  place: SeekTablePlace,
  audioStart: number,
): Promise<readonly SeekPoint[]> {
  const count = Math.min(Math.floor(place.bytes / POINT_BYTES), HIGHEST_POINTS);
  const table = await source.read(place.position, count * POINT_BYTES);
  const view = viewOf(table);
  const points: SeekPoint[] = [];
  for (let at = 0; at + POINT_BYTES <= table.length; at += POINT_BYTES) {
    const frame = uint64(view.getUint32(at + 4), view.getUint32(at));
    const position = audioStart + uint64(view.getUint32(at + 12), view.getUint32(at + 8));
    const before = points.at(-1);
    const rises = before === undefined || (frame > before.frame && position > before.position);
    if (rises && position < source.size) points.push({ frame, position }); // a placeholder's frame is far beyond all
  }
  return points;
}
