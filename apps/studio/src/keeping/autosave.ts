import { TwobusError, type MixDocument, type Problem } from "@twobus/core";

/** What can be under edit: an editor's session. */
export interface Edited {
  readonly document: MixDocument;
  subscribe(listener: () => void): () => void;
}

export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly problem: Problem };

export interface AutosaveOptions {
  readonly of: Edited;
  /** Puts a document where it belongs; where it throws, the next change or `save` tries again. */
  readonly write: (document: MixDocument) => Promise<void>;
  /** A drag is written on the way, a few times a second, or once when it rests. */
  readonly pace: "on the way" | "at rest";
  /** Whether a failure may pass by itself: it is tried again until it has. */
  readonly mayPass?: (problem: Problem) => boolean;
  /** Whether what is edited is there already. */
  readonly isSaved?: boolean;
}

/** Keeps one place the same as what is edited. */
export interface Autosave {
  getState(): SaveState;
  subscribe(listener: () => void): () => void;
  /** Saves now what is not saved yet. Never rejects: resolves to whether it is saved, and the state says what went wrong. */
  save(): Promise<boolean>;
  /** Saves now even what is saved already. */
  saveAgain(): Promise<boolean>;
  /** Saves no more. */
  stop(): void;
}

/** Long enough for a drag to be few writes, and well within a second. */
export const AUTOSAVE_MS = 400;
/** Until what failed is tried again. */
export const RETRY_MS = 3000;

export function startAutosave({ of, write, pace, mayPass = () => false, isSaved = true }: AutosaveOptions): Autosave {
  const listeners = new Set<() => void>();
  let state: SaveState = { kind: "saved" };
  let seen = of.document;
  let saved: MixDocument | undefined = isSaved ? seen : undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> = Promise.resolve(true);
  let isStopped = false;

  const show = (next: SaveState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  /** What changes meanwhile is saved after it. */
  const writeOnce = async (): Promise<boolean> => {
    const { document } = of;
    try {
      if (document !== saved) {
        if (state.kind !== "failed") show({ kind: "saving" }); // why it failed is said until it has gone
        await write(document);
        saved = document;
      }
      show({ kind: of.document === saved ? "saved" : "unsaved" });
      return true;
    } catch (error) {
      const problem = problemOf(error);
      show({ kind: "failed", problem });
      if (mayPass(problem) && !isStopped) timer ??= setTimeout(() => void save(), RETRY_MS);
      return false;
    }
  };
  const save = (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    running = running.then(writeOnce);
    return running;
  };
  const soon = (): void => {
    if (pace === "at rest") clearTimeout(timer);
    else if (timer !== undefined) return;
    timer = setTimeout(() => void save(), AUTOSAVE_MS);
  };
  const unsubscribe = of.subscribe(() => {
    const { document } = of;
    if (document === seen) return;
    seen = document;
    if (state.kind === "saved") show({ kind: "unsaved" });
    soon();
  });
  if (!isSaved) {
    state = { kind: "unsaved" };
    soon();
  }
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
    stop: () => {
      isStopped = true;
      unsubscribe();
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

const problemOf = (error: unknown): Problem =>
  error instanceof TwobusError
    ? error.problems[0]!
    : { code: "not-saved", at: "mix", message: `the mix could not be saved: ${String(error)}` };
