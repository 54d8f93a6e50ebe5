import type { Parameter, PlainValue } from "@twobus/core";
import { readNumber } from "./numbers.ts";

/** What a text means for a parameter. What it cannot mean is passed on as it is, to be refused with the legal range. */
export function plainValue(parameter: Parameter | undefined, text: string): PlainValue {
  const isWord = parameter?.kind === "choice" && typeof parameter.options[0] === "string";
  if (isWord) return text;
  if (text === "true" || text === "false") return text === "true";
  const number = readNumber(text);
  return Number.isFinite(number) ? number : text;
}
