import type { MixDocument } from "@twobus/core";

/** Something whose document changes. */
export interface Changing {
  getState(): { readonly document: MixDocument };
  subscribe(listener: () => void): () => void;
}

export interface AutosaveOptions {
  readonly of: Changing;
  readonly save: (document: MixDocument) => Promise<void>;
  /** A save that failed is tried again with the next change. */
  readonly onFailure: (error: unknown) => void;
}

/** Saves what changes, soon. */
export interface Autosave {
  /** Saves what is not saved yet; resolves when it is, or has failed. */
  flush(): Promise<unknown>;
  /** Saves even what has not changed. Resolves to whether it is saved. */
  saveNow(): Promise<boolean>;
  /** Saves no more. */
  stop(): void;
}

/** Long enough for a drag to be few saves, and well within a second. */
export const AUTOSAVE_MS = 400;

export function startAutosave({ of, save, onFailure }: AutosaveOptions): Autosave {
  let saved = of.getState().document;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<boolean> = Promise.resolve(true);

  /** One after the other. Never throws. */
  const saveAfter = async (before: Promise<boolean>): Promise<boolean> => {
    await before;
    const { document } = of.getState();
    try {
      await save(document);
      saved = document;
      return true;
    } catch (error) {
      onFailure(error);
      return false;
    }
  };
  const saveNow = (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    saving = saveAfter(saving);
    return saving;
  };
  const unsubscribe = of.subscribe(() => {
    if (of.getState().document !== saved) timer ??= setTimeout(() => void saveNow(), AUTOSAVE_MS);
  });
  return {
    flush: () => (timer === undefined ? saving : saveNow()),
    saveNow,
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      unsubscribe();
    },
  };
}
