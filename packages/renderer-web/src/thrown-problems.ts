import { problemsOf, TwobusError, type Problem } from "@twobus/core";
import { transferHandlers, type TransferHandler } from "comlink";

interface Thrown {
  readonly value: unknown;
}

interface Problems {
  readonly problems: readonly Problem[];
}

/** How comlink itself sends what was thrown: the message alone. */
const usual = transferHandlers.get("throw") as TransferHandler<Thrown, unknown>;

const whole: TransferHandler<Thrown, unknown> = {
  canHandle: usual.canHandle,
  serialize: (thrown) =>
    thrown.value instanceof TwobusError ? [{ problems: thrown.value.problems }, []] : usual.serialize(thrown),
  deserialize: (sent) => {
    if (hasProblems(sent)) throw new TwobusError(sent.problems);
    return usual.deserialize(sent);
  },
};

const hasProblems = (sent: unknown): sent is Problems =>
  typeof sent === "object" && sent !== null && "problems" in sent;

/** Lets a `TwobusError` arrive on the other side as one. Both sides call it. */
export function sendProblemsWhole(): void {
  transferHandlers.set("throw", whole);
}

/**
 * The same calls for the other side: whatever they throw arrives there as a `TwobusError`, also what nobody has thought of. `at` is
 * who throws it.
 */
export function throwingProblems<C extends { readonly [name in keyof C]: (...given: never[]) => unknown }>(
  calls: C,
  at: string,
): C {
  const throwing =
    (call: (...given: unknown[]) => unknown) =>
    async (...given: unknown[]): Promise<unknown> => {
      try {
        return await call(...given);
      } catch (error) {
        throw new TwobusError(problemsOf(error, (cause) => internalError(at, cause)));
      }
    };
  const entries = Object.entries<(...given: unknown[]) => unknown>(calls as never);
  return Object.fromEntries(entries.map(([name, call]) => [name, throwing(call)])) as unknown as C;
}

const internalError = (at: string, cause: string): Problem => ({
  code: "internal-error",
  at,
  message: `this is a fault of the program (${cause}); try again, and please report it where it comes again`,
});
