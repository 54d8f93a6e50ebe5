import type { ByteSource } from "../../audio-reader.ts";
import { checkFrames, refuse } from "../../refuse.ts";
import { SLACK_BYTES } from "../../source/byte-window.ts";
import { FrameDecoder, type DecodedFrame } from "./frame-decoder.ts";
import { parseFrameHeader } from "./frame-header.ts";
import { frameBytesBound, type StreamInfo } from "../stream-info.ts";

const PIECE_BYTES = 65536;
const HIGHEST_ATTEMPTS = 1000;

/** No frame is shorter: 6 bytes of header, 2 of the shortest subframe, 2 of CRC. */
const LOWEST_FRAME_BYTES = 10;

export interface Extent {
  /** Number of the first frame: a file cut out of another one may keep its old numbers. */
  readonly origin: number;
  readonly frames: number;
}

/** Finds how long the sound really is, from its first and its last sound frame. The header may lie or be silent. */
export async function findExtent(source: ByteSource, audioStart: number, info: StreamInfo): Promise<Extent> {
  const bound = frameBytesBound(info);
  const decoder = new FrameDecoder(info);
  const head = await readPadded(source, audioStart, Math.min(bound, source.size - audioStart));
  const origin = decoder.decode(head.bytes, 0, head.length)?.firstFrame ?? 0;
  const tailBytes = Math.min(bound + PIECE_BYTES, Math.max(source.size - audioStart, 0));
  const tail = await readPadded(source, source.size - tailBytes, tailBytes);
  const last = findLastFrame(decoder, info, tail);
  const found = last === undefined ? info.frames : last.firstFrame + last.frames - origin;
  checkFrames(source, audioStart, found);
  if (found > Math.ceil((source.size - audioStart) / LOWEST_FRAME_BYTES) * info.largestBlock) {
    throw refuse(
      source,
      "bad-header",
      audioStart,
      `the frame numbers claim ${found} frames, more than the file has room for`,
    );
  }
  return { origin, frames: info.frames === 0 ? found : Math.min(found, info.frames) };
}

interface PaddedBytes {
  readonly bytes: Uint8Array;
  readonly length: number;
}

async function readPadded(source: ByteSource, position: number, length: number): Promise<PaddedBytes> {
  const piece = await source.read(position, Math.max(length, 0));
  const bytes = new Uint8Array(piece.length + SLACK_BYTES);
  bytes.set(piece);
  return { bytes, length: piece.length };
}

function findLastFrame(decoder: FrameDecoder, info: StreamInfo, tail: PaddedBytes): DecodedFrame | undefined {
  for (let at = tail.length - 1, attempts = 0; at >= 0 && attempts < HIGHEST_ATTEMPTS; at--) {
    if (parseFrameHeader(tail.bytes, at, info) === undefined) continue;
    const frame = decoder.decode(tail.bytes, at, tail.length);
    if (frame !== undefined) return frame;
    attempts++;
  }
  return undefined;
}
