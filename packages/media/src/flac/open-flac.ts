import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { BlockReader } from "../blocks/block-reader.ts";
import { truncated } from "../pcm/pcm-reader.ts";
import { refuse } from "../refuse.ts";
import { readHeader } from "../source/header-reader.ts";
import { findExtent } from "./decoder/extent.ts";
import { FlacStream, type FlacPlaces } from "./flac-stream.ts";
import type { SeekTablePlace } from "./seek-table.ts";
import { parseStreamInfo, STREAM_INFO_BYTES, type StreamInfo } from "./stream-info.ts";

const HIGHEST_METADATA_BLOCKS = 10000;
const SEEK_TABLE = 3;

/** Opens native FLAC (RFC 9639) whose marker stands at `start`. */
export async function openFlac(source: ByteSource, start: number): Promise<AudioReader> {
  const { info, places } = await readMetadata(source, start);
  const extent = await findExtent(source, places.audioStart, info);
  const format = {
    container: "flac",
    codec: "flac",
    sampleRate: info.sampleRate,
    channels: info.channels,
    bitDepth: info.bitDepth,
    frames: extent.frames,
  } as const;
  const missing = info.frames - extent.frames;
  const warnings = missing > 0 ? [truncated(source.name, missing)] : [];
  return new BlockReader(source.name, format, new FlacStream(source, places, info, extent), warnings);
}

interface Metadata {
  readonly info: StreamInfo;
  readonly places: FlacPlaces;
}

async function readMetadata(source: ByteSource, start: number): Promise<Metadata> {
  let position = start + 4;
  let info: StreamInfo | undefined;
  let seekTable: SeekTablePlace | undefined;
  for (let count = 0; count < HIGHEST_METADATA_BLOCKS; count++) {
    const [flags = 0, a = 0, b = 0, c = 0] = await readHeader(source, position, 4, "FLAC metadata");
    const length = (a << 16) | (b << 8) | c;
    if (info === undefined) {
      if ((flags & 0x7f) !== 0)
        throw refuse(source, "bad-header", position, "FLAC metadata does not start with STREAMINFO");
      const body = await readHeader(source, position + 4, Math.min(length, STREAM_INFO_BYTES), "STREAMINFO");
      info = parseStreamInfo(source, body, position + 4);
    }
    if ((flags & 0x7f) === SEEK_TABLE) seekTable = { position: position + 4, bytes: length };
    position += 4 + length;
    if ((flags & 0x80) !== 0)
      return { info, places: { audioStart: position, ...(seekTable !== undefined && { seekTable }) } };
  }
  throw refuse(source, "bad-header", position, "FLAC metadata does not end");
}
