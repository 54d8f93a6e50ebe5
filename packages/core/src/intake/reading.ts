import { labelFrom } from "./names.ts";
import { namesFirmly, placeOf, recognise, sideOf, type Recognised, type Side } from "./recognise.ts";
import { splitPath, wordsOf, type FilePath, type Word } from "./words.ts";

/** What a file's path says. */
export interface Reading {
  readonly label: string;
  /** The number in front of the name: the track's place in its session. */
  readonly place: number | undefined;
  readonly recognised: Recognised | undefined;
  readonly side: Side | undefined;
  /** Equal for the two sides of a pair, and for nothing else. */
  readonly pair: string | undefined;
}

interface Name {
  readonly path: FilePath;
  readonly words: readonly Word[];
  readonly place: number | undefined;
}

/** Fewer names than this may share their first words by chance. */
const FEWEST_FOR_TITLE = 3;

/** Reads one path by itself. */
export function readName(file: string): Reading {
  return read(nameOf(file), 0, 0);
}

/** Reads paths together: the folders and the song's title that all of them share say nothing about any of them. */
export function readNames(files: readonly string[]): Reading[] {
  const names = files.map(nameOf);
  const sharedFolders = sharedLength(names.map(({ path }) => path.folders));
  const title = titleLength(names.map(({ words }) => words));
  return names.map((name) => read(name, sharedFolders, title));
}

function nameOf(file: string): Name {
  const path = splitPath(file);
  const words = wordsOf(path.stem);
  const place = placeOf(words);
  return { path, place, words: place === undefined ? words : words.slice(1) };
}

function read({ path, words, place }: Name, sharedFolders: number, title: number): Reading {
  const untitled = words.slice(title);
  const folder = wordsOf(path.folders.slice(sharedFolders).at(-1) ?? "");
  const sided = sideOf(words);
  return {
    label: labelFrom(title > 0 || place !== undefined ? path.stem.slice(untitled[0]!.start) : path.stem),
    place,
    recognised: recognise(namesFirmly(untitled) ? untitled : words, folder),
    side: sided?.side,
    pair: sided && [...path.folders, sided.remainder].join("/"),
  };
}

/** How many first words of all names are the song's title: most names still name a role without them. */
function titleLength(names: readonly (readonly Word[])[]): number {
  if (names.length < FEWEST_FOR_TITLE) return 0;
  const isTitle = (length: number): boolean =>
    names.filter((words) => namesFirmly(words.slice(length))).length > names.length / 2;
  const shortest = Math.min(...names.map(({ length }) => length));
  let length = Math.min(sharedLength(names.map((words) => words.map(({ key }) => key))), shortest - 1);
  while (length > 0 && !isTitle(length)) length--;
  return Math.max(0, length);
}

/** How many first entries all lists share. */
function sharedLength(lists: readonly (readonly string[])[]): number {
  const [first = [], ...others] = lists;
  const parting = first.findIndex((entry, at) => others.some((list) => list[at] !== entry));
  return parting < 0 ? first.length : parting;
}
