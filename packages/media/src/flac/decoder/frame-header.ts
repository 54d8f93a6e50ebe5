import { BitReader } from "./bit-reader.ts";
import { crc8 } from "../crc.ts";
import type { StreamInfo } from "../stream-info.ts";

/** The longest header: sync and fields, 7 bytes of number, 2 of block size, 2 of sample rate, 1 of CRC. */
export const HIGHEST_HEADER_BYTES = 16;

export type ChannelMode = "independent" | "left-side" | "side-right" | "mid-side";

export interface FrameHeader {
  readonly frames: number;
  readonly channelMode: ChannelMode;
  /** Frame of the stream at which the block starts. */
  readonly firstFrame: number;
  readonly bytes: number;
}

const BIT_DEPTHS = [0, 8, 12, -1, 16, 20, 24, 32];
const SAMPLE_RATES = [0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000];
const STEREO_MODES: readonly ChannelMode[] = ["left-side", "side-right", "mid-side"];

/** Reads the frame header at `at` (RFC 9639, section 9.1); undefined if there is none that fits the stream. */
export function parseFrameHeader(bytes: Uint8Array, at: number, info: StreamInfo): FrameHeader | undefined {
  if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xfe) !== 0xf8) return undefined;
  const variable = (bytes[at + 1]! & 1) === 1;
  const bits = new BitReader(bytes, at + 2);
  const blockCode = bits.read(4);
  const rateCode = bits.read(4);
  const channelCode = bits.read(4);
  const depthCode = bits.read(3);
  const reserved = bits.read(1);
  const number = readCodedNumber(bits);
  if (blockCode === 0 || rateCode === 15 || channelCode > 10 || reserved !== 0 || number === undefined)
    return undefined;
  const frames = blockCode === 6 ? bits.read(8) + 1 : blockCode === 7 ? bits.read(16) + 1 : blockFrames(blockCode);
  const sampleRate = readSampleRate(bits, rateCode);
  const end = bits.bytePosition;
  if (crc8(bytes, at, end) !== bytes[end]) return undefined;
  const channels = channelCode < 8 ? channelCode + 1 : 2;
  const depth = BIT_DEPTHS[depthCode]!;
  const fits =
    frames <= info.largestBlock &&
    channels === info.channels &&
    (depth === 0 || depth === info.bitDepth) &&
    (sampleRate === 0 || sampleRate === info.sampleRate);
  if (!fits) return undefined;
  return {
    frames,
    channelMode: channelCode < 8 ? "independent" : STEREO_MODES[channelCode - 8]!,
    firstFrame: variable ? number : number * info.largestBlock,
    bytes: end + 1 - at,
  };
}

function blockFrames(code: number): number {
  if (code === 1) return 192;
  return code < 6 ? 144 << code : 1 << code;
}

function readSampleRate(bits: BitReader, code: number): number {
  if (code === 12) return bits.read(8) * 1000;
  if (code === 13) return bits.read(16);
  if (code === 14) return bits.read(16) * 10;
  return SAMPLE_RATES[code]!;
}

/** A number of up to 36 bits, coded the way UTF-8 codes characters. */
function readCodedNumber(bits: BitReader): number | undefined {
  const first = bits.read(8);
  const leadingOnes = Math.clz32(~(first << 24));
  if (leadingOnes === 0) return first;
  if (leadingOnes === 1 || leadingOnes === 8) return undefined;
  let number = first & (0x7f >> leadingOnes);
  for (let i = 1; i < leadingOnes; i++) {
    const next = bits.read(8);
    if ((next & 0xc0) !== 0x80) return undefined;
    number = number * 64 + (next & 0x3f);
  }
  return number;
}
