import type { Problem } from "@twobus/core";
import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { BlockReader, type BlockDecoder, type DecodedBlock } from "../blocks/block-reader.ts";
import { checkShape, refuse } from "../refuse.ts";
import { DamagedVorbis } from "../vorbis/damaged-vorbis.ts";
import { framesBetween, VorbisDecoder } from "../vorbis/vorbis-decoder.ts";
import { readHead, readModes, type Mode, type VorbisHead } from "../vorbis/vorbis-setup.ts";
import { inWaveOrder } from "./channel-order.ts";
import { OggPackets } from "./ogg-packets.ts";
import { findExtent } from "./stream-extent.ts";

/** One byte can be a packet, whose block has 8192 frames at most, half of them new. */
const HIGHEST_FRAMES_PER_BYTE = 4096;

/** Opens Vorbis in Ogg (Vorbis I, appendix A), cut at both ends to the sample. */
export async function openVorbis(source: ByteSource, serial: number): Promise<AudioReader> {
  const { packets, head, modes } = await readHeaders(source, serial);
  const probe = new VorbisDecoder(head, modes);
  let before = 0;
  const { firstAt, frames, warnings } = await findExtent(source, serial, {
    packets,
    framesOf: (packet) => {
      const size = probe.blockSize(packet);
      if (size === undefined) return 0;
      const count = framesBetween(before, size);
      before = size;
      return count;
    },
    preSkip: 0,
    highestFramesPerByte: HIGHEST_FRAMES_PER_BYTE,
  });
  const { sampleRate, channels } = head;
  const sound = (await readHeaders(source, serial)).packets;
  return new BlockReader(
    source.name,
    { container: "ogg", codec: "vorbis", sampleRate, channels, bitDepth: 0, frames },
    new VorbisStream(sound, new VorbisDecoder(head, modes), firstAt),
    warnings,
  );
}

interface VorbisHeaders {
  readonly packets: OggPackets;
  readonly head: VorbisHead;
  readonly modes: readonly Mode[];
}

async function readHeaders(source: ByteSource, serial: number): Promise<VorbisHeaders> {
  const packets = new OggPackets(source, serial);
  const first = await packets.next();
  const comments = await packets.next();
  const setup = await packets.next();
  if (first === undefined || comments === undefined || setup === undefined) {
    throw refuse(source, "bad-header", source.size, "the file ends inside its Vorbis headers; fetch it again");
  }
  try {
    const head = readHead(first.bytes);
    checkShape(source, 0, head.channels, head.sampleRate);
    return { packets, head, modes: readModes(setup.bytes, head.channels) };
  } catch (error) {
    if (!(error instanceof DamagedVorbis)) throw error;
    throw refuse(source, "bad-header", 0, `the Vorbis headers are damaged: ${error.message}; fetch the file again`);
  }
}

class VorbisStream implements BlockDecoder {
  readonly #packets: OggPackets;
  readonly #decoder: VorbisDecoder;
  #at: number;

  constructor(packets: OggPackets, decoder: VorbisDecoder, firstAt: number) {
    this.#packets = packets;
    this.#decoder = decoder;
    this.#at = firstAt;
  }

  async next(): Promise<DecodedBlock | undefined> {
    const packet = await this.#packets.next();
    if (packet === undefined) return undefined;
    const at = this.#at;
    const frames = this.#decoder.decode(packet.bytes);
    this.#at += frames;
    return { at, frames, channels: inWaveOrder(this.#decoder.channels) };
  }

  get warnings(): readonly Problem[] {
    return this.#packets.warnings;
  }

  close(): void {
    // Nothing is held outside memory.
  }
}
