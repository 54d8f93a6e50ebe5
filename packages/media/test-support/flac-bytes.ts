import { crc16, crc8 } from "../src/flac/crc.ts";
import { BitWriter } from "../src/flac/encoder/bit-writer.ts";
import { big, concat } from "./wave-bytes.ts";

/** Mono of 16 bits at 48 kHz in blocks of given lengths, made apart from the package's own writer. */
export interface FlacBlocks {
  readonly samples: Int16Array;
  /** Frames of each block; one length for all where `isVariable` is not set, but for the last. */
  readonly blocks: readonly number[];
  readonly isVariable: boolean;
  /** What the SEEKTABLE says, made of where each block starts; none where absent. */
  readonly seekTable?: (starts: readonly BlockStart[]) => readonly BlockStart[];
}

/** A block's first frame, and its first byte after the metadata. */
export interface BlockStart {
  readonly frame: number;
  readonly byte: number;
}

/** A block of silence takes 12 bytes or so, any other two for each frame: bytes tell little of where a frame lies. */
export function flacOf({ samples, blocks, isVariable, seekTable }: FlacBlocks): Uint8Array {
  const coded: Uint8Array[] = [];
  const starts: BlockStart[] = [];
  let [frame, byte] = [0, 0];
  blocks.forEach((frames, index) => {
    const bytes = blockOf(samples.subarray(frame, frame + frames), isVariable ? frame : index, isVariable);
    coded.push(bytes);
    starts.push({ frame, byte });
    frame += frames;
    byte += bytes.length;
  });
  const points = seekTable?.(starts).map(({ frame: at, byte: offset }) => [...big(at, 8), ...big(offset, 8), 0, 1]);
  const table = points === undefined ? [] : [0x83, ...big(points.length * 18, 3), ...points.flat()];
  const smallest = isVariable ? 16 : Math.max(...blocks);
  const shape = (48_000n << 44n) | (15n << 36n) | BigInt(samples.length);
  const info = [...big(smallest, 2), ...big(Math.max(...blocks), 2), 0, 0, 0, 0, 0, 0, ...big(shape, 8)];
  const streamInfo = [points === undefined ? 0x80 : 0, 0, 0, 34, ...info, ...Array.from({ length: 16 }, () => 0)];
  return concat([0x66, 0x4c, 0x61, 0x43], streamInfo, table, ...coded);
}

function blockOf(samples: Int16Array, number: number, isVariable: boolean): Uint8Array {
  const writer = new BitWriter(2 * samples.length + 64);
  writer.write(isVariable ? 0xfff9 : 0xfff8, 16);
  writer.write(0x7008, 16); // block size in 16 bits below; mono; 16 bits per sample
  for (const byte of codedNumber(number)) writer.write(byte, 8);
  writer.write(samples.length - 1, 16);
  writer.write(crc8(writer.bytes, 0, writer.length), 8);
  if (samples.every((sample) => sample === 0)) writer.write(0, 24);
  else {
    writer.write(2, 8);
    for (const sample of samples) writer.write(sample & 0xffff, 16);
  }
  writer.write(crc16(writer.bytes, 0, writer.length), 16);
  return writer.bytes.slice(0, writer.length);
}

/** Coded as UTF-8 codes characters, of which these are not all. */
function codedNumber(number: number): number[] {
  if (number < 0x80) return [number];
  let following = 1;
  while (number >= 2 ** (5 * following + 6)) following++;
  const rest = Array.from({ length: following }, (_, i) => 0x80 | (Math.floor(number / 64 ** i) & 0x3f));
  return [((0xff << (7 - following)) & 0xff) | Math.floor(number / 64 ** following), ...rest.toReversed()];
}
