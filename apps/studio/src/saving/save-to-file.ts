import { serialiseMix } from "@twobus/core";
import { createAutosave, type Autosave, type Edited } from "./autosave.ts";
import { putMix, type MixFile } from "./mix-file.ts";

/** Saves what is edited to its file, soon after each change, and before the page is left. */
export function saveToFile(edited: Edited, opened: MixFile): Autosave {
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
    dispose: () => {
      globalThis.document.removeEventListener("visibilitychange", hide);
      removeEventListener("beforeunload", leave);
      autosave.dispose();
    },
  };
}
