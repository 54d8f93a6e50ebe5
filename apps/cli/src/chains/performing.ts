import { apply, type Applied, type Command, type MixDocument, type Problem } from "@twobus/core";
import { registry } from "../mix-file.ts";

/** A mix under several commands. */
export interface Performing {
  readonly document: () => MixDocument;
  readonly perform: (command: Command) => Applied;
  readonly lost: readonly Problem[];
}

/** Does commands one after the other, and gathers what was lost. */
export function performing(start: MixDocument): Performing {
  let document = start;
  const lost: Problem[] = [];
  const perform = (command: Command): Applied => {
    const applied = apply(document, command, registry);
    document = applied.document;
    lost.push(...applied.lost);
    return applied;
  };
  return { document: () => document, perform, lost };
}
