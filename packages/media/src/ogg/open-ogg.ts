import type { AudioReader, ByteSource } from "../audio-reader.ts";
import { READABLE_OGG, type OggCodec } from "../formats.ts";
import { refuse } from "../refuse.ts";
import { letters } from "../source/header-reader.ts";
import { openOggFlac } from "./open-ogg-flac.ts";
import { openOpus } from "./open-opus.ts";
import { HIGHEST_PAGE_BYTES, parseOggPage } from "./ogg-page.ts";
import { openVorbis } from "./open-vorbis.ts";

type OpenStream = (source: ByteSource, serial: number) => Promise<AudioReader>;

interface Codec {
  /** Where its four letters stand in the first packet. */
  readonly at: number;
  readonly open: OpenStream;
}

const CODECS: Readonly<Record<OggCodec, Codec>> = {
  Opus: { at: 0, open: openOpus },
  vorb: { at: 1, open: openVorbis },
  FLAC: { at: 1, open: openOggFlac },
};

const HIGHEST_STREAMS = 16;

/** Opens the first stream of an Ogg file that is Opus, Vorbis or FLAC. */
export async function openOgg(source: ByteSource): Promise<AudioReader> {
  let position = 0;
  for (let count = 0; count < HIGHEST_STREAMS; count++) {
    const bytes = await source.read(position, HIGHEST_PAGE_BYTES);
    const page = parseOggPage(bytes, 0, bytes.length);
    if (page === undefined)
      throw refuse(source, "bad-header", position, "the Ogg page is damaged or cut off; fetch the file again");
    if (!page.isFirst) break;
    const codec = Object.entries(CODECS).find(([text, { at }]) => letters(page.body, at) === text)?.[1];
    if (codec !== undefined) return codec.open(source, page.serial);
    position += page.bytes;
  }
  throw refuse(
    source,
    "unsupported-codec",
    position,
    `the Ogg file holds no ${READABLE_OGG}; convert it to WAV or FLAC`,
  );
}
