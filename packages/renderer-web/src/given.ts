import {
  checkShape,
  fault,
  mixSchema,
  problemsOf,
  refuseNewerMix,
  TwobusError,
  type MixDocument,
  type Problem,
} from "@twobus/core";
import type * as z from "zod/mini";

/**
 * Looks at what a call was given before anything is done with it, and gives it back as plain data that can be posted, whatever it was
 * wrapped in. Throws a `TwobusError` at the call's name that names every field that is not as it must be.
 */
export function checkGiven<T>(schema: z.ZodMiniType, value: T, at: string, code = "bad-options"): T {
  const refused = (field: string, message: string): Problem => ({ code, at, message: `${field || "this"} ${message}` });
  try {
    return checkShape(schema, value, "") as T;
  } catch (error) {
    const problems = problemsOf(error, (cause) => refused("", `cannot be looked at (${cause})`));
    throw new TwobusError(problems.map((problem) => refused(problem.at, problem.message)));
  }
}

/** A copy of a mix, which no one changes from outside and which can be posted. Throws a `TwobusError` for what is no mix. */
export function takeMix(mix: MixDocument): MixDocument {
  try {
    refuseNewerMix(mix, "mix");
    checkShape(mixSchema, mix, "mix");
    return structuredClone(mix);
  } catch (error) {
    if (error instanceof TwobusError) throw error;
    const message = "this is no plain data; give a copy as JSON.parse(JSON.stringify(mix)) makes one";
    throw fault("not-plain", placeOfStranger(mix, "mix", new Set()) ?? "mix", `${message} (${String(error)})`);
  }
}

/** The innermost value that cannot be copied: a function, a symbol, a Proxy such as frameworks put around their state. */
function placeOfStranger(value: unknown, at: string, seen: Set<unknown>): string | undefined {
  if (isPlain(value) || seen.has(value)) return undefined;
  seen.add(value);
  if (typeof value !== "object" || value === null) return at;
  for (const [key, inner] of entriesOf(value)) {
    const place = placeOfStranger(inner, Array.isArray(value) ? `${at}[${key}]` : `${at}.${key}`, seen);
    if (place !== undefined) return place;
  }
  return at;
}

function entriesOf(value: object): (readonly [string, unknown])[] {
  try {
    return Object.entries(value);
  } catch {
    return []; // it throws where it is looked at
  }
}

function isPlain(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
