import type { ByteSource } from "../audio-reader.ts";
import { integerBytes, type PcmLayout } from "../pcm/pcm-layout.ts";
import { checkShape, refuse } from "../refuse.ts";
import { letters, viewOf } from "../source/header-reader.ts";

const PLAIN_BYTES = 18;

/** Bytes of a `COMM` chunk that are read: its AIFF-C form up to the codec's four letters. */
export const COMMON_BYTES = 22;

export interface CommonChunk {
  readonly layout: PcmLayout;
  readonly sampleRate: number;
  readonly bitDepth: number;
  readonly frames: number;
}

type Encoding = Pick<PcmLayout, "kind" | "bigEndian"> & { readonly bits?: number };

/** The uncompressed encodings of AIFF-C. Where `bits` stands, it overrules the chunk's sample size. */
const ENCODINGS: ReadonlyMap<string, Encoding> = new Map<string, Encoding>([
  ["NONE", { kind: "signed", bigEndian: true }],
  ["twos", { kind: "signed", bigEndian: true }],
  ["sowt", { kind: "signed", bigEndian: false }],
  ["raw ", { kind: "unsigned", bigEndian: true, bits: 8 }],
  ["in24", { kind: "signed", bigEndian: true, bits: 24 }],
  ["in32", { kind: "signed", bigEndian: true, bits: 32 }],
  ["fl32", { kind: "float", bigEndian: true, bits: 32 }],
  ["FL32", { kind: "float", bigEndian: true, bits: 32 }],
  ["fl64", { kind: "float", bigEndian: true, bits: 64 }],
  ["FL64", { kind: "float", bigEndian: true, bits: 64 }],
]);

/** Reads a `COMM` chunk whose body starts at `offset` of the file. `compressed` says AIFF-C. */
export function parseCommon(source: ByteSource, chunk: Uint8Array, offset: number, compressed: boolean): CommonChunk {
  const needed = compressed ? COMMON_BYTES : PLAIN_BYTES;
  if (chunk.length < needed) {
    throw refuse(source, "bad-header", offset, `the \`COMM\` chunk has ${chunk.length} bytes; it needs ${needed}`);
  }
  const view = viewOf(chunk);
  const channels = view.getUint16(0);
  const sampleRate = extendedToNumber(view, 8);
  checkShape(source, offset, channels, sampleRate);
  const codec = compressed ? letters(chunk, PLAIN_BYTES) : "NONE";
  const encoding = ENCODINGS.get(codec);
  if (encoding === undefined) {
    throw refuse(
      source,
      "unsupported-codec",
      offset + PLAIN_BYTES,
      `AIFF-C with codec "${codec}" inside cannot be read; convert it to plain AIFF, WAV or FLAC`,
    );
  }
  const bitDepth = encoding.bits ?? view.getUint16(6);
  const bytesPerSample = encoding.kind === "float" ? (bitDepth === 32 ? 4 : 8) : integerBytes(bitDepth);
  if (bytesPerSample === undefined) {
    throw refuse(source, "bad-header", offset + 6, `the header says ${bitDepth} bits per sample; 1 to 32 can be`);
  }
  const { kind, bigEndian } = encoding;
  return {
    layout: { kind, bigEndian, channels, bytesPerSample },
    sampleRate,
    bitDepth,
    frames: view.getUint32(2),
  };
}

/**
 * The 80-bit float of AIFF: sign and exponent (bias 16383) in 16 bits, then 64 bits of mantissa with the leading 1
 * written out. Exact for rates that a double holds; 0 for what is below 1 Hz or above 2^31 Hz.
 */
function extendedToNumber(view: DataView, offset: number): number {
  const exponent = view.getUint16(offset) - 16383;
  if (exponent < 0 || exponent > 30) return 0;
  const unit = (1 << (30 - exponent)) * 2;
  return view.getUint32(offset + 2) / unit + view.getUint32(offset + 6) / unit / 4294967296;
}
