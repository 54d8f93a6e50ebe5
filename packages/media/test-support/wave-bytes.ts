/**
 * A tiny writer of WAV and AIFF, made apart from the package's own, so that tests of its readers have a second opinion.
 */
export type Body = readonly number[] | Uint8Array;

export const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** Whole number in `bytes` bytes, least significant first. */
export function little(value: number | bigint, bytes: number): number[] {
  const whole = BigInt.asUintN(8 * bytes, BigInt(value));
  return Array.from({ length: bytes }, (_, i) => Number((whole >> BigInt(8 * i)) & 0xffn));
}

export const big = (value: number | bigint, bytes: number): number[] => little(value, bytes).toReversed();

export function concat(...parts: readonly Body[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A RIFF chunk with its padding; `size` overrides the true one. */
export function chunk(id: string, body: Body, size: number = body.length): Uint8Array {
  return concat(ascii(id), little(size, 4), body, body.length % 2 === 0 ? [] : [0]);
}

/** The same for AIFF, whose numbers are big-endian. */
export function bigChunk(id: string, body: Body, size: number = body.length): Uint8Array {
  return concat(ascii(id), big(size, 4), body, body.length % 2 === 0 ? [] : [0]);
}

export function riff(...chunks: readonly Body[]): Uint8Array {
  const body = concat(ascii("WAVE"), ...chunks);
  return concat(ascii("RIFF"), little(body.length, 4), body);
}

export function form(kind: "AIFF" | "AIFC", ...chunks: readonly Body[]): Uint8Array {
  const body = concat(ascii(kind), ...chunks);
  return concat(ascii("FORM"), big(body.length, 4), body);
}

export interface FormatFields {
  readonly tag?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly bits?: number;
  readonly frameBytes?: number;
}

/** The 16 bytes of a plain `fmt ` chunk. */
export function formatBody(fields: FormatFields = {}): number[] {
  const { tag = 1, channels = 1, sampleRate = 48000, bits = 16 } = fields;
  const frameBytes = fields.frameBytes ?? channels * Math.ceil(bits / 8);
  return [
    ...little(tag, 2),
    ...little(channels, 2),
    ...little(sampleRate, 4),
    ...little(sampleRate * frameBytes, 4),
    ...little(frameBytes, 2),
    ...little(bits, 2),
  ];
}

/** The 40 bytes of WAVE_FORMAT_EXTENSIBLE. */
export function extensibleBody(fields: FormatFields, validBits: number): number[] {
  const guidTail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
  const plain = formatBody({ ...fields, tag: 0xfffe });
  return [
    ...plain,
    ...little(22, 2),
    ...little(validBits, 2),
    ...little(0, 4),
    ...little(fields.tag ?? 1, 2),
    ...guidTail,
  ];
}

/** An 80-bit float for a whole number. */
export function extended(value: number): number[] {
  const exponent = Math.floor(Math.log2(value));
  return [...big(16383 + exponent, 2), ...big(BigInt(value) << BigInt(63 - exponent), 8)];
}

/** The 18 bytes of an AIFF `COMM` chunk. */
export function commonBody(channels: number, frames: number, bits: number, sampleRate: number): number[] {
  return [...big(channels, 2), ...big(frames, 4), ...big(bits, 2), ...extended(sampleRate)];
}

/** An `SSND` chunk's body around samples. */
export const soundBody = (samples: Body): Uint8Array => concat(big(0, 4), big(0, 4), samples);

/** Whole numbers in `bits` bits each. */
export function integers(values: readonly number[], bits: number, bigEndian: boolean = false): Uint8Array {
  const bytes = bits / 8;
  return concat(...values.map((value) => (bigEndian ? big(value, bytes) : little(value, bytes))));
}

export function floats(values: readonly number[], bits: 32 | 64, bigEndian: boolean = false): Uint8Array {
  const view = new DataView(new ArrayBuffer((values.length * bits) / 8));
  values.forEach((value, i) => {
    if (bits === 32) view.setFloat32(4 * i, value, !bigEndian);
    else view.setFloat64(8 * i, value, !bigEndian);
  });
  return new Uint8Array(view.buffer);
}
