import { performing, type Command, type MixDocument, type Performing, type Problem, type Registry } from "@twobus/core";

/** Commands, and what comes of them in the document that they were tried on. */
export interface Recorded {
  readonly commands: readonly Command[];
  readonly document: MixDocument;
  /** What had been set and has no place any more. */
  readonly lost: readonly Problem[];
}

/** Tries work on a document and keeps its commands: done there for good, they make the same ids. Throws what the work throws. */
export function recordCommands(
  document: MixDocument,
  registry: Registry,
  work: (perform: Performing["perform"], documentNow: () => MixDocument) => void,
): Recorded {
  const mix = performing(document, registry);
  work(mix.perform, mix.document);
  return { commands: mix.commands, document: mix.document(), lost: mix.lost };
}
