import { checkShape, problemsOf, TwobusError, type Problem } from "@twobus/core";
import type * as z from "zod/mini";

/**
 * Looks at what a call was given before anything is done with it. Throws a `TwobusError` at the call's name that names every field
 * that is not as it must be.
 */
export function checkGiven(schema: z.ZodMiniType, value: unknown, at: string, code = "bad-options"): void {
  const refused = (field: string, message: string): Problem => ({ code, at, message: `${field || "this"} ${message}` });
  try {
    checkShape(schema, value, "");
  } catch (error) {
    const problems = problemsOf(error, (cause) => refused("", `cannot be looked at (${cause})`));
    throw new TwobusError(problems.map((problem) => refused(problem.at, problem.message)));
  }
}
