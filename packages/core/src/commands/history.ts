import { applyPatches, type Patch } from "immer";
import type { Registry } from "../definition/pack.ts";
import type { MixDocument } from "../document/types.ts";
import { apply, type Applied, type Command } from "./apply.ts";

type Change = Pick<Applied, "patches" | "inversePatches">;
/** The changes of one gesture, in the order in which they were made. */
type Entry = Change[];

/** A document with everything that was done to it: the only way by which an editor changes a mix. */
export class History {
  #document: MixDocument;
  readonly #registry: Registry;
  readonly #done: Entry[] = [];
  #undone: Entry[] = [];
  #gesture: Entry | undefined;

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

  /** Does a command, or throws a TwobusError and changes nothing. A command without effect leaves no entry. */
  do(command: Command): Applied {
    const applied = apply(this.#document, command, this.#registry);
    if (applied.patches.length === 0) return applied;
    this.#document = applied.document;
    this.#undone = [];
    if (this.#gesture === undefined) this.#done.push([applied]);
    else {
      if (this.#gesture.length === 0) this.#done.push(this.#gesture);
      append(this.#gesture, applied);
    }
    return applied;
  }

  /** What is done from here to `endGesture` is undone at once: the drag of a fader, a node added on a cable. */
  beginGesture(): void {
    this.#gesture = [];
  }

  endGesture(): void {
    this.#gesture = undefined;
  }

  /** Does several commands as one gesture: all of them, or, when one throws, none. */
  gesture<T>(work: () => T): T {
    this.beginGesture();
    try {
      return work();
    } catch (error) {
      if (this.#gesture !== undefined && this.#gesture.length > 0) {
        this.undo();
        this.#undone = [];
      }
      throw error;
    } finally {
      this.endGesture();
    }
  }

  /** Takes the last entry back and returns what changed; nothing when there is none. Ends an open gesture. */
  undo(): readonly Patch[] {
    this.#gesture = undefined;
    const entry = this.#done.pop();
    if (entry === undefined) return [];
    this.#undone.push(entry);
    return this.#play(entry.toReversed().flatMap(({ inversePatches }) => inversePatches));
  }

  /** Does again what was undone last and returns what changed; nothing when there is none. */
  redo(): readonly Patch[] {
    this.#gesture = undefined;
    const entry = this.#undone.pop();
    if (entry === undefined) return [];
    this.#done.push(entry);
    return this.#play(entry.flatMap(({ patches }) => patches));
  }

  #play(patches: readonly Patch[]): readonly Patch[] {
    this.#document = applyPatches(this.#document, patches);
    return patches;
  }
}

/** A drag sets the same values over and over: of those only the last remain, and the way back to before the first. */
function append(entry: Entry, { patches, inversePatches }: Change): void {
  const last = entry.at(-1);
  if (last !== undefined && replacesTheSame(last.patches, patches) && replacesTheSame(last.inversePatches, patches)) {
    entry[entry.length - 1] = { patches, inversePatches: last.inversePatches };
  } else entry.push({ patches, inversePatches });
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
