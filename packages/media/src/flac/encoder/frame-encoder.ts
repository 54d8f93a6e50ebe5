import { crc16, crc8 } from "../crc.ts";
import { BitWriter } from "./bit-writer.ts";
import { SubframeEncoder } from "./subframe-encoder.ts";

/** Frames per block: inside the streamable subset for every rate. */
export const BLOCK_FRAMES = 4096;

export interface EncoderShape {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitDepth: 16 | 24;
}

const SAMPLE_RATES = [0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000];

const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;

/** What a frame codes: the channels themselves, or for stereo two of left, right, mid and side. */
interface FrameSignals {
  readonly code: number;
  readonly signals: readonly Int32Array[];
}

/** Encodes blocks of whole numbers into FLAC frames (RFC 9639, section 9). */
export class FrameEncoder {
  readonly #shape: EncoderShape;
  readonly #writer: BitWriter;
  readonly #subframes = new SubframeEncoder(BLOCK_FRAMES);
  readonly #mid = new Int32Array(BLOCK_FRAMES);
  readonly #side = new Int32Array(BLOCK_FRAMES);
  #number = 0;

  constructor(shape: EncoderShape) {
    this.#shape = shape;
    this.#writer = new BitWriter(BLOCK_FRAMES * shape.channels * 4 + 64);
  }

  /** The next frame's bytes, valid until the next call. All blocks but the last have `BLOCK_FRAMES` frames. */
  encode(channels: readonly Int32Array[], frames: number): Uint8Array {
    const writer = this.#writer;
    const { code, signals } = this.#chooseSignals(channels, frames);
    writer.clear();
    this.#writeHeader(code, frames);
    for (const signal of signals) {
      this.#subframes.write(writer, signal, frames, this.#shape.bitDepth + (signal === this.#side ? 1 : 0));
    }
    writer.align();
    writer.write(crc16(writer.bytes, 0, writer.length), 16);
    this.#number++;
    return writer.bytes.subarray(0, writer.length);
  }

  #writeHeader(channelCode: number, frames: number): void {
    const writer = this.#writer;
    const rateCode = Math.max(SAMPLE_RATES.indexOf(this.#shape.sampleRate), 0);
    const wholeBlock = frames === BLOCK_FRAMES;
    writer.write(0xfff8, 16);
    writer.write(wholeBlock ? 12 : 7, 4);
    writer.write(rateCode, 4);
    writer.write(channelCode, 4);
    writer.write(this.#shape.bitDepth === 16 ? 4 : 6, 3);
    writer.write(0, 1);
    writeCodedNumber(writer, this.#number);
    if (!wholeBlock) writer.write(frames - 1, 16);
    writer.write(crc8(writer.bytes, 0, writer.length), 8);
  }

  /** Compares the stereo modes by what the second fixed predictor leaves of each signal. */
  #chooseSignals(channels: readonly Int32Array[], frames: number): FrameSignals {
    const [left, right] = channels;
    if (channels.length !== 2 || left === undefined || right === undefined) {
      return { code: channels.length - 1, signals: channels };
    }
    for (let i = 0; i < frames; i++) {
      this.#mid[i] = (left[i]! + right[i]!) >> 1;
      this.#side[i] = left[i]! - right[i]!;
    }
    const [leftCost, rightCost, midCost, sideCost] = [left, right, this.#mid, this.#side].map((signal) =>
      roughness(signal, frames),
    ) as [number, number, number, number];
    const independent = leftCost + rightCost;
    const leftSide = leftCost + sideCost;
    const sideRight = sideCost + rightCost;
    const midSide = midCost + sideCost;
    const cheapest = Math.min(independent, leftSide, sideRight, midSide);
    if (cheapest === independent) return { code: 1, signals: channels };
    if (cheapest === leftSide) return { code: LEFT_SIDE, signals: [left, this.#side] };
    if (cheapest === sideRight) return { code: SIDE_RIGHT, signals: [this.#side, right] };
    return { code: MID_SIDE, signals: [this.#mid, this.#side] };
  }
}

/** Sum of absolute second differences. */
function roughness(signal: Int32Array, frames: number): number {
  let sum = 0;
  for (let i = 2; i < frames; i++) sum += Math.abs(signal[i]! - 2 * signal[i - 1]! + signal[i - 2]!);
  return sum;
}

/** A number below 2^31, coded the way UTF-8 codes characters. */
function writeCodedNumber(writer: BitWriter, number: number): void {
  if (number < 0x80) {
    writer.write(number, 8);
    return;
  }
  let following = 1;
  while (following < 5 && number >= 1 << (5 * following + 6)) following++;
  const leadingOnes = 0xff << (7 - following);
  writer.write(leadingOnes | (number >>> (6 * following)), 8);
  for (let rest = following - 1; rest >= 0; rest--) writer.write(0x80 | ((number >>> (6 * rest)) & 0x3f), 8);
}
