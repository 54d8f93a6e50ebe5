import type * as z from "zod/mini";
import { TwobusError, type Problem } from "../problem.ts";

/** The value in the shape that `schema` gives it. Throws a TwobusError that names every fault below `at`. */
export function checkShape<T>(schema: z.ZodMiniType<T>, value: unknown, at: string): T {
  const result = schema.safeParse(value, { error: sentence, reportInput: true });
  if (result.success) return result.data;
  throw new TwobusError(result.error.issues.map((issue) => problemOf(issue, at)));
}

/** A path in words of the document: `graphs.mix.connections[3].from`. */
export function pathText(path: readonly PropertyKey[], base = ""): string {
  let text = base;
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[$\w-]{1,64}$/.test(String(step))) text += `${text === "" ? "" : "."}${String(step)}`;
    else text += `[${quoted(step)}]`;
  }
  return text;
}

const codes: Partial<Record<z.core.$ZodIssue["code"], string>> = {
  invalid_type: "wrong-type",
  invalid_union: "wrong-type",
  invalid_key: "illegal-name",
};

function problemOf(issue: z.core.$ZodIssue, base: string): Problem {
  const at = pathText(issue.path, base);
  if (issue.input === undefined) return { code: "missing-field", at, message: issue.message };
  const code = codes[issue.code] ?? "illegal-value";
  if (issue.code !== "invalid_key") return { code, at, message: issue.message };
  return { code, at, message: `the name ${quoted(issue.input)} ${issue.issues[0]?.message ?? "is not allowed"}` };
}

function sentence(issue: z.core.$ZodRawIssue): string {
  const wanted = wantedOf(issue);
  return issue.input === undefined
    ? `is missing; it must be ${wanted}`
    : `must be ${wanted}, not ${found(issue.input)}`;
}

/** What the schema asks for, as it stands after “must be”. */
function wantedOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? `a ${issue.expected}`;
    case "invalid_value":
      return issue.values.map((value) => (typeof value === "string" ? quoted(value) : String(value))).join(" or ");
    case "too_small":
      return issue.origin === "array" ? "a list with an entry" : `${String(issue.minimum)} or more`;
    case "too_big":
      return `${String(issue.maximum)} or less`;
    case "invalid_union":
      return "a number, text, or true or false";
    default:
      return "as the format asks";
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text in double quotes",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object in braces",
  record: "an object in braces",
  array: "a list in brackets",
};

function found(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (Number.isNaN(value)) return "what is no number (NaN)";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "a number too large to hold";
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function quoted(value: unknown): string {
  const text = JSON.stringify(typeof value === "symbol" ? String(value) : value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}
