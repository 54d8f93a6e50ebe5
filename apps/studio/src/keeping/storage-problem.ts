import { TwobusError, type Problem } from "@twobus/core";

/** Why something could not be kept, and what to do. */
export function storageProblem(error: unknown, at: string): Problem {
  if (error instanceof TwobusError) return error.problems[0]!;
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    const message =
      "the browser's storage is full, and the last changes are only on this page: save the mix as a file, then delete mixes that you do not need";
    return { code: "quota-exceeded", at, message };
  }
  const message = `the mix could not be kept in this browser (${String(error)}); save it as a file`;
  return { code: "not-kept", at, message };
}
