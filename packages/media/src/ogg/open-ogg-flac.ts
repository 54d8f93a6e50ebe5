import type { Problem } from "@twobus/core";
import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { BlockReader, type BlockDecoder, type DecodedBlock } from "../blocks/block-reader.ts";
import { FrameDecoder } from "../flac/decoder/frame-decoder.ts";
import { parseFrameHeader } from "../flac/decoder/frame-header.ts";
import { parseStreamInfo, type StreamInfo } from "../flac/stream-info.ts";
import { refuse } from "../refuse.ts";
import { letters } from "../source/header-reader.ts";
import { OggPackets } from "./ogg-packets.ts";
import { findExtent } from "./stream-extent.ts";

/** In the first packet: 0x7F, "FLAC", version, number of header packets, "fLaC", metadata header, STREAMINFO. */
const STREAM_INFO_OFFSET = 17;

const SYNC_BYTE = 0xff;

/** Opens FLAC in Ogg (RFC 9639, section 10.1): one frame per packet. */
export async function openOggFlac(source: ByteSource, serial: number): Promise<AudioReader> {
  const info = await readStreamInfo(source, new OggPackets(source, serial));
  const probe = new OggPackets(source, serial);
  await probe.next();
  const { firstAt, frames, warnings } = await findExtent(source, serial, {
    packets: probe,
    framesOf: (packet) => parseFrameHeader(packet, 0, info)?.frames ?? 0,
    preSkip: 0,
    highestFramesPerByte: info.largestBlock,
  });
  const format = {
    container: "ogg",
    codec: "flac",
    sampleRate: info.sampleRate,
    channels: info.channels,
    bitDepth: info.bitDepth,
    frames,
  } as const;
  return new BlockReader(
    source.name,
    format,
    new OggFlacStream(new OggPackets(source, serial), info, firstAt),
    warnings,
  );
}

async function readStreamInfo(source: ByteSource, packets: OggPackets): Promise<StreamInfo> {
  const first = await packets.next();
  if (first === undefined || letters(first.bytes, 9) !== "fLaC") {
    throw refuse(source, "bad-header", 0, "the FLAC stream has no header; fetch the file again");
  }
  return parseStreamInfo(source, first.bytes.subarray(STREAM_INFO_OFFSET), STREAM_INFO_OFFSET);
}

/** Header packets start with a type below 128, frames with the sync code. */
class OggFlacStream implements BlockDecoder {
  readonly #packets: OggPackets;
  readonly #info: StreamInfo;
  readonly #decoder: FrameDecoder;
  #at: number;

  constructor(packets: OggPackets, info: StreamInfo, firstAt: number) {
    this.#packets = packets;
    this.#info = info;
    this.#decoder = new FrameDecoder(info);
    this.#at = firstAt;
  }

  async next(): Promise<DecodedBlock | undefined> {
    for (;;) {
      const packet = await this.#packets.next();
      if (packet === undefined) return undefined;
      if (packet.bytes[0] !== SYNC_BYTE) continue;
      const at = this.#at;
      this.#at += parseFrameHeader(packet.bytes, 0, this.#info)?.frames ?? 0;
      const frame = this.#decoder.decode(packet.bytes, 0, packet.bytes.length);
      if (frame !== undefined) return { at, frames: frame.frames, channels: this.#decoder.channels };
    }
  }

  get warnings(): readonly Problem[] {
    return this.#packets.warnings;
  }

  close(): void {
    // Nothing is held outside memory.
  }
}
