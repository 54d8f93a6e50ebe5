/** Something that is wrong, as data: what (`code`), where (`at`), and a sentence that says what to do about it. */
export interface Problem {
  readonly code: string;
  /** Address of the fault: a file, a JSON path, or `graph/node.param`. */
  readonly at: string;
  readonly message: string;
}

/** Thrown where work cannot go on. Carries every problem found, not only the first. */
export class TwobusError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.at}: ${problem.message}`).join("\n"));
    this.name = "TwobusError";
    this.problems = problems;
  }
}

/** Shorthand for the usual case of one problem. */
export function fault(code: string, at: string, message: string): TwobusError {
  return new TwobusError([{ code, at, message }]);
}

/** What is wrong, whatever was thrown; `otherwise` makes a problem of what carries none. */
export const problemsOf = (error: unknown, otherwise: (cause: string) => Problem): readonly Problem[] =>
  error instanceof TwobusError ? error.problems : [otherwise(String(error))];
