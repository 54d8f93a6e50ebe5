import type { ByteSource } from "../audio-reader.ts";
import { integerBytes, type PcmLayout } from "../pcm/pcm-layout.ts";
import { checkShape, refuse } from "../refuse.ts";
import { viewOf } from "../source/header-reader.ts";

export const TAG_PCM = 1;
export const TAG_FLOAT = 3;
export const TAG_EXTENSIBLE = 0xfffe;

/** Bytes of a `fmt ` chunk that are read: the longest known form, WAVE_FORMAT_EXTENSIBLE. */
export const FORMAT_BYTES = 40;

/** All of a sub-format GUID but its first two bytes, which hold the tag. */
export const GUID_TAIL: readonly number[] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

const FOREIGN_TAGS: Readonly<Record<number, string>> = {
  0x0002: "Microsoft ADPCM",
  0x0006: "A-law",
  0x0007: "µ-law",
  0x0011: "IMA ADPCM",
  0x0050: "MPEG layer II",
  0x0055: "MP3",
  0x00ff: "AAC",
  0x0161: "Windows Media",
  0xf1ac: "FLAC",
};

export interface WaveFormat {
  readonly layout: PcmLayout;
  readonly sampleRate: number;
  readonly bitDepth: number;
}

/** Reads a `fmt ` chunk whose body starts at `offset` of the file. */
export function parseWaveFormat(source: ByteSource, chunk: Uint8Array, offset: number): WaveFormat {
  if (chunk.length < 16) {
    throw refuse(source, "bad-header", offset, `the \`fmt \` chunk has ${chunk.length} bytes; it needs 16`);
  }
  const view = viewOf(chunk);
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  checkShape(source, offset, channels, sampleRate);
  const tag = formatTag(source, chunk, offset);
  const kind = tag === TAG_FLOAT ? "float" : bits <= 8 ? "unsigned" : "signed";
  const bytesPerSample = kind === "float" ? floatBytes(bits) : integerBytes(bits);
  if (bytesPerSample === undefined) {
    throw refuse(
      source,
      "unsupported-codec",
      offset + 14,
      `${bits}-bit ${tag === TAG_FLOAT ? "float" : "integer"} samples cannot be read; convert the file to 24-bit WAV`,
    );
  }
  if (frameBytes !== channels * bytesPerSample) {
    const expected = channels * bytesPerSample;
    throw refuse(
      source,
      "bad-header",
      offset + 12,
      `the header says ${frameBytes} bytes per frame; ${channels} channels of ${bits} bits take ${expected}`,
    );
  }
  return {
    layout: { kind, bytesPerSample, bigEndian: false, channels },
    sampleRate,
    bitDepth: validBits(view, bits),
  };
}

function formatTag(source: ByteSource, chunk: Uint8Array, offset: number): number {
  const view = viewOf(chunk);
  let tag = view.getUint16(0, true);
  if (tag === TAG_EXTENSIBLE) {
    if (chunk.length < FORMAT_BYTES) {
      throw refuse(
        source,
        "bad-header",
        offset,
        `the extensible \`fmt \` chunk has ${chunk.length} bytes; it needs 40`,
      );
    }
    if (GUID_TAIL.some((byte, i) => chunk[26 + i] !== byte)) {
      throw refuse(
        source,
        "unsupported-codec",
        offset + 24,
        "the sub-format is unknown; convert the file to plain WAV",
      );
    }
    tag = view.getUint16(24, true);
  }
  if (tag !== TAG_PCM && tag !== TAG_FLOAT) {
    const codec = FOREIGN_TAGS[tag] ?? `codec 0x${tag.toString(16)}`;
    throw refuse(
      source,
      "unsupported-codec",
      offset,
      `WAV with ${codec} inside cannot be read; convert it to PCM WAV or FLAC`,
    );
  }
  return tag;
}

/** WAVE_FORMAT_EXTENSIBLE tells how many of the container's bits carry sound. */
function validBits(view: DataView, bits: number): number {
  if (view.byteLength < FORMAT_BYTES || view.getUint16(0, true) !== TAG_EXTENSIBLE) return bits;
  const valid = view.getUint16(18, true);
  return valid >= 1 && valid <= bits ? valid : bits;
}

function floatBytes(bits: number): 4 | 8 | undefined {
  return bits === 32 ? 4 : bits === 64 ? 8 : undefined;
}
