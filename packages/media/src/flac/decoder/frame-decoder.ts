import { BitReader } from "./bit-reader.ts";
import { crc16 } from "../crc.ts";
import { parseFrameHeader, type ChannelMode } from "./frame-header.ts";
import type { StreamInfo } from "../stream-info.ts";
import { DamagedFrame, readSubframe } from "./subframe.ts";

export interface DecodedFrame {
  readonly firstFrame: number;
  readonly frames: number;
  readonly bytes: number;
}

/** Decodes one FLAC frame after another, each into the same planar doubles at full scale ±1. */
export class FrameDecoder {
  readonly channels: readonly Float64Array[];
  readonly #info: StreamInfo;

  constructor(info: StreamInfo) {
    this.#info = info;
    this.channels = Array.from({ length: info.channels }, () => new Float64Array(info.largestBlock));
  }

  /**
   * Decodes the frame at `at` of `bytes`, which must go on for 8 bytes behind `end` (see BitReader). Undefined when no
   * sound frame is there: no header, a broken structure, a wrong CRC.
   */
  decode(bytes: Uint8Array, at: number, end: number): DecodedFrame | undefined {
    try {
      return this.#decode(bytes, at, end);
    } catch (error) {
      if (error instanceof DamagedFrame || error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #decode(bytes: Uint8Array, at: number, end: number): DecodedFrame | undefined {
    const header = parseFrameHeader(bytes, at, this.#info);
    if (header === undefined) return undefined;
    const bits = new BitReader(bytes, at + header.bytes);
    this.channels.forEach((samples, index) => {
      readSubframe(bits, samples, header.frames, this.#info.bitDepth + sideBit(header.channelMode, index));
    });
    const crcAt = bits.bytePosition;
    if (crcAt + 2 > end || crc16(bytes, at, crcAt + 2) !== 0) return undefined;
    restoreStereo(header.channelMode, this.channels, header.frames);
    if (!toFullScale(this.channels, header.frames, this.#info.bitDepth)) return undefined;
    return { firstFrame: header.firstFrame, frames: header.frames, bytes: crcAt + 2 - at };
  }
}

/** The difference of two channels takes one bit more than they do. */
function sideBit(mode: ChannelMode, channel: number): 0 | 1 {
  if (mode === "side-right") return channel === 0 ? 1 : 0;
  return mode !== "independent" && channel === 1 ? 1 : 0;
}

/** Undoes the stereo modes (RFC 9639, section 4.2); the dropped lowest bit of mid + side is that of side. */
function restoreStereo(mode: ChannelMode, channels: readonly Float64Array[], frames: number): void {
  if (mode === "independent") return;
  const [first, second] = channels as readonly [Float64Array, Float64Array];
  if (mode === "left-side") {
    for (let i = 0; i < frames; i++) second[i] = first[i]! - second[i]!;
  } else if (mode === "side-right") {
    for (let i = 0; i < frames; i++) first[i]! += second[i]!;
  } else {
    for (let i = 0; i < frames; i++) {
      const side = second[i]!;
      const right = first[i]! - Math.floor(side / 2);
      second[i] = right;
      first[i] = right + side;
    }
  }
}

/** False if a sample lies outside its bit depth: only a hostile file with valid checksums has such. */
function toFullScale(channels: readonly Float64Array[], frames: number, bitDepth: number): boolean {
  const scale = 1 / (2 * (1 << (bitDepth - 2)));
  let sound = true;
  for (const samples of channels) {
    for (let i = 0; i < frames; i++) {
      const value = samples[i]! * scale;
      sound &&= value >= -1 && value < 1;
      samples[i] = value;
    }
  }
  return sound;
}
