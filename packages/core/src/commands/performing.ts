import type { Registry } from "../definition/pack.ts";
import type { MixDocument } from "../document/types.ts";
import type { Problem } from "../problem.ts";
import { apply, type Applied, type Command } from "./apply.ts";

/** A mix under several commands. */
export interface Performing {
  readonly document: () => MixDocument;
  readonly perform: (command: Command) => Applied;
  /** Those that were done, in order. */
  readonly commands: readonly Command[];
  /** What they took away that had been set. */
  readonly lost: readonly Problem[];
}

/** Does commands one after the other to a document of which nobody else knows yet. */
export function performing(start: MixDocument, registry: Registry): Performing {
  let document = start;
  const commands: Command[] = [];
  const lost: Problem[] = [];
  const perform = (command: Command): Applied => {
    const applied = apply(document, command, registry);
    document = applied.document;
    commands.push(command);
    lost.push(...applied.lost);
    return applied;
  };
  return { document: () => document, perform, commands, lost };
}
