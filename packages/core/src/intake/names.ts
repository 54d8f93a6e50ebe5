const FIRST_80 = /^.{0,80}/u;

/** Control characters, invisible format marks (joiners of scripts and emoji excepted), halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

/**
 * The name that people read: separators as spaces, nothing that cannot be seen, 80 characters at most.
 * A name typed without capitals is given one.
 */
export function labelFrom(text: string): string {
  const label = text.replace(UNPRINTABLE, " ").replaceAll("_", " ").replace(/\s+/gu, " ").trim();
  const shown = FIRST_80.exec(label)![0].trim();
  return shown === "" ? "Track" : /\p{Lu}/u.test(shown) ? shown : capitalised(shown);
}

const capitalised = (label: string): string =>
  label.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()).replace(/ [lr]$/, (side) => side.toUpperCase());
