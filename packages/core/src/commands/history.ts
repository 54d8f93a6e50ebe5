import { applyPatches, type Patch } from "immer";
import type { Registry } from "../definition/pack.ts";
import type { MixDocument } from "../document/types.ts";
import { apply, type Applied, type Command } from "./apply.ts";
import { forsakenKeys } from "./keys.ts";

/** What was done at once: one entry to undo. */
export interface Gesture {
  /** In the order in which they were done; of a drag only the last. */
  readonly commands: readonly Command[];
  /** What the mix was like before. */
  readonly before: MixDocument;
  /** What it is called where no command says what was done. */
  readonly name?: string;
}

type Change = Pick<Applied, "patches" | "inversePatches">;
/** A gesture with the changes that its commands made, in the same order. */
interface Entry extends Gesture {
  readonly commands: Command[];
  readonly changes: Change[];
}

/** Has an entry from its first change on. */
interface OpenGesture {
  entry?: Entry;
}

/** A document with everything that was done to it: the only way by which an editor changes a mix. */
export class History {
  #document: MixDocument;
  readonly #registry: Registry;
  readonly #done: Entry[] = [];
  #undone: Entry[] = [];
  #gesture: OpenGesture | undefined;

  constructor(document: MixDocument, registry: Registry) {
    this.#document = document;
    this.#registry = registry;
  }

  get document(): MixDocument {
    return this.#document;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** What could be undone, the first thing done first. */
  get done(): readonly Gesture[] {
    return this.#done.slice();
  }

  /** What could be done again, the first thing undone last. */
  get undone(): readonly Gesture[] {
    return this.#undone.slice();
  }

  /** Does a command, or throws a TwobusError and changes nothing. A command without effect leaves no entry. */
  do(command: Command): Applied {
    const before = this.#document;
    const applied = apply(before, command, this.#registry);
    const { patches, inversePatches } = applied;
    if (patches.length === 0) return applied;
    this.#document = applied.document;
    this.#undone = [];
    const change = { patches, inversePatches };
    if (this.#gesture?.entry === undefined) {
      const entry = { before, commands: [command], changes: [change] };
      this.#done.push(entry);
      if (this.#gesture === undefined) this.#tidy(entry);
      else this.#gesture.entry = entry;
    } else append(this.#gesture.entry, command, change);
    return applied;
  }

  /** Puts another document in its place, as one entry without commands: it was not edited into what it is. */
  replace(document: MixDocument, name: string): void {
    this.#endGesture();
    const before = this.#document;
    if (document === before) return;
    const put = (value: MixDocument): Patch[] => [{ op: "replace", path: [], value }];
    this.#done.push({ before, commands: [], changes: [{ patches: put(document), inversePatches: put(before) }], name });
    this.#undone = [];
    this.#document = document;
  }

  /** Key inputs that a gesture has made useless go with it. One that goes can make another one useless. */
  #tidy(entry: Entry): void {
    for (let keys = forsakenKeys(entry.before, this.#document); keys.length > 0;) {
      for (const command of keys) {
        const { document, patches, inversePatches } = apply(this.#document, command, this.#registry);
        this.#document = document;
        append(entry, command, { patches, inversePatches });
      }
      keys = forsakenKeys(entry.before, this.#document);
    }
  }

  /**
   * What is done from here on is undone at once: the drag of a fader, a node added on a cable. Returns what ends it, which ends no
   * other gesture: one that begins meanwhile has ended this one.
   */
  beginGesture(): () => void {
    this.#endGesture();
    const gesture: OpenGesture = {};
    this.#gesture = gesture;
    return () => {
      if (this.#gesture === gesture) this.#endGesture();
    };
  }

  #endGesture(): void {
    const entry = this.#gesture?.entry;
    this.#gesture = undefined;
    if (entry !== undefined) this.#tidy(entry);
  }

  /** Does several commands as one gesture: all of them, or, when one throws, none. */
  gesture<T>(work: () => T): T {
    const end = this.beginGesture();
    const gesture = this.#gesture!;
    try {
      return work();
    } catch (error) {
      if (gesture.entry !== undefined && gesture === this.#gesture) {
        this.undo();
        this.#undone = [];
      }
      throw error;
    } finally {
      end();
    }
  }

  /** Takes the last entry back and returns what changed; nothing when there is none. Ends an open gesture. */
  undo(): readonly Patch[] {
    this.#gesture = undefined;
    const entry = this.#done.pop();
    if (entry === undefined) return [];
    this.#undone.push(entry);
    return this.#play(entry.changes.toReversed().flatMap(({ inversePatches }) => inversePatches));
  }

  /** Does again what was undone last and returns what changed; nothing when there is none. */
  redo(): readonly Patch[] {
    this.#gesture = undefined;
    const entry = this.#undone.pop();
    if (entry === undefined) return [];
    this.#done.push(entry);
    return this.#play(entry.changes.flatMap(({ patches }) => patches));
  }

  #play(patches: readonly Patch[]): readonly Patch[] {
    this.#document = applyPatches(this.#document, patches);
    return patches;
  }
}

/** A drag sets the same values over and over: of those only the last remain, and the way back to before the first. */
function append({ commands, changes }: Entry, command: Command, { patches, inversePatches }: Change): void {
  const last = changes.at(-1)!;
  if (replacesTheSame(last.patches, patches) && replacesTheSame(last.inversePatches, patches)) {
    commands[commands.length - 1] = command;
    changes[changes.length - 1] = { patches, inversePatches: last.inversePatches };
  } else {
    commands.push(command);
    changes.push({ patches, inversePatches });
  }
}

/** Whether two changes do nothing but put values in place of others, at the same places. */
function replacesTheSame(before: readonly Patch[], after: readonly Patch[]): boolean {
  const isReplacing = [...before, ...after].every(({ op }) => op === "replace");
  return isReplacing && placesOf(before) === placesOf(after);
}

function placesOf(patches: readonly Patch[]): string {
  return patches
    .map(({ path }) => path.join("/"))
    .toSorted()
    .join();
}
