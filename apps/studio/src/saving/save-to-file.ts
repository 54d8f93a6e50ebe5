import { serialiseMix } from "@twobus/core";
import { createAutosave, type Autosave, type Edited } from "./autosave.ts";
import { etagNow, putMix, type MixFile } from "./mix-file.ts";

/** Keeps a file on a server the same as what is edited. */
export interface FileAutosave extends Autosave {
  /** Saves over what another program has written meanwhile. */
  overwrite(): Promise<void>;
}

/** Saves what is edited to its file, soon after each change, and before the page is left. */
export function saveToFile(edited: Edited, opened: MixFile): FileAutosave {
  let file = opened;
  const autosave = createAutosave(edited, async (document) => {
    file = await putMix(file, serialiseMix(document));
  });
  const hide = (): void => void (globalThis.document.visibilityState === "hidden" && autosave.save());
  /** The browser asks before it throws away what is not in the file. */
  const leave = (event: BeforeUnloadEvent): void => {
    if (autosave.getState().kind === "saved") return;
    void autosave.save();
    event.preventDefault();
  };
  globalThis.document.addEventListener("visibilitychange", hide);
  addEventListener("beforeunload", leave);
  return {
    ...autosave,
    overwrite: async () => {
      file = await etagNow(file);
      await autosave.saveAgain();
    },
    dispose: () => {
      globalThis.document.removeEventListener("visibilitychange", hide);
      removeEventListener("beforeunload", leave);
      autosave.dispose();
    },
  };
}
