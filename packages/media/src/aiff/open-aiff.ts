import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { bytesPerFrame } from "../pcm/pcm-layout.ts";
import { PcmReader } from "../pcm/pcm-reader.ts";
import { checkFrames, refuse } from "../refuse.ts";
import { letters, readHeader, viewOf } from "../source/header-reader.ts";
import { COMMON_BYTES, parseCommon, type CommonChunk } from "./common-chunk.ts";

const HIGHEST_CHUNKS = 10000;
const UNKNOWN_SIZE = 0xffffffff;

/** Where the `SSND` chunk puts the sound. */
interface SoundData {
  readonly start: number;
  readonly bytes: number;
}

/** Opens AIFF and AIFF-C with integer or float PCM, in either byte order. */
export async function openAiff(source: ByteSource): Promise<AudioReader> {
  const opening = await readHeader(source, 0, 12, "FORM header");
  const { common, sound } = await readChunks(source, letters(opening, 8) === "AIFC");
  const presentBytes = Math.min(sound.bytes, source.size - sound.start);
  const frames = Math.min(common.frames, Math.floor(presentBytes / bytesPerFrame(common.layout)));
  checkFrames(source, sound.start, frames);
  return new PcmReader(
    source,
    {
      container: "aiff",
      codec: common.layout.kind === "float" ? "float" : "pcm",
      sampleRate: common.sampleRate,
      channels: common.layout.channels,
      bitDepth: common.bitDepth,
      frames,
    },
    { layout: common.layout, start: sound.start, missingFrames: common.frames - frames },
  );
}

/** Walks all chunks: AIFF allows the description to come after the sound. */
async function readChunks(source: ByteSource, compressed: boolean): Promise<{ common: CommonChunk; sound: SoundData }> {
  let common: CommonChunk | undefined;
  let sound: SoundData | undefined;
  let position = 12;
  for (let count = 0; count < HIGHEST_CHUNKS && position + 8 <= source.size; count++) {
    const header = await readHeader(source, position, 8, "chunk header");
    const id = letters(header, 0);
    const size = viewOf(header).getUint32(4);
    const start = position + 8;
    if (id === "COMM") {
      const bytes = await readHeader(source, start, Math.min(size, COMMON_BYTES), "`COMM` chunk");
      common = parseCommon(source, bytes, start, compressed);
    } else if (id === "SSND") {
      const offset = viewOf(await readHeader(source, start, 8, "`SSND` chunk")).getUint32(0);
      const dataStart = start + 8 + offset;
      const bytes = size === 0 || size === UNKNOWN_SIZE ? Number.POSITIVE_INFINITY : size - 8 - offset;
      sound = { start: Math.min(dataStart, source.size), bytes: Math.max(bytes, 0) };
    }
    if (common !== undefined && sound !== undefined) return { common, sound };
    position = start + size + (size % 2);
  }
  const end = Math.min(position, source.size);
  if (common === undefined) throw refuse(source, "bad-header", end, "the file has no `COMM` chunk");
  throw refuse(source, "no-audio", end, "the file has no `SSND` chunk, hence no sound; export it again");
}
