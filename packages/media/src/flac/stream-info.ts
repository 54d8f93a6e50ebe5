import type { ByteSource } from "../audio-reader.ts";
import { checkShape, refuse } from "../refuse.ts";
import { viewOf } from "../source/header-reader.ts";

/** Bytes of a STREAMINFO body. */
export const STREAM_INFO_BYTES = 34;

/** What STREAMINFO says (RFC 9639, section 8.2). */
export interface StreamInfo {
  readonly largestBlock: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitDepth: number;
  /** 0 where the encoder did not know. */
  readonly frames: number;
}

/** Reads a STREAMINFO body that starts at `offset` of the file. */
export function parseStreamInfo(source: ByteSource, body: Uint8Array, offset: number): StreamInfo {
  if (body.length < STREAM_INFO_BYTES) {
    throw refuse(source, "bad-header", offset, `STREAMINFO has ${body.length} bytes; it needs ${STREAM_INFO_BYTES}`);
  }
  const view = viewOf(body);
  const packed = view.getUint32(10);
  const info = {
    largestBlock: view.getUint16(2),
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitDepth: ((packed >>> 4) & 31) + 1,
    frames: (packed & 15) * 4294967296 + view.getUint32(14),
  };
  checkShape(source, offset + 10, info.channels, info.sampleRate);
  if (info.bitDepth < 4)
    throw refuse(source, "bad-header", offset + 12, `the header says ${info.bitDepth} bits per sample; 4 to 32 can be`);
  if (info.largestBlock < 16)
    throw refuse(
      source,
      "bad-header",
      offset + 2,
      `the header says blocks of ${info.largestBlock} frames; 16 to 65535 can be`,
    );
  return info;
}

/** More bytes than any sensible encoder needs for one frame: all samples uncompressed, twice over. */
export function frameBytesBound(info: StreamInfo): number {
  return Math.ceil((info.largestBlock * info.channels * (info.bitDepth + 1)) / 4) + 1024;
}
