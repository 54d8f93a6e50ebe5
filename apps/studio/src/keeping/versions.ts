/** Versions of a mix that are kept; older ones go. */
export const MOST_VERSIONS = 50;
/** Saves within this time are one version. */
export const VERSION_MS = 30_000;

/** A version's place among the others. */
export interface VersionPlace {
  readonly number: number;
  readonly startedAtMs: number;
}

/** Where the next save goes, and which versions go for it. */
export interface NextVersion extends VersionPlace {
  readonly dropped: readonly number[];
}

/**
 * A save overwrites the newest version while that one is young, and begins another afterwards. `numbers` are those of
 * all versions, in ascending order; `newest` the place of the last, absent where the next save must begin a version.
 */
export function nextVersion(numbers: readonly number[], newest: VersionPlace | undefined, nowMs: number): NextVersion {
  const age = newest === undefined ? Infinity : nowMs - newest.startedAtMs;
  // A clock that was set back begins a version too.
  if (newest !== undefined && age >= 0 && age < VERSION_MS) return { ...newest, dropped: [] };
  const number = (numbers.at(-1) ?? 0) + 1;
  const surplus = Math.max(0, numbers.length + 1 - MOST_VERSIONS);
  return { number, startedAtMs: nowMs, dropped: numbers.slice(0, surplus) };
}
