/** A word of a file name: how it is compared, and where it stands in the text. */
export interface Word {
  /** Lower case, without accents. Numbers are words of their own. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export interface FilePath {
  /** Folders from the outside in. */
  readonly folders: readonly string[];
  /** The file's name without its audio extension. */
  readonly stem: string;
}

const AUDIO_EXTENSION = /\.(?:wave?|w64|rf64|bwf|aiff?|aifc|flac|mp3|ogg|oga|opus|m4a|caf)$/i;

export function splitPath(file: string): FilePath {
  const folders = file.split("/");
  const name = folders.pop()!;
  return {
    folders: folders.filter((folder) => folder !== "" && folder !== "."),
    stem: name.replace(AUDIO_EXTENSION, ""),
  };
}

// Numbers; abbreviations up to the capital that starts the next word; words; letters of scripts without case.
const WORD = /\p{N}+|\p{Lu}+(?!\p{Ll}|\p{M})|\p{Lu}?\p{M}*(?:\p{Ll}\p{M}*)+|(?:[\p{Lu}\p{Lt}\p{Lm}\p{Lo}]\p{M}*)+/gu;

/** The words of a name, parted at separators, at camelCase humps and between letters and numbers. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map((match) => ({
    key: plain(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Lower case, accents removed. */
const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export const isNumber = (word: Word): boolean => /^\p{N}+$/u.test(word.key);
