/**
 * Keys that are pressed together, as text: `Mod`, `Alt` and `Shift` in this order, then one key, joined by `+`. `Mod` is
 * Control, or Command on a Mac. A character that needs Shift stands for itself: `?`, not `Shift+?`.
 */
export type Chord = string;

/** What is asked of a key event. */
export type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const NO_KEYS: ReadonlySet<string> = new Set([
  "Alt",
  "AltGraph",
  "CapsLock",
  "Control",
  "Dead",
  "Meta",
  "Process",
  "Shift",
  "Unidentified",
]);

/** What was pressed, by what it writes and, for digits, also by where it lies: layouts differ. None for a modifier alone. */
export function chordsOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Press): readonly Chord[] {
  if (NO_KEYS.has(key)) return [];
  const chord = (name: string, hasShift: boolean): Chord =>
    [...(ctrlKey || metaKey ? ["Mod"] : []), ...(altKey ? ["Alt"] : []), ...(hasShift ? ["Shift"] : []), name].join(
      "+",
    );
  if (key === " ") return [chord("Space", shiftKey)];
  if (key.length > 1) return [chord(key, shiftKey)];
  if (/[a-z]/i.test(key)) return [chord(key.toUpperCase(), shiftKey)];
  // Of another alphabet, or changed by Alt.
  if (/^Key[A-Z]$/.test(code)) return [chord(code.slice(3), shiftKey)];
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  return digit === undefined || digit === key ? [chord(key, false)] : [chord(key, false), chord(digit, shiftKey)];
}

/** What the browser or the system keeps for itself, whatever a page says. */
const RESERVED: ReadonlySet<Chord> = new Set([
  "Mod+N",
  "Mod+T",
  "Mod+W",
  "Mod+Shift+N",
  "Mod+Shift+T",
  "Mod+Shift+W",
  "Tab",
  "Shift+Tab",
]);

export const isReserved = (chord: Chord): boolean => RESERVED.has(chord);

const SIGNS: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ContextMenu: "Menu",
};
const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: "⌘", Alt: "⌥", Shift: "⇧" };

/** As it is written on the keys: `Ctrl+Shift+Z`, or `⌘⇧Z` on a Mac. */
export function chordText(chord: Chord, isMac: boolean = onMac()): string {
  const names = partsOf(chord).map((part) => SIGNS[part] ?? (isMac ? MAC_SIGNS[part] : undefined) ?? part);
  return isMac ? names.join("") : names.map((name) => (name === "Mod" ? "Ctrl" : name)).join("+");
}

/** For `aria-keyshortcuts`. */
export const spokenChord = (chord: Chord): string =>
  partsOf(chord)
    .map((part) => (part === "Mod" ? (onMac() ? "Meta" : "Control") : part))
    .join("+");

/** `+` is itself a key. */
const partsOf = (chord: Chord): readonly string[] =>
  chord === "+" ? ["+"] : chord.endsWith("++") ? [...chord.slice(0, -2).split("+"), "+"] : chord.split("+");

const onMac = (): boolean => typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
