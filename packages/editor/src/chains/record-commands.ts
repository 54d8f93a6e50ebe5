import { apply, type Applied, type Command, type MixDocument, type Problem, type Registry } from "@twobus/core";

/** Commands, and what comes of them in the document that they were tried on. */
export interface Recorded {
  readonly commands: readonly Command[];
  readonly document: MixDocument;
  /** What had been set and has no place any more. */
  readonly lost: readonly Problem[];
}

type Perform = (command: Command) => Applied;

/** Tries work on a document and keeps its commands: done there for good, they make the same ids. Throws what the work throws. */
export function recordCommands(
  document: MixDocument,
  registry: Registry,
  work: (perform: Perform, documentNow: () => MixDocument) => void,
): Recorded {
  const commands: Command[] = [];
  const lost: Problem[] = [];
  let now = document;
  work(
    (command) => {
      const applied = apply(now, command, registry);
      now = applied.document;
      commands.push(command);
      lost.push(...applied.lost);
      return applied;
    },
    () => now,
  );
  return { commands, document: now, lost };
}
