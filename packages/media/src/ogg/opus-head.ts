import type { ByteSource } from "../audio-reader.ts";
import { checkShape, refuse } from "../refuse.ts";
import { viewOf } from "../source/header-reader.ts";
import { OPUS_SAMPLE_RATE } from "./opus-packet.ts";

const HEAD_BYTES = 19;
const SILENT_CHANNEL = 255;
const DISCRETE_FAMILY = 255;

/** The identification header of Opus in Ogg (RFC 7845, section 5.1). */
export interface OpusHead {
  readonly channels: number;
  readonly preSkip: number;
  readonly gainDb: number;
  /** Channels are numbered and stand for no loudspeakers. */
  readonly isDiscrete: boolean;
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly channelMappingTable: number[];
}

/** Reads and checks the first packet, which stands near the start of the file. */
export function parseOpusHead(source: ByteSource, packet: Uint8Array): OpusHead {
  if (packet.length < HEAD_BYTES) throw refuse(source, "bad-header", 0, "the Opus header is cut off");
  const view = viewOf(packet);
  const channels = view.getUint8(9);
  checkShape(source, 0, channels, OPUS_SAMPLE_RATE);
  const head = {
    channels,
    preSkip: view.getUint16(10, true),
    gainDb: view.getInt16(16, true) / 256,
    isDiscrete: packet[18] === DISCRETE_FAMILY,
    ...channelMapping(packet, channels),
  };
  const { streamCount, coupledStreamCount, channelMappingTable } = head;
  const decoded = streamCount + coupledStreamCount;
  const fits =
    streamCount >= 1 &&
    coupledStreamCount <= streamCount &&
    decoded <= SILENT_CHANNEL &&
    channelMappingTable.length === channels &&
    channelMappingTable.every((index) => index < decoded || index === SILENT_CHANNEL);
  if (!fits) throw refuse(source, "bad-header", 0, "the Opus header maps its channels to streams that are not there");
  return head;
}

type ChannelMapping = Pick<OpusHead, "streamCount" | "coupledStreamCount" | "channelMappingTable">;

function channelMapping(packet: Uint8Array, channels: number): ChannelMapping {
  const family = packet[18]!;
  if (family === 0) {
    const channelMappingTable = channels === 1 ? [0] : [0, 1];
    return { streamCount: 1, coupledStreamCount: channels - 1, channelMappingTable };
  }
  return {
    streamCount: packet[19] ?? 0,
    coupledStreamCount: packet[20] ?? 0,
    channelMappingTable: [...packet.subarray(21, 21 + channels)],
  };
}
