import type { Problem } from "@twobus/core";
import { keepInBrowser, type BrowserPlace } from "./browser-place.ts";
import type { Autosave, Edited } from "./autosave.ts";
import { keepInFile, type FilePlace } from "./file-place.ts";
import type { LockHolder, MixLock } from "./mix-lock.ts";
import type { MixFile } from "./mix-file.ts";
import type { MixStore } from "./mix-store.ts";
import { unmarkOpen } from "./open-marks.ts";
import type { OpenedMix } from "./opened-mix.ts";

/** Whether what is on the screen is kept. */
export type KeptState =
  | { readonly kind: "untouched" }
  | { readonly kind: "kept"; readonly atMs: number }
  | { readonly kind: "elsewhere" };

/** Where the last edits are: where the mix lies, only in this browser's versions, or nowhere but on the screen. */
export type Rest = "home" | "browser" | "nowhere";

/** Keeps one mix as it is edited, for as long as this tab has the right to: in its file, and in this browser with its versions. */
export interface Keeper {
  /** Where the mix lies in a file that takes edits. */
  readonly file: FilePlace | undefined;
  /** Absent where this browser keeps nothing. */
  readonly browser: BrowserPlace | undefined;
  /** Saves what is left, and says where it is. */
  settle(): Promise<Rest>;
  /** Saves what is left, and keeps no more; the right to change the mix is still there. */
  stop(): Promise<void>;
  /** Saves what is left, and lets the mix go. */
  close(): Promise<void>;
}

export interface KeeperOptions {
  /** Absent where this browser keeps nothing. */
  readonly store: MixStore | undefined;
  readonly mix: OpenedMix;
  readonly session: Edited;
  /** The right to change the mix; absent where another tab has it. */
  readonly lock: MixLock | undefined;
  /** Is told what to do when the lock goes. */
  readonly holder: LockHolder;
  readonly onState: (state: KeptState) => void;
  readonly onProblem: (problem: Problem) => void;
}

export function keep({ store, mix, session, lock, holder, onState, onProblem }: KeeperOptions): Keeper {
  if (lock === undefined) {
    onState({ kind: "elsewhere" });
    return {
      file: undefined,
      browser: undefined,
      settle: async () => "home",
      stop: async () => {},
      close: async () => {},
    };
  }
  /** What is noted is of edits that are kept. */
  const noted = async ({ etag }: MixFile, text: string): Promise<void> => {
    await browser?.save();
    await store?.noteFile(mix.id, etag, text);
  };
  let noting: Promise<unknown> = Promise.resolve();
  const file: FilePlace | undefined =
    mix.file &&
    keepInFile({
      session,
      file: mix.file,
      isSaved: mix.hasUnsavedEdits !== true,
      onWritten: (now, text) => {
        noting = noted(now, text).catch(() => {}); // without it, edits are compared with the file when that is opened
      },
      onOverwrite: async (text) => browser?.keepVersion(text),
    });
  const browser =
    store &&
    keepInBrowser({
      store,
      mix,
      session,
      fileNow: () => file?.now(),
      onKept: (atMs) => onState({ kind: "kept", atMs }),
      onProblem,
    });
  const places = [file, browser].filter((place): place is FilePlace | BrowserPlace => place !== undefined);
  const saveAll = async (): Promise<void> => {
    await Promise.all(places.map((place) => place.save()));
    await noting;
  };
  const { document: opened } = session;

  const settle = async (): Promise<Rest> => {
    await saveAll();
    const isIn = (place: Autosave | undefined): boolean => place?.getState().kind === "saved";
    const isUntouched = session.document === opened && mix.hasUnsavedEdits !== true;
    if (isUntouched || isIn(file ?? browser)) return "home";
    return isIn(browser) ? "browser" : "nowhere";
  };
  const stopWatching = watchPage({ id: mix.id, file, saveAll });
  const letGo = (): void => {
    for (const place of places) place.stop();
    stopWatching();
  };
  holder.beforeLoss = saveAll;
  holder.onLoss = () => {
    letGo();
    onState({ kind: "elsewhere" });
  };
  onState({ kind: "untouched" });
  const stop = async (): Promise<void> => {
    await saveAll();
    letGo();
  };
  return {
    file,
    browser,
    settle,
    stop,
    close: async () => {
      await stop();
      unmarkOpen(mix.id);
      lock.release();
    },
  };
}

interface Watched {
  readonly id: string;
  readonly file: FilePlace | undefined;
  readonly saveAll: () => Promise<unknown>;
}

/** Saves before the page is hidden or left. Returns what ends that. */
function watchPage({ id, file, saveAll }: Watched): () => void {
  const hide = (): void => void (document.visibilityState === "hidden" && saveAll());
  const leave = (): void => {
    void saveAll();
    unmarkOpen(id);
  };
  /** The browser asks before it throws away what is not in the file. */
  const ask = (event: BeforeUnloadEvent): void => {
    if (file === undefined || file.getState().kind === "saved") return;
    void saveAll();
    event.preventDefault();
  };
  document.addEventListener("visibilitychange", hide);
  addEventListener("pagehide", leave);
  addEventListener("beforeunload", ask);
  return () => {
    document.removeEventListener("visibilitychange", hide);
    removeEventListener("pagehide", leave);
    removeEventListener("beforeunload", ask);
  };
}
