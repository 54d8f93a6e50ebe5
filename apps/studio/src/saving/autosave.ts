import { TwobusError, type MixDocument, type Problem } from "@twobus/core";

/** What can be under edit: an editor's session. */
export interface Edited {
  getState(): { readonly document: MixDocument };
  subscribe(listener: () => void): () => void;
}

export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly problem: Problem };

/** Keeps a file the same as what is edited. */
export interface Autosave {
  getState(): SaveState;
  subscribe(listener: () => void): () => void;
  /** Saves now what is not saved yet. Never rejects: the state says what went wrong. */
  save(): Promise<void>;
  /** Saves now even what is saved already. */
  saveAgain(): Promise<void>;
  dispose(): void;
}

/** From the last step of a gesture to the file; a drag has many steps. */
const QUIET_MS = 400;

/** `write` puts a document into the file; where it throws, the next change or `save` tries again. */
export function createAutosave(edited: Edited, write: (document: MixDocument) => Promise<void>): Autosave {
  const listeners = new Set<() => void>();
  let state: SaveState = { kind: "saved" };
  let saved: MixDocument | undefined = edited.getState().document;
  let seen = saved;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;

  const show = (next: SaveState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const follow = (): void => {
    const { document } = edited.getState();
    if (document === seen) return;
    seen = document;
    if (state.kind === "saved") show({ kind: "unsaved" });
    clearTimeout(timer);
    timer = setTimeout(() => void save(), QUIET_MS);
  };
  /** Until the file holds what is there now, changes during a write included. */
  const catchUp = async (): Promise<void> => {
    while (edited.getState().document !== saved) {
      const { document } = edited.getState();
      show({ kind: "saving" });
      await write(document);
      saved = document;
    }
    show({ kind: "saved" });
  };
  const save = (): Promise<void> => {
    clearTimeout(timer);
    running ??= catchUp()
      .catch((error: unknown) => show({ kind: "failed", problem: problemOf(error) }))
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  const stopFollowing = edited.subscribe(follow);
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    save,
    saveAgain: () => {
      saved = undefined;
      return save();
    },
    dispose: () => {
      stopFollowing();
      clearTimeout(timer);
    },
  };
}

const problemOf = (error: unknown): Problem =>
  error instanceof TwobusError
    ? error.problems[0]!
    : { code: "not-saved", at: "mix", message: `the mix could not be saved: ${String(error)}` };
