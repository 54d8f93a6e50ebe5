import { isWithin, KEYWORDS, REFERENCE, type Keyword, type Role, type Strength } from "./roles.ts";
import { isNumber, type Word } from "./words.ts";

export type Side = "left" | "right";

export interface Recognised {
  readonly role: Role;
  /** The keywords that decided, the deciding one first. */
  readonly keywords: readonly string[];
  /** Whether the file's own name decided, or the folder it lies in. */
  readonly confidence: "name" | "folder";
}

interface Found extends Keyword {
  /** Letters that matched. The longest keyword wins. */
  readonly length: number;
  readonly at: number;
}

/** No keyword is written in more words than this. */
const LONGEST_RUN = 3;

/** Finds the role that a file's words name; its folder's words speak where the file's name says nothing firm. */
export function recognise(name: readonly Word[], folder: readonly Word[]): Recognised | undefined {
  const [inName, inFolder] = [keywordsIn(name), keywordsIn(folder)];
  return (
    decide(inName, "firm", "name") ??
    decide(inFolder, "firm", "folder") ??
    decide(inName, "loose", "name") ??
    // "Mix", "Bounces" and "Master" are what people call folders of tracks.
    decide(
      inFolder.filter(({ role }) => !isWithin(role, REFERENCE)),
      "loose",
      "folder",
    )
  );
}

export const namesFirmly = (words: readonly Word[]): boolean => decide(keywordsIn(words), "firm", "name") !== undefined;

function decide(
  found: readonly Found[],
  strength: Strength,
  confidence: Recognised["confidence"],
): Recognised | undefined {
  const decisive = strongest(found.filter((keyword) => keyword.strength === strength));
  if (!decisive) return undefined;
  const refining = strongest(found.filter(({ role }) => role !== decisive.role && isWithin(role, decisive.role)));
  return {
    role: (refining ?? decisive).role,
    keywords: refining ? [decisive.word, refining.word] : [decisive.word],
    confidence,
  };
}

/** The longest; then the more particular role; then the later, since names put the noun last. */
function strongest(found: readonly Found[]): Found | undefined {
  return found.toSorted((a, b) => b.length - a.length || depth(b.role) - depth(a.role) || b.at - a.at)[0];
}

const depth = (role: Role): number => role.split("/").length;

function keywordsIn(words: readonly Word[]): Found[] {
  const keys = words.map(({ key }) => withoutSide(key));
  return keys.flatMap((_, at) =>
    Array.from({ length: Math.min(LONGEST_RUN, keys.length - at) }, (_none, extra) => {
      const letters = keys.slice(at, at + extra + 1).join("");
      return (KEYWORDS.get(letters) ?? []).map((keyword) => ({ ...keyword, length: letters.length, at }));
    }).flat(),
  );
}

const SIDES: Readonly<Record<string, Side>> = {
  l: "left",
  left: "left",
  lft: "left",
  r: "right",
  right: "right",
  rgt: "right",
};

const sideNamed = (key: string): Side | undefined => (Object.hasOwn(SIDES, key) ? SIDES[key] : undefined);

/** A short keyword with its side glued on: "OHL", "GtrR". Longer words ending so are words of their own. */
const GLUED_SIDE = /^(.{2,4})([lr])$/u;

function withoutSide(key: string): string {
  const stem = GLUED_SIDE.exec(key)?.[1];
  return stem !== undefined && KEYWORDS.has(stem) && !KEYWORDS.has(key) ? stem : key;
}

/** The side that a name gives, and what remains of it: equal for the two halves of a pair. */
export function sideOf(words: readonly Word[]): { side: Side; remainder: string } | undefined {
  const at = words.findLastIndex(({ key }) => sideNamed(key) !== undefined || withoutSide(key) !== key);
  if (at < 0) return undefined;
  const { key } = words[at]!;
  const rest = sideNamed(key) === undefined ? withoutSide(key) : "";
  const remainder = words.map((word, index) => (index === at ? rest : word.key)).join(" ");
  return { side: sideNamed(key) ?? sideNamed(key.at(-1)!)!, remainder };
}

/** A number in front is a track's place in its session, unless it belongs to a keyword: "808", "12 String", "2mix". */
export function placeOf([first, second]: readonly Word[]): number | undefined {
  if (!first || !second || !isNumber(first) || first.key.length > 3) return undefined;
  return KEYWORDS.has(first.key) || KEYWORDS.has(first.key + second.key) ? undefined : Number(first.key);
}
