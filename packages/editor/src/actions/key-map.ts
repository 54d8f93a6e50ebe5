import type { Action } from "./action.ts";
import type { Chord } from "./chord.ts";

/** The keys that somebody has chosen, by action; all others have their own. */
export type KeyMap = Readonly<Record<string, readonly Chord[]>>;

/** The keys of an action. */
export function keysOf({ id, keys = [], isFixed = false }: Action, map: KeyMap): readonly Chord[] {
  return isFixed || !Object.hasOwn(map, id) ? keys : map[id]!;
}

/** The other actions that have a key already. */
export const ownersOf = (chord: Chord, actions: readonly Action[], map: KeyMap, except: string): readonly Action[] =>
  actions.filter((action) => action.id !== except && keysOf(action, map).includes(chord));

/** With a key given to an action, and taken from those that had it. */
export function withKey(map: KeyMap, actions: readonly Action[], action: Action, chord: Chord): KeyMap {
  const losers = ownersOf(chord, actions, map, action.id).filter(({ isFixed = false }) => !isFixed);
  const taken = losers.map((loser) => [loser.id, keysOf(loser, map).filter((key) => key !== chord)] as const);
  return { ...map, ...Object.fromEntries(taken), [action.id]: [...new Set([...keysOf(action, map), chord])] };
}

export const withoutKey = (map: KeyMap, action: Action, chord: Chord): KeyMap => ({
  ...map,
  [action.id]: keysOf(action, map).filter((key) => key !== chord),
});

/** With an action's own keys again. They are taken from whoever has them now. */
export function withOwnKeys(map: KeyMap, actions: readonly Action[], action: Action): KeyMap {
  const { [action.id]: _chosen, ...rest } = map;
  return (action.keys ?? []).reduce<KeyMap>((left, chord) => {
    const { [action.id]: _own, ...others } = withKey(left, actions, action, chord);
    return others;
  }, rest);
}

/** A key map that was kept as JSON; what is not one is left out. */
export function readKeyMap(text: string | null): KeyMap {
  let saved: unknown;
  try {
    saved = JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
  if (typeof saved !== "object" || saved === null) return {};
  const isKeys = (value: unknown): value is Chord[] =>
    Array.isArray(value) && value.every((chord) => typeof chord === "string");
  return Object.fromEntries(Object.entries(saved).filter(([, keys]) => isKeys(keys)));
}
