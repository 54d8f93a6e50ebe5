import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { bytesPerFrame } from "../pcm/pcm-layout.ts";
import { PcmReader } from "../pcm/pcm-reader.ts";
import { checkFrames, refuse } from "../refuse.ts";
import { letters, readHeader, uint64, viewOf } from "../source/header-reader.ts";
import { FORMAT_BYTES, parseWaveFormat, type WaveFormat } from "./wave-format.ts";

const HIGHEST_CHUNKS = 10000;
const UNKNOWN_SIZE = 0xffffffff;

/** SoX writes this many bytes, cut to whole frames, when it cannot go back to its header. */
const SOX_UNKNOWN_SIZE = 0x7ffff000;

/** Offset of the time reference in a `bext` chunk (EBU Tech 3285, section 2.3). */
const TIME_REFERENCE_OFFSET = 338;

interface Chunk {
  readonly id: string;
  readonly start: number;
  readonly size: number;
}

/** What the chunks before the sound say. */
interface WaveHeader {
  readonly format: WaveFormat;
  readonly data: Chunk;
  readonly timeReferenceSamples: number | undefined;
}

/** Opens RIFF/WAVE, RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088) with integer or float PCM. */
export async function openWav(source: ByteSource): Promise<AudioReader> {
  const opening = await readHeader(source, 0, 12, "RIFF header");
  const isRiff = letters(opening, 0) === "RIFF";
  const { format, data, timeReferenceSamples } = await readChunks(source);
  const frameBytes = bytesPerFrame(format.layout);
  const presentBytes = source.size - data.start;
  const riffSize = viewOf(opening).getUint32(4, true);
  const endUnknown = isEndUnknown(data.size, frameBytes, riffSize, source.size);
  const announced = Math.floor((endUnknown ? presentBytes : data.size) / frameBytes);
  const frames = Math.min(announced, Math.floor(presentBytes / frameBytes));
  checkFrames(source, data.start, frames);
  return new PcmReader(
    source,
    {
      container: isRiff ? "wav" : "rf64",
      codec: format.layout.kind === "float" ? "float" : "pcm",
      sampleRate: format.sampleRate,
      channels: format.layout.channels,
      bitDepth: format.bitDepth,
      frames,
      ...(timeReferenceSamples === undefined ? {} : { timeReferenceSamples }),
    },
    { layout: format.layout, start: data.start, missingFrames: announced - frames },
  );
}

/**
 * A recorder that streams leaves 0 or the largest number as the size of the sound, which then lasts until the end of
 * the file. Zero is believed where the size of the whole file agrees with it.
 */
function isEndUnknown(dataSize: number, frameBytes: number, riffSize: number, fileSize: number): boolean {
  if (dataSize === 0) return riffSize + 8 !== fileSize;
  return dataSize === UNKNOWN_SIZE || dataSize === SOX_UNKNOWN_SIZE - (SOX_UNKNOWN_SIZE % frameBytes);
}

/** Walks the chunks once, up to the sound. No size is trusted further than the file reaches. */
async function readChunks(source: ByteSource): Promise<WaveHeader> {
  let format: WaveFormat | undefined;
  let timeReferenceSamples: number | undefined;
  let longDataSize: number | undefined;
  let position = 12;
  for (let count = 0; count < HIGHEST_CHUNKS && position + 8 <= source.size; count++) {
    const chunk = await readChunk(source, position);
    const body = (length: number): Promise<Uint8Array> =>
      readHeader(source, chunk.start, Math.min(length, chunk.size), `\`${chunk.id}\` chunk`);
    if (chunk.id === "ds64") longDataSize = longSize(await body(28));
    else if (chunk.id === "fmt ") format = parseWaveFormat(source, await body(FORMAT_BYTES), chunk.start);
    else if (chunk.id === "bext") timeReferenceSamples = timeReference(await body(TIME_REFERENCE_OFFSET + 8));
    else if (chunk.id === "data") {
      if (format === undefined) throw refuse(source, "bad-header", position, "the sound comes before its `fmt ` chunk");
      const size = chunk.size === UNKNOWN_SIZE ? (longDataSize ?? UNKNOWN_SIZE) : chunk.size;
      return { format, data: { ...chunk, size }, timeReferenceSamples };
    }
    position = chunk.start + chunk.size + (chunk.size % 2);
  }
  throw refuse(
    source,
    format === undefined ? "bad-header" : "no-audio",
    Math.min(position, source.size),
    "the file has no `data` chunk",
  );
}

async function readChunk(source: ByteSource, position: number): Promise<Chunk> {
  const header = await readHeader(source, position, 8, "chunk header");
  return { id: letters(header, 0), start: position + 8, size: viewOf(header).getUint32(4, true) };
}

/** The size of the sound in a `ds64` chunk. */
function longSize(chunk: Uint8Array): number | undefined {
  if (chunk.length < 16) return undefined;
  const view = viewOf(chunk);
  return uint64(view.getUint32(8, true), view.getUint32(12, true));
}

function timeReference(chunk: Uint8Array): number | undefined {
  if (chunk.length < TIME_REFERENCE_OFFSET + 8) return undefined;
  const view = viewOf(chunk);
  const samples = uint64(view.getUint32(TIME_REFERENCE_OFFSET, true), view.getUint32(TIME_REFERENCE_OFFSET + 4, true));
  return Number.isSafeInteger(samples) ? samples : undefined;
}
