import { expect, test } from "vitest";
import { chordsOf, chordText, isReserved, type Press } from "./chord.ts";
import { EDITOR_ACTIONS } from "./editor-actions.ts";
import { actionFor, type KeyPlace } from "./find-action.ts";
import { keysOf, ownersOf, readKeyMap, withKey, withoutKey, withOwnKeys, type KeyMap } from "./key-map.ts";

const press = (key: string, rest: Partial<Press> = {}): Press => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...rest,
});
const found = (
  key: string,
  rest: Partial<Press> = {},
  place: KeyPlace = "canvas",
  map: KeyMap = {},
): string | undefined => actionFor(press(key, rest), place, EDITOR_ACTIONS, map)?.id;
const action = (id: string) => EDITOR_ACTIONS.find((one) => one.id === id)!;

test("every action has an id and a name of its own, and no two have the same keys", () => {
  for (const pick of ["id", "name"] as const) {
    expect(new Set(EDITOR_ACTIONS.map((one) => one[pick])).size).toBe(EDITOR_ACTIONS.length);
  }
  const chords = EDITOR_ACTIONS.flatMap(({ keys = [] }) => keys);
  expect(new Set(chords).size).toBe(chords.length);
  expect(chords.filter(isReserved)).toEqual([]);
});

test("keys are found by what they write, and digits by where they lie as well", () => {
  expect(chordsOf(press("z", { ctrlKey: true }))).toEqual(["Mod+Z"]);
  expect(chordsOf(press("Z", { metaKey: true, shiftKey: true }))).toEqual(["Mod+Shift+Z"]);
  expect(chordsOf(press("!", { code: "Digit1", shiftKey: true }))).toEqual(["!", "Shift+1"]);
  expect(chordsOf(press("?", { code: "Slash", shiftKey: true }))).toEqual(["?"]);
  expect(chordsOf(press("я", { code: "KeyZ", ctrlKey: true }))).toEqual(["Mod+Z"]);
  expect(chordsOf(press("˙", { code: "KeyH", altKey: true }))).toEqual(["Alt+H"]);
  expect(chordsOf(press(" "))).toEqual(["Space"]);
  expect(chordsOf(press("Shift", { shiftKey: true }))).toEqual([]);
  // Of a German keyboard, where the slash is on the seven.
  expect(found("/", { code: "Digit7", shiftKey: true })).toBe("add");
  expect(found("!", { code: "Digit1", shiftKey: true })).toBe("show-all");
});

test("keys are written as they stand on the keyboard", () => {
  expect(chordText("Mod+Shift+ArrowLeft", false)).toBe("Ctrl+Shift+←");
  expect(chordText("Mod+Shift+Z", true)).toBe("⌘⇧Z");
  expect(chordText("+", false)).toBe("+");
  expect(chordText("Mod++", false)).toBe("Ctrl++");
});

test("keys of the canvas do nothing elsewhere, and in a field of text only a few work", () => {
  expect(found("m")).toBe("mute");
  expect(found("m", {}, "page")).toBeUndefined();
  expect(found("z", { ctrlKey: true }, "page")).toBe("undo");
  expect(found("z", { ctrlKey: true }, "text")).toBeUndefined();
  expect(found("k", { ctrlKey: true }, "text")).toBe("find-action");
  // The browser's own copying.
  expect(found("c", { ctrlKey: true })).toBeUndefined();
});

test("a key that is given to another is taken from its owner, and goes back", () => {
  const map = withKey({}, EDITOR_ACTIONS, action("duplicate"), "M");
  expect(found("m", {}, "canvas", map)).toBe("duplicate");
  expect(found("d", { ctrlKey: true }, "canvas", map)).toBe("duplicate");
  expect(keysOf(action("mute"), map)).toEqual([]);
  expect(ownersOf("M", EDITOR_ACTIONS, map, "mute").map(({ id }) => id)).toEqual(["duplicate"]);
  const back = withOwnKeys(map, EDITOR_ACTIONS, action("mute"));
  expect(found("m", {}, "canvas", back)).toBe("mute");
  expect(keysOf(action("duplicate"), back)).toEqual(["Mod+D"]);
  expect(keysOf(action("undo"), withoutKey({}, action("undo"), "Mod+Z"))).toEqual([]);
  // Nobody takes the browser's.
  expect(keysOf(action("copy"), withKey({}, EDITOR_ACTIONS, action("mute"), "Mod+C"))).toEqual(["Mod+C"]);
});

test("a kept map that is damaged loses what is damaged", () => {
  expect(readKeyMap(null)).toEqual({});
  expect(readKeyMap("{oops")).toEqual({});
  expect(readKeyMap('["a"]')).toEqual({});
  expect(readKeyMap('{"mute":["Q"],"undo":3,"redo":[4]}')).toEqual({ mute: ["Q"] });
});
