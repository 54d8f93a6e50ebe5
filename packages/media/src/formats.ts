/** What is read, by container, as people name it. There is an opener for each, and none for others: the compiler sees to it. */
const CONTAINERS = { wav: "WAV", aiff: "AIFF", flac: "FLAC", mpeg: "MP3" } as const;

/** What an Ogg file may hold, by the letters of its codec. */
const OGG_CODECS = { Opus: "Opus", vorb: "Ogg Vorbis", FLAC: "Ogg FLAC" } as const;

export type FileKind = keyof typeof CONTAINERS | "ogg";
export type OggCodec = keyof typeof OGG_CODECS;

const listed = (names: readonly string[], last: "and" | "or"): string =>
  `${names.slice(0, -1).join(", ")} ${last} ${names.at(-1)}`;

/** For sentences: `WAV, AIFF, …`. */
export const READABLE_FORMATS: string = listed([...Object.values(CONTAINERS), ...Object.values(OGG_CODECS)], "and");
export const READABLE_OGG: string = listed(Object.values(OGG_CODECS), "or");
