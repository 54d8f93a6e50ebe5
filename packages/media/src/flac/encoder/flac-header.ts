import { STREAM_INFO_BYTES } from "../stream-info.ts";
import { BitWriter } from "./bit-writer.ts";
import { BLOCK_FRAMES, type EncoderShape } from "./frame-encoder.ts";

/** What is known when all frames are written. */
export interface EncodingResult {
  readonly smallestFrameBytes: number;
  readonly largestFrameBytes: number;
  readonly md5: Uint8Array;
}

const UNKNOWN: EncodingResult = { smallestFrameBytes: 0, largestFrameBytes: 0, md5: new Uint8Array(16) };

/** The marker and STREAMINFO (RFC 9639, section 8.2), the only metadata. Its length does not depend on `result`. */
export function flacHeader(
  shape: EncoderShape & { readonly frames: number },
  result: EncodingResult = UNKNOWN,
): Uint8Array {
  const writer = new BitWriter(8 + STREAM_INFO_BYTES);
  for (const letter of "fLaC") writer.write(letter.charCodeAt(0), 8);
  writer.write(0x80, 8);
  writer.write(STREAM_INFO_BYTES, 24);
  writer.write(BLOCK_FRAMES, 16);
  writer.write(BLOCK_FRAMES, 16);
  writer.write(result.smallestFrameBytes, 24);
  writer.write(result.largestFrameBytes, 24);
  writer.write(shape.sampleRate, 20);
  writer.write(shape.channels - 1, 3);
  writer.write(shape.bitDepth - 1, 5);
  writer.write(Math.floor(shape.frames / 4294967296), 4);
  writer.write(shape.frames | 0, 32);
  for (const byte of result.md5) writer.write(byte, 8);
  return writer.bytes;
}
