import { TwobusError, type Problem } from "@twobus/core";

/** A request that is not served: the status of the answer, and why. */
export class Refused extends TwobusError {
  readonly status: number;

  constructor(status: number, problems: readonly Problem[]) {
    super(problems);
    this.name = "Refused";
    this.status = status;
  }
}

export function refused(status: number, code: string, at: string, message: string): Refused {
  return new Refused(status, [{ code, at, message }]);
}

const NOT_THERE = ["enoent", "enotdir", "eisdir", "not-a-file", "eloop", "enametoolong"];

/** The status that a failure is answered with. */
export function statusOf(error: unknown): number {
  if (error instanceof Refused) return error.status;
  if (!(error instanceof TwobusError)) return 500;
  const { code } = error.problems[0]!;
  if (NOT_THERE.includes(code)) return 404;
  return code === "eacces" ? 403 : 500;
}
