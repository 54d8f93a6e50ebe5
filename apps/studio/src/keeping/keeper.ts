import { serialiseMix, type MixDocument, type Problem } from "@twobus/core";
import { startAutosave, type Changing } from "./autosave.ts";
import type { LockHolder, MixLock } from "./mix-lock.ts";
import type { MixStore } from "./mix-store.ts";
import { markOpen, unmarkOpen } from "./open-marks.ts";
import type { OpenedMix } from "./opened-mix.ts";
import { storageProblem } from "./storage-problem.ts";

/** Whether what is on the screen is kept. */
export type KeptState =
  | { readonly kind: "untouched" }
  | { readonly kind: "kept"; readonly atMs: number }
  | { readonly kind: "elsewhere" };

/** Keeps one mix as it is edited, for as long as this tab has the right to. */
export interface Keeper {
  /** Keeps the mix as it is now. Resolves to whether it is kept. */
  saveNow(): Promise<boolean>;
  /** Saves what is left, and lets the mix go. */
  close(): Promise<void>;
}

export interface KeeperOptions {
  readonly store: MixStore;
  readonly mix: OpenedMix;
  readonly session: Changing;
  /** The right to change the mix; absent where another tab has it. */
  readonly lock: MixLock | undefined;
  /** Is told what to do when the lock goes. */
  readonly holder: LockHolder;
  readonly onState: (state: KeptState) => void;
  readonly onProblem: (problem: Problem) => void;
}

export function keep({ store, mix, session, lock, holder, onState, onProblem }: KeeperOptions): Keeper {
  const { id, media } = mix;
  if (lock === undefined) {
    onState({ kind: "elsewhere" });
    return { saveNow: async () => false, close: async () => {} };
  }
  const save = async (mixDocument: MixDocument): Promise<void> => {
    const savedAtMs = Date.now();
    await store.save({ id, name: mixDocument.name, savedAtMs, media, text: serialiseMix(mixDocument) });
    markOpen(id);
    showAddress(id);
    onState({ kind: "kept", atMs: savedAtMs });
  };
  const autosave = startAutosave({
    of: session,
    save,
    onFailure: (error) => onProblem(storageProblem(error, session.getState().document.name)),
  });
  if (mix.isKept) {
    markOpen(id);
    showAddress(id);
  }
  const leave = (): void => {
    void autosave.flush();
    unmarkOpen(id);
  };
  const hide = (): void => {
    if (document.visibilityState === "hidden") void autosave.flush();
  };
  const letGo = (): void => {
    autosave.stop();
    removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", hide);
  };
  holder.beforeLoss = autosave.flush;
  holder.onLoss = () => {
    letGo();
    onState({ kind: "elsewhere" });
  };
  onState({ kind: "untouched" });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", hide);
  return {
    saveNow: autosave.saveNow,
    close: async () => {
      await autosave.flush();
      letGo();
      unmarkOpen(id);
      lock.release();
    },
  };
}

/** Loading the page again comes back to the same mix. */
function showAddress(id: string): void {
  const address = `?kept=${id}`;
  if (location.search !== address) history.replaceState(null, "", address);
}
