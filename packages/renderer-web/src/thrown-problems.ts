import { TwobusError, type Problem } from "@twobus/core";
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
