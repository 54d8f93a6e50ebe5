/** Widths of letters in ems, on the wide side of what systems set their interface in. */
const NARROW = /[ijltfrI1.,:;'|!()[\]\s·-]/;
const WIDE = /[mwGOQ&]/;
const WIDEST = /[MW@%…—]/;
const IDEOGRAPHIC = /[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]|\p{Extended_Pictographic}/u;

/** An estimate, in pixels: a drawing cannot ask the fonts it will be shown in. */
export function textWidth(text: string, fontSize: number): number {
  return charactersOf(text).reduce((sum, character) => sum + emsOf(character), 0) * fontSize;
}

function emsOf(character: string): number {
  if (IDEOGRAPHIC.test(character)) return 1.2;
  if (NARROW.test(character)) return 0.38;
  if (WIDEST.test(character)) return 1;
  if (WIDE.test(character)) return 0.85;
  return /\p{Lu}/u.test(character) ? 0.72 : 0.62;
}

/** The text, or as much of its beginning as fits with an ellipsis. */
export function fitText(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let [room, shown] = [width / fontSize - emsOf("…"), ""];
  for (const character of charactersOf(text)) {
    room -= emsOf(character);
    if (room < 0) break;
    shown += character;
  }
  return `${shown.trimEnd()}…`;
}

/** Letters with their marks, so that cutting halves none. */
const charactersOf = (text: string): string[] => text.match(/\P{M}\p{M}*/gu) ?? [];

const MINUS = "\u2212";

/** "−1.5": one decimal, a true minus sign. */
export function decibelText(decibels: number): string {
  const rounded = decibels.toFixed(1);
  return rounded === "-0.0" ? "0.0" : rounded.replace("-", MINUS);
}

/** What a fader's position reads; nothing at 0 dB, where faders rest. `floorDb` and below is silence. */
export function faderText(faderDb: number | undefined): string {
  if (faderDb === undefined || faderDb === 0) return "";
  return `${faderDb <= FADER_OFF_DB ? `${MINUS}\u221e` : decibelText(faderDb)} dB`;
}

/** A fader at its lower end is closed. */
const FADER_OFF_DB = -96;
