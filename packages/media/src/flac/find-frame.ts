import type { ByteSource } from "../audio-reader.ts";
import type { FrameDecoder } from "./decoder/frame-decoder.ts";
import { FrameStream } from "./decoder/frame-stream.ts";
import type { SeekPoint } from "./seek-table.ts";
import { frameBytesBound, type StreamInfo } from "./stream-info.ts";

/** From so near, decoding on costs no more than looking again. */
export const NEAR_BLOCKS = 4;

/** More looks than halving the largest file takes. */
const HIGHEST_LOOKS = 64;

/** A stretch of the stream in which a frame lies: a sound block starts at `low`, and none that holds it behind `high`. */
export interface Stretch {
  readonly low: SeekPoint;
  readonly high: SeekPoint;
}

/**
 * Finds a sound block at or shortly before a frame of the stream in few looks, whatever the file's length: each decodes the first
 * sound block behind a byte, by turns where the frame would lie if all blocks were of one size, and in the middle.
 */
export async function findFrame(
  source: ByteSource,
  info: StreamInfo,
  decoder: FrameDecoder,
  frame: number,
  stretch: Stretch,
): Promise<SeekPoint> {
  let { low, high } = stretch;
  const shortest = frameBytesBound(info);
  for (let look = 0; look < HIGHEST_LOOKS; look++) {
    if (frame - low.frame <= NEAR_BLOCKS * info.largestBlock || high.position - low.position <= shortest) break;
    const bytes = high.position - low.position;
    const bytesPerFrame = bytes / Math.max(1, high.frame - low.frame);
    const early = frame - low.frame - info.largestBlock;
    const ahead = look % 2 === 0 ? early * bytesPerFrame : bytes / 2;
    const from = low.position + Math.max(1, Math.min(bytes - 1, Math.floor(ahead)));
    const found = await new FrameStream(source, info, decoder, from).next(high.position);
    if (found !== undefined && found.firstFrame <= frame && found.firstFrame >= low.frame)
      low = { frame: found.firstFrame, position: found.position };
    else high = { frame: Math.max(frame + 1, found?.firstFrame ?? high.frame), position: from };
  }
  return low;
}
