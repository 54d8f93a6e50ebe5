/** Gives things that are made anew again and again the identity of their forerunners, where nothing about them is different. */
export class SteadyList<T extends { readonly id: string }> {
  #last: ReadonlyMap<string, T> = new Map();

  /** `items`, each of them the one with its id from the last call if it is equal to that, and so for all that is in it. */
  take(items: readonly T[]): T[] {
    const kept = items.map((item) => keptWhereEqual(this.#last.get(item.id), item));
    this.#last = new Map(kept.map((item) => [item.id, item]));
    return kept;
  }
}

/** `next`, with all that it holds taken from `before` as far as it is equal; `before` itself where all is. */
export function keptWhereEqual<T>(before: T | undefined, next: T): T {
  if (before === undefined || Object.is(before, next) || !isHolder(before) || !isHolder(next)) return next;
  if (Array.isArray(before) !== Array.isArray(next)) return next;
  const [old, names] = [before as Record<string, unknown>, Object.keys(next)];
  const kept = names.map((name) => keptWhereEqual(old[name], (next as Record<string, unknown>)[name]));
  const isEqual =
    names.length === Object.keys(old).length &&
    names.every((name, index) => Object.hasOwn(old, name) && Object.is(kept[index], old[name]));
  if (isEqual) return before;
  if (Array.isArray(next)) return kept as T;
  return Object.fromEntries(names.map((name, index) => [name, kept[index]])) as T;
}

/** A list, or an object without a class. */
const isHolder = (value: unknown): value is object =>
  Array.isArray(value) ||
  (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype);
