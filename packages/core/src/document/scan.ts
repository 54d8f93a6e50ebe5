import { TwobusError, type Problem } from "../problem.ts";
import { LIMITS } from "./limits.ts";

const MOST_DUPLICATES_TOLD = 100;

/**
 * Reads JSON text once, without building anything and without recursion, and throws what `JSON.parse` would keep
 * silent or say differently in each engine: syntax errors with line and column, names that stand twice in one
 * object, nesting deeper than the format allows. Text that passes is legal JSON (RFC 8259).
 *
 * `name` is the file's, for the addresses of problems.
 */
export function scanJson(text: string, name: string): void {
  new Scanner(text, name).scan();
}

/** A name as a sentence can bear it. */
const shortened = (raw: string): string => (raw.length > 66 ? `${raw.slice(0, 60)}…"` : raw);

/** An object with the names seen so far, or an array. */
type Level = Set<string> | "array";

class Scanner {
  readonly #text: string;
  readonly #name: string;
  readonly #problems: Problem[] = [];
  readonly #levels: Level[] = [];
  #position = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string, name: string) {
    this.#text = text;
    this.#name = name;
  }

  scan(): void {
    this.#space();
    this.#refuseOtherThings();
    do this.#value();
    while (this.#nextIsValue());
    this.#space();
    if (this.#position < this.#text.length) this.#expected("the end of the file");
    if (this.#problems.length > 0) throw new TwobusError(this.#problems);
  }

  /** What does not begin as JSON does is another kind of file: where it goes wrong says nothing. */
  #refuseOtherThings(): void {
    const first = this.#text[this.#position];
    if (first === undefined) {
      this.#fail("bad-json", "the file is empty; copy or download it again, or open an older version of it");
    }
    if (first === "\0") {
      this.#fail(
        "bad-json",
        "the file holds zeros in place of text: it was not written whole; open another copy of it",
      );
    }
    if (!/["{[\-\dtfn]/.test(first)) {
      this.#fail(
        "bad-json",
        `this is no JSON text: it begins with ${JSON.stringify(first)}; choose the file that Twobus saved, or copy all of its text`,
      );
    }
  }

  /** Steps over a value, or into the beginning of an object or array. */
  #value(): void {
    this.#space();
    switch (this.#text[this.#position]) {
      case "{":
        this.#open(new Set());
        break;
      case "[":
        this.#open("array");
        break;
      case '"':
        this.#string();
        break;
      default:
        this.#wordOrNumber();
    }
  }

  #open(level: Level): void {
    this.#levels.push(level);
    if (this.#levels.length > LIMITS.jsonDepth) {
      this.#fail("too-deep", `more than ${LIMITS.jsonDepth} objects and lists stand inside one another here`);
    }
    this.#position++;
  }

  /** After a value or an opening bracket: closes what ends here, steps over a comma and a name. */
  #nextIsValue(): boolean {
    for (;;) {
      const level = this.#levels.at(-1);
      if (level === undefined) return false;
      const isFirst = this.#isAfterOpening();
      this.#space();
      const character = this.#text[this.#position];
      if (character === (level === "array" ? "]" : "}")) {
        this.#position++;
        this.#levels.pop();
        continue;
      }
      if (!isFirst) {
        if (character !== ",") this.#expected(level === "array" ? "a comma or ]" : "a comma or }");
        this.#position++;
      }
      if (level !== "array") this.#key(level);
      return true;
    }
  }

  #isAfterOpening(): boolean {
    const before = this.#text[this.#position - 1];
    return before === "{" || before === "[";
  }

  #key(names: Set<string>): void {
    this.#space();
    if (this.#text[this.#position] !== '"') this.#expected("a name in double quotes");
    const start = this.#position;
    this.#string();
    const raw = this.#text.slice(start, this.#position);
    const key = raw.includes("\\") ? (JSON.parse(raw) as string) : raw.slice(1, -1);
    if (names.has(key))
      this.#note("duplicate-name", start, `${shortened(raw)} stands twice in one object; rename or remove one`);
    if (key === "__proto__") this.#note("illegal-name", start, `${raw} cannot be a name; choose another`);
    names.add(key);
    this.#space();
    if (this.#text[this.#position] !== ":") this.#expected("a colon");
    this.#position++;
  }

  #string(): void {
    for (this.#position++; ; this.#position++) {
      const character = this.#text[this.#position];
      if (character === undefined) this.#expected("a closing double quote");
      if (character < " ") this.#fail("bad-json", "text may not hold line breaks or control characters; write \\n");
      if (character === '"') break;
      if (character === "\\") this.#escape();
    }
    this.#position++;
  }

  #escape(): void {
    this.#position++;
    const character = this.#text[this.#position];
    if (character === "u" && /^[0-9a-fA-F]{4}$/.test(this.#text.slice(this.#position + 1, this.#position + 5))) {
      this.#position += 4;
    } else if (character === undefined || !'"\\/bfnrt'.includes(character)) {
      this.#expected('an escape such as \\n, \\" or \\u00e9');
    }
  }

  #wordOrNumber(): void {
    for (const word of ["true", "false", "null"]) {
      if (this.#text.startsWith(word, this.#position)) {
        this.#position += word.length;
        return;
      }
    }
    this.#step("-");
    if (!this.#step("0")) this.#digits("a value");
    if (this.#step(".")) this.#digits("a digit");
    if (this.#step("e") || this.#step("E")) {
      if (!this.#step("+")) this.#step("-");
      this.#digits("a digit");
    }
  }

  #step(character: string): boolean {
    const matches = this.#text[this.#position] === character;
    if (matches) this.#position++;
    return matches;
  }

  #digits(wanted: string): void {
    const start = this.#position;
    while (isDigit(this.#text[this.#position])) this.#position++;
    if (this.#position === start) this.#expected(wanted);
  }

  #space(): void {
    for (; ; this.#position++) {
      const character = this.#text[this.#position];
      if (character === "\n") {
        this.#line++;
        this.#lineStart = this.#position + 1;
      } else if (character !== " " && character !== "\t" && character !== "\r") return;
    }
  }

  #expected(wanted: string): never {
    const character = this.#text[this.#position];
    this.#fail(
      "bad-json",
      character === undefined
        ? `the file ends here, before it is whole (expected ${wanted}); copy or download it again, or open an older version of it`
        : `expected ${wanted}, found ${JSON.stringify(character)}; mend it there in a text editor, or open an older version of it`,
    );
  }

  #fail(code: string, message: string): never {
    this.#problems.push(this.#problem(code, this.#position, message));
    throw new TwobusError(this.#problems);
  }

  #note(code: string, position: number, message: string): void {
    this.#problems.push(this.#problem(code, position, message));
    if (this.#problems.length >= MOST_DUPLICATES_TOLD) throw new TwobusError(this.#problems);
  }

  #problem(code: string, position: number, message: string): Problem {
    return { code, at: `${this.#name}:${this.#line}:${position - this.#lineStart + 1}`, message };
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}
