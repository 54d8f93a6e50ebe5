const PREFIX = "twobus-open-";

/** Marks a mix as open, until `unmarkOpen`: a mark that nobody took away is that of a page that died. */
export const markOpen = (id: string): void => localStorage.setItem(PREFIX + id, "");

export const unmarkOpen = (id: string): void => localStorage.removeItem(PREFIX + id);

export const isMarkedOpen = (id: string): boolean => localStorage.getItem(PREFIX + id) !== null;

/** All mixes that are marked. */
export const markedOpen = (): string[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length));
