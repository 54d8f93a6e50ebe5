import type { Problem } from "@twobus/core";
import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { BlockReader, type BlockDecoder, type DecodedBlock } from "../blocks/block-reader.ts";
import { truncated } from "../pcm/pcm-reader.ts";
import { refuse } from "../refuse.ts";
import { ByteWindow } from "../source/byte-window.ts";
import { readHeader } from "../source/header-reader.ts";
import { findExtent } from "./decoder/extent.ts";
import { FrameDecoder } from "./decoder/frame-decoder.ts";
import { HIGHEST_HEADER_BYTES, parseFrameHeader } from "./decoder/frame-header.ts";
import { frameBytesBound, parseStreamInfo, STREAM_INFO_BYTES, type StreamInfo } from "./stream-info.ts";

const HIGHEST_METADATA_BLOCKS = 10000;

/** A file with more frames that start well and end badly is given up: its search would take too long. */
const HIGHEST_LOST_FRAMES = 1000;

/** Opens native FLAC (RFC 9639) whose marker stands at `start`. */
export async function openFlac(source: ByteSource, start: number): Promise<AudioReader> {
  const { info, audioStart } = await readMetadata(source, start);
  const { origin, frames } = await findExtent(source, audioStart, info);
  const format = {
    container: "flac",
    codec: "flac",
    sampleRate: info.sampleRate,
    channels: info.channels,
    bitDepth: info.bitDepth,
    frames,
  } as const;
  const warnings = info.frames > frames ? [truncated(source.name, info.frames - frames)] : [];
  return new BlockReader(source.name, format, new FlacStream(source, audioStart, info, origin), warnings);
}

interface Metadata {
  readonly info: StreamInfo;
  readonly audioStart: number;
}

async function readMetadata(source: ByteSource, start: number): Promise<Metadata> {
  let position = start + 4;
  let info: StreamInfo | undefined;
  for (let count = 0; count < HIGHEST_METADATA_BLOCKS; count++) {
    const [flags = 0, a = 0, b = 0, c = 0] = await readHeader(source, position, 4, "FLAC metadata");
    const length = (a << 16) | (b << 8) | c;
    if (info === undefined) {
      if ((flags & 0x7f) !== 0)
        throw refuse(source, "bad-header", position, "FLAC metadata does not start with STREAMINFO");
      const body = await readHeader(source, position + 4, Math.min(length, STREAM_INFO_BYTES), "STREAMINFO");
      info = parseStreamInfo(source, body, position + 4);
    }
    position += 4 + length;
    if ((flags & 0x80) !== 0) return { info, audioStart: position };
  }
  throw refuse(source, "bad-header", position, "FLAC metadata does not end");
}

/** Decodes frame after frame; behind a damaged one it goes on at the next that is sound. */
class FlacStream implements BlockDecoder {
  readonly warnings: readonly Problem[] = [];
  readonly #info: StreamInfo;
  readonly #origin: number;
  readonly #window: ByteWindow;
  readonly #decoder: FrameDecoder;
  #lostFrames = 0;

  constructor(source: ByteSource, audioStart: number, info: StreamInfo, origin: number) {
    this.#info = info;
    this.#origin = origin;
    this.#window = new ByteWindow(source, audioStart);
    this.#decoder = new FrameDecoder(info);
  }

  async next(): Promise<DecodedBlock | undefined> {
    const window = this.#window;
    const bound = frameBytesBound(this.#info);
    while (this.#lostFrames < HIGHEST_LOST_FRAMES && (await window.need(bound)) > 0) {
      const frame = this.#decoder.decode(window.bytes, window.start, window.end);
      if (frame !== undefined) {
        window.skip(frame.bytes);
        return { at: frame.firstFrame - this.#origin, frames: frame.frames, channels: this.#decoder.channels };
      }
      this.#skipToHeader();
    }
    return undefined;
  }

  close(): void {
    this.#lostFrames = HIGHEST_LOST_FRAMES;
  }

  #skipToHeader(): void {
    const { bytes, start, end } = this.#window;
    if (parseFrameHeader(bytes, start, this.#info) !== undefined) this.#lostFrames++;
    let at = start + 1;
    while (at < end - HIGHEST_HEADER_BYTES && parseFrameHeader(bytes, at, this.#info) === undefined) at++;
    this.#window.skip(at - start);
  }
}
