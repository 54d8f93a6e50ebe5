import { fault } from "../problem.ts";

const AUDIO_NAME = /\.(wav|wave|bwf|rf64|w64|aif|aiff|aifc|flac|mp3|ogg|oga|opus|m4a|aac|caf|wma|wv)$/i;

/** Recordings that one mix is made from at most. */
export const MOST_RECORDINGS = 2000;

/** Whether a file's name says that it holds audio, of a kind that can be read or not. */
export const isAudioName = (name: string): boolean => AUDIO_NAME.test(name);

/** Throws `illegal-name` for a path that a mix cannot hold. */
export function refuseIllegalName(file: string): void {
  const illegal = /[\\\p{Cc}]/u.exec(file)?.[0];
  if (illegal === undefined) return;
  const what = illegal === "\\" ? "a backslash" : `a control character (code ${illegal.codePointAt(0)})`;
  throw fault("illegal-name", file, `${what} is in this name, which a mix cannot hold: rename the file`);
}

/** Folders that say what they hold; the song's name is that of the folder above. */
const HOLDS_RECORDINGS = /^(stems?|audio( files)?|wavs?|tracks?|multi-?tracks?|recordings?|bounces?)$/i;

/** The song that a folder of recordings is called after; `above` is the folder around it, where that is known. */
export const songNameOf = (folder: string, above = ""): string =>
  (HOLDS_RECORDINGS.test(folder) ? above || folder : folder) || "mix";
