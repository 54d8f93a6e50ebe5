import type { Problem } from "@twobus/core";
import { decibelsToGain } from "@twobus/dsp";
import type { OpusDecoder } from "opus-decoder";
import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { BlockReader, type BlockDecoder, type DecodedBlock } from "../blocks/block-reader.ts";
import { refuse } from "../refuse.ts";
import { inWaveOrder } from "./channel-order.ts";
import { OggPackets } from "./ogg-packets.ts";
import { parseOpusHead, type OpusHead } from "./opus-head.ts";
import { OPUS_SAMPLE_RATE, opusPacketFrames } from "./opus-packet.ts";
import { findExtent } from "./stream-extent.ts";

/** Two bytes can hold 120 ms of silence. */
const HIGHEST_FRAMES_PER_BYTE = 2880;

/** The decoder's input buffer. */
const HIGHEST_PACKET_BYTES_PER_CHANNEL = 3840;

/** Opens Opus in Ogg (RFC 7845), without its pre-skip and cut at the end to the sample. */
export async function openOpus(source: ByteSource, serial: number): Promise<AudioReader> {
  const { packets, head } = await readHeaders(source, serial);
  const { firstAt, frames, warnings } = await findExtent(source, serial, {
    packets,
    framesOf: opusPacketFrames,
    preSkip: head.preSkip,
    highestFramesPerByte: HIGHEST_FRAMES_PER_BYTE,
  });
  const { channels, streamCount, coupledStreamCount, channelMappingTable } = head;
  const { OpusDecoder } = await import("opus-decoder"); // large, and most songs have no use for it
  const decoder = new OpusDecoder({ channels, streamCount, coupledStreamCount, channelMappingTable });
  await decoder.ready;
  const sound = (await readHeaders(source, serial)).packets;
  return new BlockReader(
    source.name,
    { container: "ogg", codec: "opus", sampleRate: OPUS_SAMPLE_RATE, channels, bitDepth: 0, frames },
    new OpusStream(sound, decoder, head, firstAt),
    warnings,
  );
}

async function readHeaders(source: ByteSource, serial: number): Promise<{ packets: OggPackets; head: OpusHead }> {
  const packets = new OggPackets(source, serial);
  const first = await packets.next();
  const comments = await packets.next();
  if (first === undefined || comments === undefined) {
    throw refuse(source, "bad-header", source.size, "the file ends inside its Opus headers; fetch it again");
  }
  return { packets, head: parseOpusHead(source, first.bytes) };
}

class OpusStream implements BlockDecoder {
  readonly #packets: OggPackets;
  readonly #decoder: OpusDecoder;
  readonly #head: OpusHead;
  readonly #gain: number;
  #at: number;
  #closed = false;

  constructor(packets: OggPackets, decoder: OpusDecoder, head: OpusHead, firstAt: number) {
    this.#packets = packets;
    this.#decoder = decoder;
    this.#head = head;
    this.#gain = head.gainDb === 0 ? 1 : decibelsToGain(head.gainDb);
    this.#at = firstAt;
  }

  async next(): Promise<DecodedBlock | undefined> {
    while (!this.#closed) {
      const packet = await this.#packets.next();
      if (packet === undefined) break;
      const at = this.#at;
      const frames = opusPacketFrames(packet.bytes);
      this.#at += frames;
      if (frames === 0 || packet.bytes.length > HIGHEST_PACKET_BYTES_PER_CHANNEL * this.#head.channels) continue;
      const { channelData, samplesDecoded } = this.#decoder.decodeFrame(packet.bytes);
      if (samplesDecoded !== frames) continue;
      for (const samples of channelData) scale(samples, this.#gain);
      return { at, frames, channels: this.#head.isDiscrete ? channelData : inWaveOrder(channelData) };
    }
    return undefined;
  }

  get warnings(): readonly Problem[] {
    return this.#packets.warnings;
  }

  close(): void {
    if (!this.#closed) this.#decoder.free();
    this.#closed = true;
  }
}

function scale(samples: Float32Array, gain: number): void {
  if (gain === 1) return;
  for (let i = 0; i < samples.length; i++) samples[i]! *= gain;
}
