import type { Problem } from "@twobus/core";
import type { MPEGDecoder } from "mpg123-decoder";
import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { BlockReader, type BlockDecoder, type DecodedBlock } from "../blocks/block-reader.ts";
import { truncated } from "../pcm/pcm-reader.ts";
import { READABLE_FORMATS } from "../formats.ts";
import { checkFrames, refuse } from "../refuse.ts";
import { parseInfoTag, type InfoTag } from "./info-tag.ts";
import { HIGHEST_FRAME_BYTES, Mp3Frames, type Mp3Frame } from "./mp3-frames.ts";

/** A first frame must show up within so many bytes. */
const SEARCH_BYTES = 65536;

/** Frames of sound that every layer III decoder delays by: its filter bank's 528 and one. */
const DECODER_DELAY = 529;

const BATCH_BYTES = 16384;

/** Opens MPEG layer III. All frames are counted once, so that the length is exact whatever the tags say. */
export async function openMp3(source: ByteSource, start: number): Promise<AudioReader> {
  const frames = new Mp3Frames(source, start);
  const first = await frames.next(SEARCH_BYTES);
  if (first === undefined) {
    throw refuse(source, "not-audio", start, `this is no audio file that can be read; ${READABLE_FORMATS} can`);
  }
  const { header } = first;
  const tag = parseInfoTag(first.bytes, header);
  const count = (tag === undefined ? 1 : 0) + (await countFrames(frames));
  const missing = Math.max((tag?.frameCount ?? 0) - count, 0);
  const length = playedFrames(count * header.frames, tag, missing > 0);
  checkFrames(source, start, length);
  const { MPEGDecoder } = await import("mpg123-decoder"); // large, and most songs have no use for it
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  return new BlockReader(
    source.name,
    {
      container: "mp3",
      codec: "mp3",
      sampleRate: header.sampleRate,
      channels: header.channels,
      bitDepth: 0,
      frames: length,
    },
    new Mp3Stream(source, start, tag, decoder),
    missing > 0 ? [truncated(source.name, missing * header.frames)] : [],
  );
}

/** What is left of `decoded` frames: padding lies at the end of a whole file only, and the decoder's delay eats into it. */
function playedFrames(decoded: number, tag: InfoTag | undefined, isCut: boolean): number {
  if (tag?.delay === undefined) return decoded;
  return decoded - tag.delay - Math.max(isCut ? 0 : tag.padding, DECODER_DELAY);
}

async function countFrames(frames: Mp3Frames): Promise<number> {
  let count = 0;
  while ((await frames.next()) !== undefined) count++;
  return count;
}

/** Feeds whole frames to mpg123, several at a time. */
class Mp3Stream implements BlockDecoder {
  readonly #name: string;
  readonly #frames: Mp3Frames;
  readonly #decoder: MPEGDecoder;
  readonly #batch = new Uint8Array(BATCH_BYTES);
  #tagToSkip: boolean;
  #at: number;
  #closed = false;

  constructor(source: ByteSource, start: number, tag: InfoTag | undefined, decoder: MPEGDecoder) {
    this.#name = source.name;
    this.#frames = new Mp3Frames(source, start);
    this.#decoder = decoder;
    this.#tagToSkip = tag !== undefined;
    this.#at = tag?.delay === undefined ? 0 : -(tag.delay + DECODER_DELAY);
  }

  async next(): Promise<DecodedBlock | undefined> {
    const { bytes, frames } = await this.#fillBatch();
    if (bytes === 0 || this.#closed) return undefined;
    const { channelData, samplesDecoded } = this.#decoder.decode(this.#batch.subarray(0, bytes));
    const at = this.#at;
    this.#at += frames;
    return { at, frames: samplesDecoded, channels: channelData };
  }

  get warnings(): readonly Problem[] {
    const { strayBytes } = this.#frames;
    if (strayBytes === 0) return [];
    const message = `${strayBytes} bytes between MP3 frames are damaged; sound may be missing there: fetch the file again`;
    return [{ code: "damaged", at: this.#name, message }];
  }

  close(): void {
    if (!this.#closed) this.#decoder.free();
    this.#closed = true;
  }

  async #fillBatch(): Promise<{ readonly bytes: number; readonly frames: number }> {
    let bytes = 0;
    let frames = 0;
    while (bytes <= BATCH_BYTES - HIGHEST_FRAME_BYTES) {
      const frame = await this.#nextSound();
      if (frame === undefined) break;
      this.#batch.set(frame.bytes, bytes);
      bytes += frame.bytes.length;
      frames += frame.header.frames;
    }
    return { bytes, frames };
  }

  async #nextSound(): Promise<Mp3Frame | undefined> {
    if (this.#tagToSkip) await this.#frames.next();
    this.#tagToSkip = false;
    return this.#frames.next();
  }
}
