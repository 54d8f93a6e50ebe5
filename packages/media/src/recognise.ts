import type { ByteSource } from "./audio-reader.ts";
import { READABLE_FORMATS, type FileKind } from "./formats.ts";
import { refuse } from "./refuse.ts";
import { letters } from "./source/header-reader.ts";

/** Where the sound's own container starts (after an ID3 tag, for instance) and which one it is. */
export interface Recognised {
  readonly kind: FileKind;
  readonly start: number;
}

const OPENING_BYTES = 16;
const HIGHEST_TAGS = 16;

const OWN: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ["RIFF", "wav"],
  ["RF64", "wav"],
  ["BW64", "wav"],
  ["FORM", "aiff"],
  ["fLaC", "flac"],
  ["OggS", "ogg"],
]);

/** Four letters, where they stand, and what they give away. */
const FOREIGN: readonly (readonly [text: string, at: number, name: string])[] = [
  ["ftyp", 4, "MPEG-4 audio (AAC or ALAC in M4A/MP4)"],
  ["ADIF", 0, "AAC"],
  ["caff", 0, "Core Audio (CAF)"],
  ["riff", 0, "Wave64 (W64)"],
  ["RIFX", 0, "big-endian RIFF"],
  ["wvpk", 0, "WavPack"],
  ["MAC ", 0, "Monkey's Audio"],
  ["TTA1", 0, "True Audio"],
  ["DSD ", 0, "DSD"],
  ["FRM8", 0, "DSD"],
  ["MThd", 0, "MIDI, which holds notes and no sound"],
  ["\x1aE\xdf\xa3", 0, "Matroska or WebM"],
  ["0&\xb2u", 0, "Windows Media"],
  ["#!AM", 0, "AMR"],
  [".snd", 0, "Sun AU"],
];

/** Tells what a file is by its first bytes; its name plays no part. */
export async function recognise(source: ByteSource): Promise<Recognised> {
  if (source.size === 0) throw refuse(source, "empty-file", 0, "the file is empty; copy or export it again");
  const start = await afterId3(source);
  const opening = await source.read(start, OPENING_BYTES);
  const kind = OWN.get(letters(opening, 0));
  if (kind !== undefined && (start === 0 || kind === "flac")) {
    checkForm(source, opening, start, kind);
    return { kind, start };
  }
  const foreign = FOREIGN.find(([text, at]) => letters(opening, at) === text);
  if (foreign !== undefined) {
    throw refuse(
      source,
      "unsupported-codec",
      start,
      `this is ${foreign[2]}, which cannot be read; convert it to WAV or FLAC`,
    );
  }
  if (isAdts(opening)) {
    throw refuse(source, "unsupported-codec", start, "this is AAC, which cannot be read; convert it to WAV or FLAC");
  }
  return { kind: "mpeg", start };
}

/** RIFF and FORM hold other things than sound as well. */
function checkForm(source: ByteSource, opening: Uint8Array, start: number, kind: FileKind): void {
  const form = letters(opening, 8);
  const isSound = kind === "wav" ? form === "WAVE" : kind === "aiff" ? form === "AIFF" || form === "AIFC" : true;
  if (!isSound)
    throw refuse(source, "not-audio", start + 8, `the container holds no sound; ${READABLE_FORMATS} can be read`);
}

/** AAC in an ADTS stream: the sync word of MPEG audio with layer 0, which MPEG audio itself never uses. */
function isAdts(opening: Uint8Array): boolean {
  return opening[0] === 0xff && (opening[1]! & 0xf6) === 0xf0;
}

/** Skips ID3v2 tags: a size of 28 bits in four bytes, then the tag (ID3v2.4, section 3.1). */
async function afterId3(source: ByteSource): Promise<number> {
  let start = 0;
  for (let tags = 0; tags < HIGHEST_TAGS; tags++) {
    const header = await source.read(start, 10);
    if (header.length < 10 || letters(header, 0).slice(0, 3) !== "ID3") return start;
    const [flags = 0, a = 0, b = 0, c = 0, d = 0] = header.subarray(5);
    const footer = (flags & 0x10) === 0 ? 0 : 10;
    start += 10 + footer + (((a & 0x7f) << 21) | ((b & 0x7f) << 14) | ((c & 0x7f) << 7) | (d & 0x7f));
  }
  return start;
}
