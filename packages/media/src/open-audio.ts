import { openAiff } from "./aiff/open-aiff.ts";
import type { AudioReader, ByteSource } from "./audio-reader.ts";
import type { FileKind } from "./formats.ts";
import { openFlac } from "./flac/open-flac.ts";
import { openMp3 } from "./mp3/open-mp3.ts";
import { openOgg } from "./ogg/open-ogg.ts";
import { openWav } from "./wav/open-wav.ts";
import { recognise } from "./recognise.ts";

type Open = (source: ByteSource, start: number) => Promise<AudioReader>;

const OPENERS: Readonly<Record<FileKind, Open>> = {
  wav: openWav,
  aiff: openAiff,
  flac: openFlac,
  ogg: openOgg,
  mpeg: openMp3,
};

/**
 * Opens a WAV, RF64, BW64, AIFF, FLAC, MP3, Ogg Vorbis, Ogg Opus or Ogg FLAC file, recognised by its content. Throws a
 * `TwobusError` at the source's name with one of the codes `empty-file`, `not-audio`, `unsupported-codec`, `bad-header`
 * or `no-audio` when it cannot be played.
 */
export async function openAudio(source: ByteSource): Promise<AudioReader> {
  const { kind, start } = await recognise(source);
  return OPENERS[kind](source, start);
}
