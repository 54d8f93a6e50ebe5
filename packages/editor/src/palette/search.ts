/** Something to be found by typing. */
export interface Findable {
  readonly name: string;
  readonly words?: readonly string[];
  readonly category?: string;
  /** What is said of what it is made of: found last. */
  readonly wordsInside?: readonly string[];
}

/**
 * What fits a query, best first: every word of it must be found, at best at the beginning of a name. Things that fit
 * equally well stay in their order, and all stay where nothing is asked.
 */
export function search<T extends Findable>(query: string, things: readonly T[]): readonly T[] {
  const parts = plain(query).split(/\s+/).filter(Boolean);
  if (parts.length === 0) return things;
  return things
    .map((thing) => ({ thing, score: scoreOf(parts, thing) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ thing }) => thing);
}

const scoreOf = (parts: readonly string[], thing: Findable): number => {
  const scores = parts.map((part) => partScore(part, thing));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score);
};

function partScore(part: string, { name, words = [], category = "", wordsInside = [] }: Findable): number {
  const text = plain(name);
  if (text === part) return 10;
  if (text.startsWith(part)) return 9;
  if (text.split(/[\s-]+/).some((word) => word.startsWith(part))) return 8;
  const others = words.map(plain);
  if (others.some((word) => word === part)) return 7;
  if (text.includes(part)) return 6;
  if (others.some((word) => word.startsWith(part))) return 5;
  if (plain(category).startsWith(part)) return 4;
  if (others.some((word) => word.includes(part))) return 3;
  if (wordsInside.some((word) => plain(word).startsWith(part))) return 2;
  return isSpelled(part, text) ? 1 : 0;
}

/** Whether the letters stand in the text, in their order: `gcmp` in `glue compressor`. */
function isSpelled(letters: string, text: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Without accents and capitals. */
export const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
