import type { Problem } from "@twobus/core";

/** What was thrown, as it is shown: the first of a `TwobusError`'s problems, or the words of another. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Error && "problems" in error
    ? (error.problems as Problem[])[0]!
    : { code: "failed", at: "studio", message: String(error) };
