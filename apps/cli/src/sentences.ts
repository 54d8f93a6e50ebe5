import type { Problem } from "@twobus/core/problem";

/** Lines of one kind that a person reads before the rest is only counted. */
const MOST_LINES = 20;

/** Faults and warnings as lines: where, and what to do; of many the first, and how many more there are. */
export function linesOf(problems: readonly Problem[]): string[] {
  const lines = problems.slice(0, MOST_LINES).map(sentence);
  const left = problems.length - lines.length;
  return left === 0 ? lines : [...lines, `and ${left} more`];
}

/** Faults of the whole program need no place: the line begins with its name already. */
const sentence = ({ at, message }: Problem): string => oneLine(at === "twobus" ? message : `${at}: ${message}`);

/** Control characters, and marks that turn the direction of text around. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

const oneLine = (text: string): string => text.replace(CONTROLS, escaped);

/** Text in lines, with whatever would steer a terminal written out: a file may be called anything. */
export const printable = (text: string): string =>
  text.replace(CONTROLS, (control) => (control === "\n" ? control : escaped(control)));

const escaped = (control: string): string => `\\u${control.codePointAt(0)!.toString(16).padStart(4, "0")}`;
