import { FORMAT_BYTES, GUID_TAIL, TAG_EXTENSIBLE, TAG_FLOAT, TAG_PCM } from "./wave-format.ts";

/** Sizes are 32 bits wide, and the largest number means "look into `ds64`". */
const UNKNOWN_SIZE = 0xffffffff;

export interface WaveShape {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bytesPerSample: 2 | 3 | 4;
  readonly isFloat: boolean;
  readonly frames: number;
}

/** Everything in front of the samples, with its final sizes; RF64 (EBU Tech 3306) from 4 GiB on. */
export function waveHeader(shape: WaveShape): Uint8Array {
  const dataBytes = shape.frames * shape.channels * shape.bytesPerSample;
  const fact = shape.isFloat ? chunk("fact", uint32(Math.min(shape.frames, UNKNOWN_SIZE))) : [];
  const body = [...ascii("WAVE"), ...chunk("fmt ", formatBody(shape)), ...fact];
  const riffSize = body.length + 8 + dataBytes + (dataBytes % 2);
  if (riffSize < UNKNOWN_SIZE) {
    return Uint8Array.from([...ascii("RIFF"), ...uint32(riffSize), ...body, ...ascii("data"), ...uint32(dataBytes)]);
  }
  const sizes = [...uint64(riffSize + LONG_SIZES_BYTES), ...uint64(dataBytes), ...uint64(shape.frames), ...uint32(0)];
  return Uint8Array.from([
    ...ascii("RF64"),
    ...uint32(UNKNOWN_SIZE),
    ...body.slice(0, 4),
    ...chunk("ds64", sizes),
    ...body.slice(4),
    ...ascii("data"),
    ...uint32(UNKNOWN_SIZE),
  ]);
}

/** A whole `ds64` chunk without a table. */
const LONG_SIZES_BYTES = 36;

/** Plain tags up to stereo, which every program reads; more channels need WAVE_FORMAT_EXTENSIBLE. */
function formatBody(shape: WaveShape): number[] {
  const { channels, sampleRate, bytesPerSample, isFloat } = shape;
  const tag = isFloat ? TAG_FLOAT : TAG_PCM;
  const frameBytes = channels * bytesPerSample;
  const common = [
    ...uint16(channels),
    ...uint32(sampleRate),
    ...uint32(Math.min(sampleRate * frameBytes, UNKNOWN_SIZE)),
    ...uint16(frameBytes),
    ...uint16(8 * bytesPerSample),
  ];
  if (channels <= 2) return [...uint16(tag), ...common, ...(isFloat ? uint16(0) : [])];
  const noSpeakers = uint32(0);
  const extension = [...uint16(8 * bytesPerSample), ...noSpeakers, ...uint16(tag), ...GUID_TAIL];
  return [...uint16(TAG_EXTENSIBLE), ...common, ...uint16(FORMAT_BYTES - 18), ...extension];
}

function chunk(id: string, body: readonly number[]): number[] {
  return [...ascii(id), ...uint32(body.length), ...body];
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const uint16 = (value: number): number[] => [value & 0xff, value >>> 8];
const uint32 = (value: number): number[] => [...uint16(value & 0xffff), ...uint16(value >>> 16)];
const uint64 = (value: number): number[] => [...uint32(value % 4294967296), ...uint32(Math.floor(value / 4294967296))];
