const word = "[A-Za-z][A-Za-z0-9_-]{0,63}";

/**
 * Graphs, sources, ports and parameters: a letter, then letters, digits, `_` and `-`, 64 at most.
 * `constructor` is left out because immer, guarding prototypes, lets no patch pass through it.
 */
export const ID_PATTERN: RegExp = new RegExp(`^(?!constructor$)${word}$`);

/** A node's id may also not be `in` or `out`: those stand for the graph's interface. */
export const NODE_ID_PATTERN: RegExp = new RegExp(`^(?!(?:constructor|in|out)$)${word}$`);

/** `node.port`, or `node.param`. */
export const ENDPOINT_PATTERN: RegExp = new RegExp(`^${word}\\.${word}$`);

/** `graph/node.param` */
export const PARAMETER_ADDRESS_PATTERN: RegExp = new RegExp(`^${word}/${word}\\.${word}$`);

const MOST_STEPS = 16;

/** A place in sums: ids with `/` between them, or nothing. */
export const ORDER_PATTERN: RegExp = new RegExp(`^(?:${word}(?:/${word}){0,${MOST_STEPS - 1}})?$`);

/** A place in sums from its steps, of which the last count most. */
export function orderText(steps: readonly string[]): string {
  return steps
    .filter((step) => step !== "")
    .slice(-MOST_STEPS)
    .join("/");
}

/** The entry that a record itself holds: ids such as `toString` must not find what every object inherits. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Names for a sentence: `main, key`, or the first dozen of many, or `none`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}

/**
 * An id close to `wish` that is not `taken`: `kick`, else `kick-2`, `kick-3`, … Accents are dropped; what does not begin
 * with a letter is named after its `kind`: `track-808`.
 */
export function freeId(taken: Readonly<Record<string, unknown>>, wish: string, kind: string): string {
  const id = idFrom(wish, kind);
  const isFree = (candidate: string): boolean => NODE_ID_PATTERN.test(candidate) && !Object.hasOwn(taken, candidate);
  if (isFree(id)) return id;
  const unnumbered = id.replace(/-\d+$/, "");
  // The 2 of `kick-2` counts kicks where there is a `kick`; elsewhere it is part of the name.
  const stem = Object.hasOwn(taken, unnumbered) ? unnumbered : id;
  let count = 2;
  while (!isFree(`${stem}-${count}`)) count++;
  return `${stem}-${count}`;
}

/** Leaves room for a kind before it and a number after it. */
const LONGEST_STEM = 48;

function idFrom(wish: string, kind: string): string {
  const letters = wish
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .slice(0, LONGEST_STEM)
    .replace(/^[-_]+|[-_]+$/g, "");
  if (letters === "") return kind;
  return /^[A-Za-z]/.test(letters) ? letters : `${kind}-${letters}`;
}
