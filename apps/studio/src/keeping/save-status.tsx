import { serialiseMix } from "@twobus/core";
import { useSession } from "@twobus/editor";
import { useSyncExternalStore, type ReactNode } from "react";
import buttons from "../buttons.module.css";
import { download } from "../download.ts";
import type { Autosave, SaveState } from "./autosave.ts";
import type { FilePlace } from "./file-place.ts";
import { isOnDisk } from "./mix-file.ts";
import styles from "./saving.module.css";

/** Saves now, and says whether the file holds what is shown. */
export function SaveStatus({ file, onSave }: { file: FilePlace; onSave: () => void }): ReactNode {
  const state = useSaveState(file);
  const now = file.now();
  return (
    <>
      <button type="button" disabled={state.kind === "saved"} onClick={onSave}>
        Save
      </button>
      <output
        aria-label="File"
        title={isOnDisk(now) ? now.handle.name : undefined}
        className={styles["status"]}
        data-state={state.kind}
      >
        {waitsForPerson(state) ? WORDS.unsaved : WORDS[state.kind]}
      </output>
    </>
  );
}

/** Saves into the downloads, where the server does not take the mix. */
function DownloadMix(): ReactNode {
  const session = useSession();
  const save = (): void => {
    const { document } = session;
    download(`${document.name}.mix.json`, new Blob([serialiseMix(document)], { type: "application/json" }));
  };
  return (
    <button type="button" onClick={save}>
      Save a copy
    </button>
  );
}

/** Says why the file could not be saved, and how to go on; the edits are where they were. */
export function SaveProblem({ file }: { file: FilePlace }): ReactNode {
  const state = useSaveState(file);
  if (state.kind !== "failed" || waitsForPerson(state)) return null;
  return (
    <div role="alert" className={`${styles["banner"]} ${buttons["all"]}`}>
      <span>
        Not saved: {state.problem.message}. Your edits are still here
        {state.problem.code !== "changed-on-disk" && ", and saving is tried again by itself"}.
      </span>
      {state.problem.code === "changed-on-disk" ? (
        <>
          <button type="button" onClick={() => location.reload()}>
            Open the file as it is
          </button>
          <button type="button" onClick={() => void file.overwrite()}>
            Overwrite it anyway
          </button>
        </>
      ) : (
        <button type="button" onClick={() => void file.saveAsked()}>
          Try again
        </button>
      )}
      <DownloadMix />
    </div>
  );
}

/** The browser asks for the right to write when a person saves: till then nothing has gone wrong. */
const waitsForPerson = (state: SaveState): boolean => state.kind === "failed" && state.problem.code === "not-allowed";

const WORDS: Readonly<Record<SaveState["kind"], string>> = {
  saved: "Saved",
  unsaved: "Not saved yet",
  saving: "Saving…",
  failed: "Not saved",
};

const useSaveState = (place: Autosave): SaveState => useSyncExternalStore(place.subscribe, place.getState);
