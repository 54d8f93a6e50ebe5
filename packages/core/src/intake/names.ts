import type { NodeId } from "../document/types.ts";

const FIRST_80 = /^.{0,80}/u;
const LONGEST_ID_STEM = 48;

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

/** Gives out readable ids, each only once: "kick-in", "kick-in-2". Legal by `/^[A-Za-z][A-Za-z0-9_-]{0,63}$/`. */
export class IdGiver {
  readonly #taken: Set<NodeId>;
  readonly #lastNumbers = new Map<string, number>();

  /** `reserved` ids are never given out. */
  constructor(reserved: readonly NodeId[]) {
    this.#taken = new Set(reserved);
  }

  idFor(label: string): NodeId {
    const stem = idStem(label);
    let id = stem;
    for (let number = this.#lastNumbers.get(stem) ?? 1; this.#taken.has(id);) {
      number += 1;
      id = `${stem}-${number}`;
      this.#lastNumbers.set(stem, number);
    }
    this.#taken.add(id);
    return id;
  }
}

function idStem(label: string): string {
  const letters = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_ID_STEM)
    .replace(/^-+|-+$/g, "");
  return letters === "" ? "track" : /^[a-z]/.test(letters) ? letters : `track-${letters}`;
}
