import { serialiseMix, type MixDocument, type Problem } from "@twobus/core";
import { startAutosave, type Autosave, type Edited } from "./autosave.ts";
import { isOnDisk, type MixFile } from "./mix-file.ts";
import type { MixStore } from "./mix-store.ts";
import { markOpen } from "./open-marks.ts";
import type { OpenedMix } from "./opened-mix.ts";
import type { KeptFile } from "./records.ts";
import { storageProblem } from "./storage-problem.ts";

export interface BrowserPlaceOptions {
  readonly store: MixStore;
  readonly mix: OpenedMix;
  readonly session: Edited;
  /** The file that the mix lies in, as it was read or written last. */
  readonly fileNow: () => MixFile | undefined;
  readonly onKept: (atMs: number) => void;
  readonly onProblem: (problem: Problem) => void;
}

/** Keeps what is edited in this browser, with its versions. */
export interface BrowserPlace extends Autosave {
  /** Makes another state of the mix a version; what is edited is the newest again after it. */
  keepVersion(text: string): Promise<void>;
}

export function keepInBrowser({ store, mix, session, fileNow, onKept, onProblem }: BrowserPlaceOptions): BrowserPlace {
  const { id, media, file } = mix;
  const openedAtMs = Date.now();
  /** What a file was like when it was opened is no version yet. */
  let isBegun = file === undefined;

  const put = async (text: string, name: string, savedAtMs: number): Promise<void> => {
    const now = fileNow();
    await store.save({
      id,
      name,
      savedAtMs,
      media,
      text,
      ...(now !== undefined && { file: { ...keptFile(now), holdsEdits: false } }),
    });
  };
  const begin = async (): Promise<void> => {
    const text = serialiseMix(mix.document);
    const [newest] = await store.versions(id);
    if (newest?.text !== text) await put(text, mix.document.name, openedAtMs);
    store.beginVersion(id);
    isBegun = true;
  };
  const write = async (document: MixDocument): Promise<void> => {
    try {
      if (!isBegun) await begin();
      const savedAtMs = Date.now();
      await put(serialiseMix(document), document.name, savedAtMs);
      if (file === undefined || isOnDisk(file)) showOpen(id);
      onKept(savedAtMs);
    } catch (error) {
      onProblem(storageProblem(error, document.name));
      throw error;
    }
  };
  if (mix.isKept) showOpen(id);
  else if (location.search.startsWith(KEPT)) history.replaceState(null, "", location.pathname);
  const autosave = startAutosave({ of: session, write, pace: "on the way" });
  return {
    ...autosave,
    keepVersion: async (text) => {
      store.beginVersion(id);
      await put(text, session.document.name, Date.now());
      store.beginVersion(id);
      await autosave.saveAgain();
    },
  };
}

const keptFile = (file: MixFile): Pick<KeptFile, "etag" | "handle"> => ({
  etag: file.etag,
  ...(isOnDisk(file) && { handle: file.handle }),
});

/** How an address begins that names a kept mix. */
const KEPT = "?kept=";

/** Loading the page again comes back to the same mix; so does the next page, should this one die. */
function showOpen(id: string): void {
  markOpen(id);
  const address = `${KEPT}${id}`;
  if (location.search !== address) history.replaceState(null, "", address);
}
